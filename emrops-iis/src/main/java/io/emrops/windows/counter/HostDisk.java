package io.emrops.windows.counter;

import io.emrops.DataSize;
import java.util.Objects;

/**
 * A local fixed disk that has a letter.
 *
 * @param name such as {@code C:}
 * @param size of its file system
 * @param free of it; by quotas it may be less for a user
 */
public record HostDisk(String name, DataSize size, DataSize free) {
    public HostDisk {
        Objects.requireNonNull(name, "name");
        if (free.compareTo(size) > 0) {
            throw new IllegalArgumentException("No more is free than there is: " + free + " of " + size);
        }
    }
}
