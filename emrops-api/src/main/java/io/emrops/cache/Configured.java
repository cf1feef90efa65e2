package io.emrops.cache;

import java.util.Objects;

/**
 * What became of settings.
 *
 * @param before what they were
 * @param kept whether the cache has written them down, so that they outlive its next start; false if it has no file to write them to
 */
public record Configured(CacheSettings before, boolean kept) {
    public Configured {
        Objects.requireNonNull(before, "before");
    }
}
