package io.emrops.windows.counter;

import io.emrops.DataSize;
import java.util.Objects;

/**
 * The memory of a host.
 *
 * @param total that Windows can use
 * @param available to processes at once, with what is only cached
 * @param committed promised to processes, in memory and page files
 * @param commitLimit how much can be promised before page files grow
 */
public record HostMemory(DataSize total, DataSize available, DataSize committed, DataSize commitLimit) {
    public HostMemory {
        Objects.requireNonNull(committed, "committed");
        Objects.requireNonNull(commitLimit, "commitLimit");
        if (total.bytes() == 0 || available.compareTo(total) > 0) {
            throw new IllegalArgumentException("Of some memory, no more is available: " + available + " of " + total);
        }
    }

    /** What is not available. */
    public DataSize inUse() {
        return new DataSize(total.bytes() - available.bytes());
    }

    /** How much of the total is in use: 1 is all. */
    public double share() {
        return (double) inUse().bytes() / total.bytes();
    }
}
