package io.emrops.cache;

import io.emrops.DataSize;
import java.util.Objects;

/**
 * A key that takes much memory. Which one it is is not told.
 *
 * @param type such as {@code hash}
 * @param memory with what the server needs to keep it
 */
public record LargeKey(int database, String namespace, String type, DataSize memory) {
    public LargeKey {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(memory, "memory");
    }
}
