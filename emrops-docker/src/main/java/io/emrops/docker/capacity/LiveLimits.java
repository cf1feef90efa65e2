package io.emrops.docker.capacity;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import io.emrops.DataSize;
import io.emrops.scaling.Resources;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one container, as the engine has them.
 *
 * @param number which of the service's instances
 * @param processors empty if it has no limit
 * @param memory in bytes; empty if it has no limit
 * @param byQuota whether its processors are limited by quota and period: such a container's number cannot be changed
 * @param reserved bytes of memory that it is promised; 0 if none
 */
record LiveLimits(
        String id, int number, Optional<BigDecimal> processors, Optional<Long> memory, boolean byQuota, long reserved) {
    /** The largest limit of cgroups, whole pages below 2⁶³, which is what one without a limit has. The engine cannot take a limit away. */
    static final long UNLIMITED = Long.MAX_VALUE & ~4095L;

    private static final long NO_MACHINE_HAS = 1L << 62;
    private static final BigDecimal NANO = BigDecimal.TEN.pow(9);

    static LiveLimits of(int number, InspectContainerResponse container) {
        var host = Objects.requireNonNullElseGet(container.getHostConfig(), HostConfig::new);
        var quota = number(host.getCpuQuota());
        var memory = number(host.getMemory());
        return new LiveLimits(
                container.getId(),
                number,
                processors(number(host.getNanoCPUs()), quota, number(host.getCpuPeriod())),
                memory <= 0 || memory >= NO_MACHINE_HAS ? Optional.empty() : Optional.of(memory),
                number(host.getNanoCPUs()) == 0 && (quota > 0 || number(host.getCpuPeriod()) > 0),
                number(host.getMemoryReservation()));
    }

    private static long number(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    private static Optional<BigDecimal> processors(long nano, long quota, long period) {
        if (nano > 0) {
            return Optional.of(BigDecimal.valueOf(nano).divide(NANO).stripTrailingZeros());
        }
        return quota <= 0
                ? Optional.empty()
                : Optional.of(new BigDecimal(quota)
                        .divide(new BigDecimal(period > 0 ? period : 100_000), 9, java.math.RoundingMode.HALF_UP)
                        .stripTrailingZeros());
    }

    /** Of all processors of the machine a container without a limit has no more than one that was given them all. */
    LiveLimits reading(BigDecimal all, boolean definedWithout) {
        return definedWithout
                        && !byQuota
                        && processors.filter(p -> p.compareTo(all) >= 0).isPresent()
                ? new LiveLimits(id, number, Optional.empty(), memory, false, reserved)
                : this;
    }

    Resources resources() {
        return new Resources(processors, memory.map(DataSize::new));
    }

    static long nano(BigDecimal processors) {
        return processors.multiply(NANO).longValue();
    }

    /** The least that any of them has. */
    static Resources least(List<LiveLimits> all) {
        return new Resources(
                all.stream().flatMap(l -> l.processors().stream()).min(Comparator.naturalOrder()),
                all.stream()
                        .flatMap(l -> l.memory().stream())
                        .min(Comparator.naturalOrder())
                        .map(DataSize::new));
    }
}
