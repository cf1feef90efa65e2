package io.emrops.sqlserver.history;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * On which branches of its database's history a backup set lies. Each restore to an earlier moment begins a new branch.
 *
 * @param first the one it begins on
 * @param last the one it ends on
 * @param point where the log changes from one to the other; empty if they are the same
 */
public record Forks(UUID first, UUID last, Optional<Lsn> point) {
    public Forks {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(point, "point");
    }

    /** A set that lies on one branch from beginning to end. */
    public static Forks on(UUID fork) {
        return new Forks(fork, fork, Optional.empty());
    }
}
