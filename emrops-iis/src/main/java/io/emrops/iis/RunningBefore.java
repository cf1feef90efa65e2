package io.emrops.iis;

import io.emrops.Done;
import io.emrops.Output;
import io.emrops.StepContext;
import io.emrops.Undoing;
import java.util.Optional;

/**
 * Whether a site or a pool ran before a step.
 *
 * @param started whether it took requests, or was about to
 * @param autoStart whether it started with Windows
 */
record RunningBefore(boolean started, boolean autoStart) {
    static RunningBefore of(RunningState state, boolean autoStart) {
        return new RunningBefore(state == RunningState.STARTED || state == RunningState.STARTING, autoStart);
    }

    /** Has it run again, or not, as it did. */
    record Back(Runner what, String describe) implements Undoing.Compensation<Done, RunningBefore> {
        @Override
        public Output<RunningBefore> before() {
            return Output.of(RunningBefore.class);
        }

        @Override
        public RunningBefore capture(StepContext run) throws InterruptedException {
            return what.now();
        }

        @Override
        public void undo(StepContext run, RunningBefore before, Optional<Done> result) throws InterruptedException {
            what.restore(before);
        }
    }

    /** A site or a pool, which can be started and stopped. */
    record Runner(Iis iis, String kind, String name) {
        RunningBefore now() throws InterruptedException {
            var found = kind.equals("site")
                    ? iis.site(name).map(site -> RunningBefore.of(site.state(), site.autoStart()))
                    : iis.pools().stream()
                            .filter(pool -> pool.name().equalsIgnoreCase(name))
                            .findFirst()
                            .map(pool -> RunningBefore.of(pool.state(), pool.autoStart()));
            return found.orElseThrow(() -> Refusals.missing(iis.target(), kind, name));
        }

        void act(String action) throws InterruptedException {
            iis.command(kind, name, action, !action.equals("stop"));
        }

        void restore(RunningBefore before) throws InterruptedException {
            iis.command(kind, name, before.started() ? "start" : "stop", before.autoStart());
        }

        @Override
        public String toString() {
            return kind + " " + name;
        }
    }
}
