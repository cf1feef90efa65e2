package io.emrops.iis;

import io.emrops.DataSize;
import java.time.Instant;
import java.util.Objects;

/**
 * A process that serves the requests of a pool.
 *
 * @param pid of the process
 * @param state as IIS calls it: {@code Starting}, {@code Running}, {@code Stopping} or {@code Unknown}
 * @param memory its working set
 * @param requests that it works on now
 * @param started by the clock of the host
 */
public record WorkerProcess(long pid, String state, DataSize memory, int requests, Instant started) {
    public WorkerProcess {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(started, "started");
    }
}
