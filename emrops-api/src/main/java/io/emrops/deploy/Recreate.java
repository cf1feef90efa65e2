package io.emrops.deploy;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;

/** See {@link Deployments#recreate}. */
record Recreate(Deployer deployer) implements Operation<Release> {
    @Override
    public String describe() {
        return "Remove all services and create them again as they are";
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
        var now = deployer.current();
        return Preview.<Release>of(now.services().stream()
                        .map(s -> "service " + s.name() + ": removed and created again as it is; interrupted")
                        .toList())
                .predicting(now);
    }

    @Override
    public Release execute(StepContext run) throws Exception {
        return deployer.recreate(run.progress());
    }

    @Override
    public Undoing<Release> undoing() {
        return new BackToBefore(deployer, Rollout.AT_ONCE);
    }

    @Override
    public String kind() {
        return "deploy.recreate";
    }
}
