package io.emrops.windows.counter;

import io.emrops.DataSize;
import java.util.Objects;
import java.util.Optional;

/**
 * What a worker process of IIS uses.
 *
 * @param pool its application pool
 * @param pid of the process
 * @param processors how many it used on average over the sample: 0.5 is half of one; empty if it was started during the sample
 * @param memory its private working set: what it has in memory and shares with no other process; empty if it was not told
 */
public record WorkerLoad(String pool, long pid, Optional<Double> processors, Optional<DataSize> memory) {
    public WorkerLoad {
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(processors, "processors");
        Objects.requireNonNull(memory, "memory");
    }
}
