package io.emrops.deploy;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.Value;
import java.util.Map;
import java.util.Optional;

/** See {@link Patches#patch} and {@link Patches#rollingPatch}. */
record PatchServices(Patcher patcher, Value<ImageUpdates> found, Rollout rollout) implements Operation<Patched> {
    @Override
    public String describe() {
        return "Start the services again from the newer images that were found, one service after the other"
                + (rollout == Rollout.ROLLING ? ", rolling" : "");
    }

    @Override
    public Output<Patched> output() {
        return Output.of(Patched.class);
    }

    @Override
    public Target target() {
        return patcher.target();
    }

    /** The digests that were found, and not those that there are now: it is these that somebody agrees to. */
    @Override
    public Preview<Patched> preview(Inputs in) throws InterruptedException {
        var updates = in.get(found);
        var preview = Preview.<Patched>of(patcher.preview(new PatchRequest(updates, "", rollout)));
        for (var rebuild : updates.needingRebuild()) {
            preview = preview.remark(rebuild.toString());
        }
        for (var unknown : updates.unknown()) {
            preview = preview.remark(unknown.toString());
        }
        return preview;
    }

    @Override
    public Patched execute(StepContext run) throws InterruptedException {
        var updates = run.get(found);
        var patched = Patched.of(
                updates, patcher.patch(new PatchRequest(updates, run.idempotencyKey(), rollout), run.progress()));
        patched.services().forEach(service -> run.log(service.toString()));
        return patched;
    }

    @Override
    public Probe<Patched> probe(StepContext run) {
        return patcher.deployer()
                .find(run.idempotencyKey())
                .map(release -> Probe.applied(Patched.of(run.get(found), release)))
                .orElseGet(() -> Probe.unknown("no complete release of this patch was found"));
    }

    @Override
    public Undoing<Patched> undoing() {
        return new BackToDigests(patcher, rollout);
    }

    @Override
    public String kind() {
        return "deploy.patch";
    }

    @Override
    public Map<String, String> configuration() {
        return rollout == Rollout.ROLLING
                ? Map.of("found", found.id(), "rollout", "rolling")
                : Map.of("found", found.id());
    }

    /** Goes back to the images that ran before, by their digests. */
    private record BackToDigests(Patcher patcher, Rollout rollout) implements Undoing.Compensation<Patched, Release> {
        @Override
        public String describe() {
            return "Bring back the images that ran before, by their digests";
        }

        @Override
        public Output<Release> before() {
            return Output.of(Release.class);
        }

        @Override
        public Release capture(StepContext run) {
            return patcher.deployer().current();
        }

        @Override
        public void undo(StepContext run, Release before, Optional<Patched> result) throws InterruptedException {
            patcher.deployer().rollBack(before, rollout, run.progress());
        }
    }
}
