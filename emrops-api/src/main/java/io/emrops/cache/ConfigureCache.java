package io.emrops.cache;

import io.emrops.Change;
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
import java.util.Optional;

/** See {@link Caches#configure}. */
record ConfigureCache(CacheManager cache, CacheSettings settings) implements Operation<Configured> {
    ConfigureCache {
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(settings, "settings");
    }

    @Override
    public String describe() {
        return "Limit the cache to " + settings;
    }

    @Override
    public Output<Configured> output() {
        return Output.of(Configured.class);
    }

    @Override
    public Target target() {
        return cache.target();
    }

    @Override
    public Preview<Configured> preview(Inputs in) throws InterruptedException {
        var now = cache.settings();
        if (now.equals(settings)) {
            return Preview.of();
        }
        var preview = Preview.<Configured>of(new Change("limit", now.toString(), settings.toString()).toString());
        var held = cache.statistics().memory();
        return settings.memory().filter(most -> most.compareTo(held) < 0).isPresent()
                ? preview.remark("it holds " + held
                        + " now: what is above the limit goes at once, or writes fail, as the policy says")
                : preview;
    }

    @Override
    public Configured execute(StepContext run) throws InterruptedException {
        return cache.configure(settings);
    }

    @Override
    public Probe<Configured> probe(StepContext run) {
        return Probe.unknown("whether it outlives the next start of the cache cannot be asked; it may be repeated");
    }

    @Override
    public Undoing<Configured> undoing() {
        return new SettingsOfBefore(cache);
    }

    @Override
    public String kind() {
        return "cache.configure";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("settings", settings.toString());
    }

    /** Goes back to the settings that there were. */
    private record SettingsOfBefore(CacheManager cache) implements Undoing.Compensation<Configured, CacheSettings> {
        @Override
        public String describe() {
            return "Bring back the limit that the cache had";
        }

        @Override
        public Output<CacheSettings> before() {
            return Output.of(CacheSettings.class);
        }

        @Override
        public CacheSettings capture(StepContext run) throws InterruptedException {
            return cache.settings();
        }

        @Override
        public void undo(StepContext run, CacheSettings before, Optional<Configured> result)
                throws InterruptedException {
            cache.configure(before);
        }
    }
}
