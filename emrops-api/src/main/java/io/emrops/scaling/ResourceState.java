package io.emrops.scaling;

import java.util.Objects;

/**
 * What each instance of a service may use, and how the platform keeps it for later starts: enough to bring exactly this back. It is
 * journalled.
 *
 * @param service its name
 * @param resources the limits of what runs
 * @param kept what the platform keeps, in words of the provider's own; empty if it keeps nothing
 */
public record ResourceState(String service, Resources resources, String kept) {
    public ResourceState {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(resources, "resources");
        Objects.requireNonNull(kept, "kept");
    }

    /** The limits alone: what is kept may be long. */
    @Override
    public String toString() {
        return service + ": " + resources;
    }
}
