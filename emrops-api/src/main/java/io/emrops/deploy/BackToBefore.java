package io.emrops.deploy;

import io.emrops.Output;
import io.emrops.StepContext;
import io.emrops.Undoing;
import java.util.Optional;

/** Goes back to what ran before, in the manner in which it was left. */
record BackToBefore(Deployer deployer, Rollout rollout) implements Undoing.Compensation<Release, Release> {
    @Override
    public String describe() {
        return "Roll back to the release that ran before" + (rollout == Rollout.ROLLING ? ", rolling" : "");
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
        deployer.rollBack(before, rollout, run.progress());
    }
}
