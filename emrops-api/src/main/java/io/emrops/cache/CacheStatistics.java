package io.emrops.cache;

import io.emrops.DataSize;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a cache has counted. Where it is made of several servers, all that take writes together.
 *
 * @param at when it was asked, by this machine's clock
 * @param counters which counters these are: others after a restart, and after a failover to another server
 * @param hits look-ups that found something, since the counters began
 * @param misses look-ups that found nothing
 * @param evicted keys that went because it was full
 * @param expired keys that went because their time was up
 * @param memory what it holds takes so much, by its own count
 * @param settings how much it may hold
 * @param fragmentation what the operating system has given, as a multiple of {@code memory}; empty if it is not known. Above 1.5 much of it is
 *     lost, below 1 parts are swapped out
 * @param clients connections, ours among them
 * @param blocked those of them that wait for something
 * @param keys by the number of their database; databases without keys are left out
 */
public record CacheStatistics(
        Instant at,
        String counters,
        long hits,
        long misses,
        long evicted,
        long expired,
        DataSize memory,
        CacheSettings settings,
        OptionalDouble fragmentation,
        int clients,
        int blocked,
        Map<Integer, Long> keys) {
    public CacheStatistics {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(counters, "counters");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(fragmentation, "fragmentation");
        keys = Map.copyOf(keys);
    }

    /** What the look-ups since an earlier moment found; empty if the counters have begun anew since. */
    public Optional<HitRate> since(CacheStatistics earlier) {
        var foundNow = hits - earlier.hits;
        var missedNow = misses - earlier.misses;
        return counters.equals(earlier.counters) && foundNow >= 0 && missedNow >= 0
                ? Optional.of(new HitRate(foundNow, missedNow))
                : Optional.empty();
    }
}
