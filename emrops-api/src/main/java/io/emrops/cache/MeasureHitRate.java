package io.emrops.cache;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.internal.Words;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** See {@link Caches#measureHitRate}. */
record MeasureHitRate(CacheManager cache, Duration window) implements Operation<HitRate> {
    MeasureHitRate {
        Objects.requireNonNull(cache, "cache");
    }

    @Override
    public String describe() {
        return "Measure for " + Words.of(window) + " how often the cache has what it is asked for";
    }

    @Override
    public Output<HitRate> output() {
        return Output.of(HitRate.class);
    }

    @Override
    public Target target() {
        return cache.target();
    }

    @Override
    public Preview<HitRate> preview(Inputs in) throws InterruptedException {
        var now = cache.statistics();
        return Preview.<HitRate>of().remark("since its start: " + new HitRate(now.hits(), now.misses()));
    }

    @Override
    public HitRate execute(StepContext run) throws InterruptedException {
        return Caches.measured(cache, window, run.progress())
                .orElseThrow(() -> new StepFailedException(
                        "The cache began to count anew while it was measured; nothing was changed"));
    }

    @Override
    public Probe<HitRate> probe(StepContext run) {
        return Probe.notApplied();
    }

    @Override
    public Undoing<HitRate> undoing() {
        return Undoing.nothing("it only measures");
    }

    @Override
    public String kind() {
        return "cache.measure-hit-rate";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("window", window.toString());
    }
}
