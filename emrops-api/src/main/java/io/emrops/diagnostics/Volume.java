package io.emrops.diagnostics;

import io.emrops.DataSize;
import java.util.Objects;

/**
 * A volume on which databases have files.
 *
 * @param name as the system calls it, such as {@code D:\}
 * @param size of it
 * @param free what is left on it
 */
public record Volume(String name, DataSize size, DataSize free) {
    public Volume {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(free, "free");
    }

    /** What is left, in percent. */
    public double percentFree() {
        return 100.0 * free.bytes() / Math.max(size.bytes(), 1);
    }

    /** In one line. */
    @Override
    public String toString() {
        return name + ": " + free + " of " + size + " free, " + Pools.share(percentFree());
    }
}
