package io.emrops.cache;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;
import java.util.Objects;

/** See {@link Caches#clear}. */
record ClearCache(CacheManager cache, ClearScope scope, ClearPace pace) implements Operation<Cleared> {
    private static final int SAMPLE = 10_000;
    private static final int TOLD = 20;

    ClearCache {
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(pace, "pace");
    }

    @Override
    public String describe() {
        return "Remove " + scope + (pace == ClearPace.FULL_SPEED ? ", at full speed" : "");
    }

    @Override
    public Output<Cleared> output() {
        return Output.of(Cleared.class);
    }

    @Override
    public Target target() {
        return cache.target();
    }

    /** What would be removed is a remark: people agree to the scope, and what it holds moves by itself. */
    @Override
    public Preview<Cleared> preview(Inputs in) throws InterruptedException {
        var found = cache.contents(scope, SAMPLE);
        if (found.keys() == 0) {
            return Preview.<Cleared>of().remark("nothing is there");
        }
        var preview = Preview.<Cleared>of(scope + " would be removed")
                .remark((found.exact() ? "" : "about ")
                        + found.keys()
                        + (found.keys() == 1 ? " key, " : " keys, ")
                        + found.memory());
        for (var each : found.namespaces().stream().limit(TOLD).toList()) {
            preview = preview.remark(each.toString());
        }
        return preview;
    }

    @Override
    public Cleared execute(StepContext run) throws InterruptedException {
        return cache.clear(scope, pace, run.progress());
    }

    @Override
    public Probe<Cleared> probe(StepContext run) {
        return Probe.unknown("which keys were removed is not written down; it may be repeated");
    }

    @Override
    public Undoing<Cleared> undoing() {
        return Undoing.nothing("what a cache held is computed again when it is asked for");
    }

    @Override
    public String kind() {
        return "cache.clear";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("scope", scope.toString(), "pace", pace.name());
    }
}
