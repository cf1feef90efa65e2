package io.emrops.metrics;

import java.util.Objects;

/**
 * An instance of a service, such as a container.
 *
 * @param service of which service
 * @param number which of them; kept when another takes its place
 * @param id what the platform calls it; another one when it was replaced
 */
public record Instance(String service, int number, String id) {
    public Instance {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(id, "id");
    }

    /** Such as {@code api-2}. */
    public String name() {
        return service + "-" + number;
    }
}
