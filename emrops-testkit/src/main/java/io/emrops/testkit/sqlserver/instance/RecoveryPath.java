package io.emrops.testkit.sqlserver.instance;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * On which branch of its history a database is ("Recovery paths"): restoring to a point and going on from there begins another.
 *
 * @param fork of this branch
 * @param first that at the beginning of what a backup covers; the same as {@code fork} unless a branch began in it
 * @param forkPoint where this branch left the one before; empty on the first
 */
public record RecoveryPath(UUID fork, UUID first, Optional<Lsn> forkPoint) {
    /** Checks that nothing is null. */
    public RecoveryPath {
        Objects.requireNonNull(fork, "fork");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(forkPoint, "forkPoint");
    }

    /** Of a database that was never restored. */
    public static RecoveryPath begin(UUID fork) {
        return new RecoveryPath(fork, fork, Optional.empty());
    }

    /** The branch that begins here. */
    public RecoveryPath branch(UUID newFork, Lsn at) {
        return new RecoveryPath(newFork, fork, Optional.of(at));
    }

    /** Whether a log on this path can be applied to a database on the other one, which has reached this point. */
    boolean goesOnFrom(RecoveryPath other, Lsn reached) {
        if (forkPoint.isEmpty()) {
            return fork.equals(other.fork);
        }
        var branchedOff = forkPoint.get();
        return fork.equals(other.fork)
                ? !reached.isBefore(branchedOff)
                : first.equals(other.fork) && !reached.isAfter(branchedOff);
    }

    /** The same branch, once a backup has told where it began. */
    public RecoveryPath told() {
        return new RecoveryPath(fork, fork, Optional.empty());
    }
}
