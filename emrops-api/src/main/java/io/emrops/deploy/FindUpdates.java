package io.emrops.deploy;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;

/** See {@link Patches#updates}. */
record FindUpdates(Patcher patcher) implements Operation<ImageUpdates> {
    @Override
    public String describe() {
        return "Ask the registries for newer images of the services and of what they were built on";
    }

    @Override
    public Output<ImageUpdates> output() {
        return Output.of(ImageUpdates.class);
    }

    @Override
    public Target target() {
        return patcher.target();
    }

    /** What registries have moves by itself, so that nobody agrees to it here, but at the patch. */
    @Override
    public Preview<ImageUpdates> preview(Inputs in) throws InterruptedException {
        var found = patcher.updates();
        var preview = Preview.<ImageUpdates>of().predicting(found);
        for (var line : found.lines()) {
            preview = preview.remark(line);
        }
        return preview;
    }

    @Override
    public ImageUpdates execute(StepContext run) throws InterruptedException {
        var found = patcher.updates();
        found.lines().forEach(run::log);
        return found;
    }

    @Override
    public Probe<ImageUpdates> probe(StepContext run) {
        return Probe.notApplied();
    }

    @Override
    public Undoing<ImageUpdates> undoing() {
        return Undoing.nothing("asking changes nothing");
    }

    @Override
    public String kind() {
        return "deploy.updates";
    }
}
