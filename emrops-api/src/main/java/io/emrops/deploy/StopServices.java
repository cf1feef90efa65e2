package io.emrops.deploy;

import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Optional;

/** See {@link Deployments#stop}. */
record StopServices(Deployer deployer) implements Operation<Done> {
    @Override
    public String describe() {
        return "Stop all services and keep them as they are";
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
        return Preview.<Done>of(Running.lines(deployer, "stopped")).predicting(Done.DONE);
    }

    @Override
    public Done execute(StepContext run) throws Exception {
        deployer.stop(run.progress());
        return Done.DONE;
    }

    @Override
    public Probe<Done> probe(StepContext run) {
        return Running.now(deployer) == Running.NOTHING
                ? Probe.applied(Done.DONE)
                : Probe.unknown("some services still run");
    }

    @Override
    public Undoing<Done> undoing() {
        return new StartAgain(deployer);
    }

    @Override
    public String kind() {
        return "deploy.stop";
    }

    /** Starts them, unless nothing ran before. */
    private record StartAgain(Deployer deployer) implements Undoing.Compensation<Done, Running> {
        @Override
        public String describe() {
            return "Start the services again";
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
            if (before != Running.NOTHING) {
                deployer.start(run.progress());
            }
        }
    }
}
