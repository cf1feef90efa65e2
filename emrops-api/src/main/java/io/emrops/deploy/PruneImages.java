package io.emrops.deploy;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;

/** See {@link Patches#prune}. */
record PruneImages(Patcher patcher, ImagePolicy policy) implements Operation<PrunedImages> {
    @Override
    public String describe() {
        return "Remove the application's images, except those in use, " + policy;
    }

    @Override
    public Output<PrunedImages> output() {
        return Output.of(PrunedImages.class);
    }

    @Override
    public Target target() {
        return patcher.target();
    }

    @Override
    public Preview<PrunedImages> preview(Inputs in) throws InterruptedException {
        var old = patcher.oldImages(policy);
        var preview = Preview.<PrunedImages>of(
                old.removable().stream().map(image -> "Remove image " + image).toList());
        for (var kept : old.kept()) {
            preview = preview.remark(kept.toString());
        }
        return preview;
    }

    @Override
    public PrunedImages execute(StepContext run) throws InterruptedException {
        var pruned = patcher.prune(policy, run.progress());
        pruned.removed().forEach(image -> run.log("Removed " + image));
        run.log(pruned.toString());
        return pruned;
    }

    /** What an attempt that was cut off has removed is gone when it is repeated, and nothing else is removed by that. */
    @Override
    public Probe<PrunedImages> probe(StepContext run) {
        return Probe.unknown("a repetition removes what is left");
    }

    @Override
    public Undoing<PrunedImages> undoing() {
        return policy.onlyHere()
                ? Undoing.irreversible("images that no registry has cannot be brought back")
                : Undoing.nothing("what was removed is fetched again by its digest when it is needed");
    }

    @Override
    public String kind() {
        return "deploy.prune";
    }

    @Override
    public Map<String, String> configuration() {
        return policy.configuration();
    }
}
