package io.emrops.sqlserver.replication;

import java.util.Objects;

/**
 * A database whose log is shipped.
 *
 * @param database its name on both servers
 */
public record Shipment(String database, ReplicaServer primary, ReplicaServer secondary) {
    /** @throws IllegalArgumentException if both are called the same */
    public Shipment {
        Objects.requireNonNull(database, "database");
        if (primary.name().equalsIgnoreCase(secondary.name())) {
            throw new IllegalArgumentException(
                    "A log is shipped from one server to another, each with a name of its own");
        }
    }
}
