package io.emrops.core.engine;

import io.emrops.Answer;
import io.emrops.Question;
import io.emrops.Report;
import io.emrops.Run;
import io.emrops.RunState;
import io.emrops.StoreException;
import io.emrops.spi.Definition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What whoever started or resumed a run holds on to. When the run is taken up again in this engine, after a pause, a failure
 * or for an undo, the handle goes with it, and whoever waits on it waits on.
 */
final class RunHandle implements Run {
    private volatile LiveRun run;

    RunHandle(LiveRun run) {
        this.run = run;
    }

    /** From here on this stands for the run as it was taken up again. */
    void follow(LiveRun next) {
        var before = run;
        if (before != next) {
            run = next;
            before.status().supersede();
        }
    }

    @Override
    public String id() {
        return run.id();
    }

    @Override
    public Definition definition() {
        return run.definition();
    }

    @Override
    public RunState state() {
        return run.status().state();
    }

    @Override
    public Report await() throws InterruptedException {
        var here = run;
        while (!here.status().awaitRest()) {
            here = run;
        }
        return here.report();
    }

    @Override
    public boolean awaitState(Predicate<RunState> wish, Duration atMost) throws InterruptedException {
        var until = System.nanoTime() + atMost.toNanos();
        while (true) {
            var answer = run.status().awaitState(wish, Duration.ofNanos(until - System.nanoTime()));
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    @Override
    public Report report() {
        return run.report();
    }

    @Override
    public List<Question> questions() {
        return run.people().questions();
    }

    @Override
    public void answer(String stepPath, Answer answer) {
        run.people().answer(stepPath, answer);
    }

    @Override
    public void cancel(String actor, String why) {
        run.stopping().cancel(actor, why);
    }

    @Override
    public void pause(String actor, String why) {
        run.stopping().pause(actor, why);
    }

    @Override
    public Optional<StoreException> storeFailure() {
        return run.status().storeFailure();
    }
}
