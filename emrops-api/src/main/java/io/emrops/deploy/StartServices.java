package io.emrops.deploy;

import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Optional;

/** See {@link Deployments#start}. */
record StartServices(Deployer deployer) implements Operation<Done> {
    @Override
    public String describe() {
        return "Start all services as they were, and wait until they are well";
    }

    @Override
    public Output<Done> output() {
        return Output.of(Done.class);
    }

    @Override
    public Target target() {
        return deployer.target();
    }

    @Override
    public Preview<Done> preview(Inputs in) {
        return Preview.<Done>of("all services that do not run: started").predicting(Done.DONE);
    }

    @Override
    public Done execute(StepContext run) throws Exception {
        deployer.start(run.progress());
        return Done.DONE;
    }

    @Override
    public Undoing<Done> undoing() {
        return new StopAgain(deployer);
    }

    @Override
    public String kind() {
        return "deploy.start";
    }

    /** Stops them, if nothing ran before. */
    private record StopAgain(Deployer deployer) implements Undoing.Compensation<Done, Running> {
        @Override
        public String describe() {
            return "Stop the services again, if none ran before";
        }

        @Override
        public Output<Running> before() {
            return Output.of(Running.class);
        }

        @Override
        public Running capture(StepContext run) {
            return Running.now(deployer);
        }

        @Override
        public void undo(StepContext run, Running before, Optional<Done> result) throws Exception {
            if (before == Running.NOTHING) {
                deployer.stop(run.progress());
            }
        }
    }
}
