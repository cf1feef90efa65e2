package io.emrops.windows.counter;

import java.util.Objects;
import java.util.Optional;

/**
 * What a site of IIS has to do.
 *
 * @param name as its counter has it: characters such as {@code ( ) # / \} may be others there
 * @param connections that are open; empty if it was not told
 * @param requestsPerSecond of all methods, on average over the sample; empty if the service was started anew during the sample
 */
public record SiteLoad(String name, Optional<Long> connections, Optional<Double> requestsPerSecond) {
    public SiteLoad {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(connections, "connections");
        Objects.requireNonNull(requestsPerSecond, "requestsPerSecond");
    }
}
