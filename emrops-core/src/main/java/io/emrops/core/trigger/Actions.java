package io.emrops.core.trigger;

import io.emrops.Engine;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.core.history.RunRecord;
import io.emrops.trigger.Fire;
import io.emrops.trigger.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The runs of a trigger's fires, as the engine has them. */
record Actions(Engine engine, Response response) {
    private static final Set<RunState> AT_WORK = Set.of(RunState.RUNNING, RunState.WAITING, RunState.UNDOING);

    private static final String PAUSED_BY_A_CLOSE =
            "Paused by " + RunRecord.Paused.ENGINE + ": " + RunRecord.Paused.CLOSED;

    /** Where the run of a fire stands. */
    sealed interface Standing {
        /** There is none. */
        record Missing() implements Standing {}

        /** It has not ended; here, or until somebody does something about it. */
        record UnderWay() implements Standing {}

        /** It was at work when its process or its engine went. */
        record CutOff() implements Standing {}

        /**
         * It has ended.
         *
         * @param at when, if that is known
         */
        record Ended(boolean succeeded, Optional<Instant> at) implements Standing {}
    }

    Standing standing(Fire fire) {
        var here = engine.run(fire.runId());
        if (here.isPresent()) {
            return here.get().state().ended() ? ended(here.get().report()) : new Standing.UnderWay();
        }
        try {
            var report = engine.report(fire.runId());
            if (report.state().ended()) {
                return ended(report);
            }
            return AT_WORK.contains(report.state()) || pausedByAClose(report)
                    ? new Standing.CutOff()
                    : new Standing.UnderWay();
        } catch (StoreException e) {
            return switch (e.problem()) {
                case NOT_FOUND -> new Standing.Missing();
                case ERASED -> new Standing.Ended(false, Optional.empty());
                default -> throw e;
            };
        }
    }

    /** A run that a person or its window has paused stays so. */
    private static boolean pausedByAClose(Report report) {
        var story = report.story();
        return report.state() == RunState.PAUSED
                && !story.isEmpty()
                && story.get(story.size() - 1).text().equals(PAUSED_BY_A_CLOSE);
    }

    private static Standing ended(Report report) {
        return new Standing.Ended(report.succeeded(), report.endedAt());
    }

    /** May block for as long as what it asks. */
    RunRequest request(Fire fire) {
        return response.request(fire);
    }

    void start(Fire fire, RunRequest request) {
        engine.start(response.runbook(fire), request);
    }

    void resume(Fire fire) {
        engine.resume(response.runbook(fire), fire.runId());
    }

    String runbook(Fire fire) {
        return response.runbook(fire).id();
    }

    /** Whether the engine refused because the run is there. */
    boolean isThere(Fire fire) {
        try {
            return !(standing(fire) instanceof Standing.Missing);
        } catch (StoreException e) {
            return e.problem() != Problem.CLOSED;
        }
    }
}
