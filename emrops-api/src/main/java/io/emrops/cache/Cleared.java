package io.emrops.cache;

import java.time.Duration;
import java.util.Objects;

/**
 * What a clear has removed.
 *
 * @param removed keys; where that is not exact, at least
 * @param lookedAt keys that were compared with the pattern; all that were removed, where there was none
 * @param exact false if the cache was lost and found again meanwhile: keys may have gone that are not counted
 * @param took how long
 */
public record Cleared(long removed, long lookedAt, boolean exact, Duration took) {
    public Cleared {
        if (removed < 0 || lookedAt < 0) {
            throw new IllegalArgumentException("Keys are not negative: " + removed + " of " + lookedAt);
        }
        Objects.requireNonNull(took, "took");
    }
}
