package io.emrops.docker.metrics;

import com.github.dockerjava.api.model.HostConfig;
import io.emrops.DataSize;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a container may use at most, by its settings: the statistics show the machine's memory where it has no limit.
 *
 * @param cpus in processors; empty if it may use them all
 * @param memory empty if it may use all of the machine's
 */
record Limits(Optional<Double> cpus, Optional<DataSize> memory) {
    private static final long USUAL_PERIOD = 100_000;

    static final Limits NONE = new Limits(Optional.empty(), Optional.empty());

    static Limits of(@Nullable HostConfig settings) {
        if (settings == null) {
            return NONE;
        }
        var memory = positive(settings.getMemory());
        return new Limits(cpus(settings), memory == 0 ? Optional.empty() : Optional.of(new DataSize(memory)));
    }

    private static Optional<Double> cpus(HostConfig settings) {
        var nano = positive(settings.getNanoCPUs());
        if (nano > 0) {
            return Optional.of(nano / 1e9);
        }
        var quota = positive(settings.getCpuQuota());
        var period = positive(settings.getCpuPeriod());
        return quota == 0 ? Optional.empty() : Optional.of((double) quota / (period == 0 ? USUAL_PERIOD : period));
    }

    private static long positive(@Nullable Long value) {
        return value == null ? 0 : Math.max(0, value);
    }
}
