package io.emrops.core.engine;

import io.emrops.core.engine.Worker.Progression;
import io.emrops.core.engine.Worker.Wait;
import io.emrops.core.history.RunRecord;
import io.emrops.core.history.StepHistory;
import io.emrops.event.RunEvent;
import java.time.Duration;
import java.util.Optional;

/** Waiting for people to answer, until it is too late. */
final class Waiting {
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

    private Waiting() {}

    /** How to go on with a step at which people are asked. */
    static Progression forPeople(LiveRun run, Strand strand, String path) {
        return switch (run.state(path)) {
            case DONE, SKIPPED -> Progression.PASSED;
            case FAILED ->
                new Progression.Failed(run.journal()
                        .look(h -> h.find(path).flatMap(StepHistory::failure).orElse("it was rejected")));
            default -> untilTooLate(run, strand, path);
        };
    }

    private static Progression untilTooLate(LiveRun run, Strand strand, String path) {
        var expires = run.journal()
                .look(h -> h.find(path).flatMap(StepHistory::question).flatMap(RunRecord.Asked::expires));
        if (expires.isEmpty()) {
            return Progression.parked(Wait.OUTSIDE);
        }
        var left = Duration.between(run.clock().wall(), expires.get());
        if (left.isNegative() || left.isZero()) {
            var now = run.clock().now();
            var why = "nobody answered until " + expires.get();
            run.journal()
                    .write(
                            new RunRecord.StepFailed(
                                    now, path, 1, Duration.ZERO, why, false, Optional.empty(), Optional.empty()),
                            new RunEvent.StepFailed(run.id(), now, path, 1, why, Optional.empty()));
            return new Progression.Failed(why);
        }
        strand.wakeIn(left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP);
        return Progression.parked(Wait.OUTSIDE);
    }
}
