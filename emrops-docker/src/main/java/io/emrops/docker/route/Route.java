package io.emrops.docker.route;

import io.emrops.network.LoadBalancer;
import java.util.Objects;

/**
 * A pool in which all instances of a service are servers.
 *
 * @param port of the container that the balancer connects to
 */
public record Route(String service, int port, LoadBalancer balancer, String pool) {
    public Route {
        if (Objects.requireNonNull(service, "service").isBlank()
                || Objects.requireNonNull(pool, "pool").isBlank()) {
            throw new IllegalArgumentException("A service and a pool have names");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("A port is 1 to 65535: " + port);
        }
        Objects.requireNonNull(balancer, "balancer");
    }
}
