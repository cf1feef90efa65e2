package io.emrops.scaling;

import io.emrops.DataSize;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * What each instance of a service may use at most.
 *
 * @param cpus in processors, such as 1.5; empty if there is no limit
 * @param memory empty if there is no limit
 */
public record Resources(Optional<BigDecimal> cpus, Optional<DataSize> memory) {
    public Resources {
        cpus = Objects.requireNonNull(cpus, "cpus").map(BigDecimal::stripTrailingZeros);
        Objects.requireNonNull(memory, "memory");
        if (cpus.filter(c -> c.signum() <= 0).isPresent()) {
            throw new IllegalArgumentException("A limit of processors is positive: " + cpus.get());
        }
        if (memory.filter(m -> m.bytes() == 0).isPresent()) {
            throw new IllegalArgumentException("A limit of memory is positive");
        }
    }

    /** No limits. */
    public static Resources unlimited() {
        return new Resources(Optional.empty(), Optional.empty());
    }

    /** The same with this limit of processors, such as {@code "1.5"}. */
    public Resources cpus(String limit) {
        return new Resources(Optional.of(new BigDecimal(limit)), memory);
    }

    /** The same with this limit of memory. */
    public Resources memory(DataSize limit) {
        return new Resources(cpus, Optional.of(limit));
    }

    /** Such as {@code 1.5 processors, 512 MiB}. */
    @Override
    public String toString() {
        return cpus.map(c -> c.toPlainString() + (c.compareTo(BigDecimal.ONE) == 0 ? " processor" : " processors"))
                        .orElse("processors without a limit")
                + ", " + memory.map(DataSize::toString).orElse("memory without a limit");
    }
}
