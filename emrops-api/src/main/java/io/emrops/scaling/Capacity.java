package io.emrops.scaling;

import java.util.Objects;

/**
 * How much there is of a service.
 *
 * @param replicas how many instances
 * @param resources what each of them may use
 */
public record Capacity(int replicas, Resources resources) {
    public Capacity {
        if (replicas < 0) {
            throw new IllegalArgumentException("A service has no fewer than 0 replicas: " + replicas);
        }
        Objects.requireNonNull(resources, "resources");
    }
}
