package io.emrops.deploy;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.function.Function;

/** See {@link Deployments#rollOut} and {@link Deployments#rollingUpdate}. */
record RollOut(Deployer deployer, Function<Inputs, String> wanted, String wantedText, Rollout rollout)
        implements Operation<Release> {
    @Override
    public String describe() {
        return "Roll out version " + wantedText + (rollout == Rollout.ROLLING ? ", rolling" : "");
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
        return Preview.of(deployer.preview(new ReleaseRequest(wanted.apply(in), "", rollout)));
    }

    @Override
    public Release execute(StepContext run) throws Exception {
        return deployer.rollOut(new ReleaseRequest(wanted.apply(run), run.idempotencyKey(), rollout), run.progress());
    }

    @Override
    public Probe<Release> probe(StepContext run) {
        return deployer.find(run.idempotencyKey())
                .map(Probe::applied)
                .orElseGet(() -> Probe.unknown("no complete release of this roll-out was found"));
    }

    @Override
    public Undoing<Release> undoing() {
        return new BackToBefore(deployer, rollout);
    }

    @Override
    public String kind() {
        return rollout == Rollout.ROLLING ? "deploy.rolling-update" : "deploy.roll-out";
    }
}
