package io.emrops.metrics;

import io.emrops.DataSize;
import java.util.Objects;
import java.util.Optional;

/**
 * How much memory is in use.
 *
 * @param used without what the system only caches and would give back
 * @param limit of its own; empty if there is none but the machine's memory
 */
public record Memory(DataSize used, Optional<DataSize> limit) {
    public Memory {
        Objects.requireNonNull(used, "used");
        Objects.requireNonNull(limit, "limit");
    }
}
