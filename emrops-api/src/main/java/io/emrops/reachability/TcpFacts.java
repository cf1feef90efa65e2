package io.emrops.reachability;

import io.emrops.network.Endpoint;
import java.util.Objects;

/**
 * What is known of a port that took a connection.
 *
 * @param from the address and port of this side: what a firewall in between has seen
 */
public record TcpFacts(Endpoint from) {
    public TcpFacts {
        Objects.requireNonNull(from, "from");
    }
}
