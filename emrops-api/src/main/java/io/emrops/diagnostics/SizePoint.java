package io.emrops.diagnostics;

import io.emrops.DataSize;
import java.time.Instant;
import java.util.Objects;

/**
 * How large a database was at a moment.
 *
 * @param at when
 * @param size of what is in it, not of its files
 */
public record SizePoint(Instant at, DataSize size) {
    public SizePoint {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(size, "size");
    }
}
