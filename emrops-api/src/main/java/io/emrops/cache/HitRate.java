package io.emrops.cache;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How often a cache had what it was asked for.
 *
 * @param hits look-ups that found something
 * @param misses look-ups that found nothing
 */
public record HitRate(long hits, long misses) {
    public HitRate {
        if (hits < 0 || misses < 0) {
            throw new IllegalArgumentException("Look-ups are not negative: " + hits + ", " + misses);
        }
    }

    /** All look-ups. */
    public long lookups() {
        return hits + misses;
    }

    /** From 0 to 1; empty if nothing was looked up. */
    public OptionalDouble share() {
        return lookups() == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / lookups());
    }

    /** {@code 93.1 % of 12000 look-ups}. */
    @Override
    public String toString() {
        var share = share();
        return share.isEmpty()
                ? "no look-ups"
                : String.format(Locale.ROOT, "%.1f %% of %d look-ups", share.getAsDouble() * 100, lookups());
    }
}
