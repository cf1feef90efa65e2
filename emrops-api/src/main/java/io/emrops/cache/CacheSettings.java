package io.emrops.cache;

import io.emrops.DataSize;
import java.util.Objects;
import java.util.Optional;

/**
 * How much a cache may hold.
 *
 * @param memory at most; empty for no limit
 * @param policy what goes when it is full
 */
public record CacheSettings(Optional<DataSize> memory, EvictionPolicy policy) {
    public CacheSettings {
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(policy, "policy");
        if (memory.filter(size -> size.bytes() == 0).isPresent()) {
            throw new IllegalArgumentException("No memory at all would be no cache: say that there is no limit");
        }
    }

    /** With a limit. */
    public static CacheSettings of(DataSize memory, EvictionPolicy policy) {
        return new CacheSettings(Optional.of(memory), policy);
    }

    /** {@code 512 MiB, allkeys-lru}. */
    @Override
    public String toString() {
        return memory.map(DataSize::toString).orElse("no limit") + ", " + policy;
    }
}
