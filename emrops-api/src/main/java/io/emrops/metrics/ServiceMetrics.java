package io.emrops.metrics;

import java.util.Objects;
import java.util.Optional;

/**
 * All instances of a service together.
 *
 * @param instances how many there are
 * @param running how many of them run
 * @param total what they use together, as far as it is known; empty if nothing is
 */
public record ServiceMetrics(String service, int instances, int running, Optional<Usage> total) {
    public ServiceMetrics {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(total, "total");
    }
}
