package io.emrops.metrics;

import java.time.Instant;
import java.util.Objects;

/**
 * How an instance is.
 *
 * @param status as the platform calls it, such as {@code running} or {@code exited}
 * @param running whether it runs
 * @param health what its health check says
 * @param startedAt when it was last started, by the platform's clock
 * @param restarts how often the platform has started it again after it ended by itself
 * @param oomKills how often a process of it was killed for lack of memory, as far as the platform tells: it may have been more. What happens while a
 *     {@link MetricsWatch} is open is counted
 */
public record State(String status, boolean running, Health health, Instant startedAt, int restarts, int oomKills) {
    public State {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(health, "health");
        Objects.requireNonNull(startedAt, "startedAt");
    }

    /** Runs, and its health check says so or there is none. */
    public boolean well() {
        return running && (health == Health.HEALTHY || health == Health.UNCHECKED);
    }

    /** Such as {@code running, unhealthy}. */
    public String words() {
        return switch (running ? health : Health.UNCHECKED) {
            case UNCHECKED -> status;
            case STARTING -> status + ", still starting";
            case HEALTHY -> status + ", healthy";
            case UNHEALTHY -> status + ", unhealthy";
        };
    }
}
