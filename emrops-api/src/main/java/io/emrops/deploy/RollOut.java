package io.emrops.deploy;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Optional;
import java.util.function.Function;

/** See {@link Deployments#rollOut}. */
record RollOut(Deployer deployer, Function<Inputs, String> wanted, String wantedText) implements Operation<Release> {
    @Override
    public String describe() {
        return "Roll out version " + wantedText;
    }

    @Override
    public Output<Release> output() {
        return Output.of(Release.class);
    }

    @Override
    public Target target() {
        return deployer.target();
    }

    @Override
    public Preview<Release> preview(Inputs in) {
        return Preview.of(deployer.preview(ReleaseRequest.preview(wanted.apply(in))));
    }

    @Override
    public Release execute(StepContext run) throws Exception {
        return deployer.rollOut(new ReleaseRequest(wanted.apply(run), run.idempotencyKey()), run.progress());
    }

    @Override
    public Probe<Release> probe(StepContext run) {
        return deployer.find(run.idempotencyKey())
                .map(Probe::applied)
                .orElseGet(() -> Probe.unknown("no complete release of this roll-out was found"));
    }

    @Override
    public Undoing<Release> undoing() {
        return new BackToBefore(deployer);
    }

    @Override
    public String kind() {
        return "deploy.roll-out";
    }

    /** Goes back to what ran before. */
    private record BackToBefore(Deployer deployer) implements Undoing.Compensation<Release, Release> {
        @Override
        public String describe() {
            return "Roll back to the release that ran before";
        }

        @Override
        public Output<Release> before() {
            return Output.of(Release.class);
        }

        @Override
        public Release capture(StepContext run) {
            return deployer.current();
        }

        @Override
        public void undo(StepContext run, Release before, Optional<Release> result) throws Exception {
            deployer.rollBack(before, run.progress());
        }
    }
}
