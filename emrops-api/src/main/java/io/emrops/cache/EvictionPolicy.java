package io.emrops.cache;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What goes when a cache is full; as {@code maxmemory-policy} of Redis ("Key eviction"). */
public enum EvictionPolicy {
    /** Nothing: writes fail. */
    NOEVICTION,
    /** What was used longest ago. */
    ALLKEYS_LRU,
    /** What is used least. */
    ALLKEYS_LFU,
    /** Anything. */
    ALLKEYS_RANDOM,
    /** Of keys that expire, what was used longest ago. */
    VOLATILE_LRU,
    /** Of keys that expire, what is used least. */
    VOLATILE_LFU,
    /** Of keys that expire, any. */
    VOLATILE_RANDOM,
    /** Of keys that expire, the one that expires next. */
    VOLATILE_TTL;

    /** As Redis writes it, such as {@code allkeys-lru}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The policy that Redis writes so; empty for one of a later release. */
    public static Optional<EvictionPolicy> of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(word))
                .findFirst();
    }
}
