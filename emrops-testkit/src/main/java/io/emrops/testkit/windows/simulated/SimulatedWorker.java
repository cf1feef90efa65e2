package io.emrops.testkit.windows.simulated;

import java.time.Instant;
import java.util.Map;

/**
 * A worker process of a simulated pool.
 *
 * @param memory in bytes
 * @param requests that it works on
 */
public record SimulatedWorker(long pid, long memory, int requests, Instant started) {
    Map<String, Object> told() {
        return Map.of(
                "pid", pid, "state", "Running", "memory", memory, "requests", requests, "started", started.toString());
    }
}
