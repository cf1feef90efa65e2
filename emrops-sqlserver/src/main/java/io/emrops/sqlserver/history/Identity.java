package io.emrops.sqlserver.history;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * By what the sets of one database are told from those of its copies.
 *
 * @param name what it is called now
 * @param server where it is
 * @param family what it is known by, as its copies are; empty if it is not there or not open
 * @param database what it is known by until it is next restored; empty if it is not there or not open
 * @param forks the branches that it lies on; empty if it is not there or not open
 */
public record Identity(
        String name, String server, Optional<UUID> family, Optional<UUID> database, Optional<Forks> forks) {
    public Identity {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(forks, "forks");
    }
}
