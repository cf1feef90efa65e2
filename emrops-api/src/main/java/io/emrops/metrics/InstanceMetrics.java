package io.emrops.metrics;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of an instance.
 *
 * @param usage empty if it does not run, or was not measured yet
 * @param age how long ago that was measured, when the sample was taken; zero if it was not
 */
public record InstanceMetrics(Instance instance, State state, Optional<Usage> usage, Duration age) {
    public InstanceMetrics {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(age, "age");
    }
}
