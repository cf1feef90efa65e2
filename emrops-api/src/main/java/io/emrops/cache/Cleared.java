package io.emrops.cache;

import java.time.Duration;
import java.util.Objects;

/**
 * What a clear has removed.
 *
 * @param removed keys
 * @param lookedAt keys that were compared with the pattern; all that were removed, where there was none
 * @param took how long
 */
public record Cleared(long removed, long lookedAt, Duration took) {
    public Cleared {
        if (removed < 0 || lookedAt < 0) {
            throw new IllegalArgumentException("Keys are not negative: " + removed + " of " + lookedAt);
        }
        Objects.requireNonNull(took, "took");
    }
}
