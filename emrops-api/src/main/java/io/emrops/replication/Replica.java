package io.emrops.replication;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A copy of the databases of a group, the primary's own included, as those who could be asked say. Where a group has several databases,
 * what is told is that of the one that is worst off.
 *
 * @param name what its server is called; unique in the group
 * @param answers whether it could be asked itself; if not, the rest is what the others say, or is unknown
 * @param role what it is now
 * @param writes whether it takes changes of users
 * @param commit how it is fed
 * @param link whether it and the primary see each other
 * @param synchronisation how its copy stands to the primary's
 * @param movement whether it is given what the primary writes
 * @param lag how far it is behind
 * @param heldUntil it holds all that was committed up to then, redone or not, by the clock of the primary; empty if nobody can tell
 * @param redoneUntil it could be read with all that was committed up to then; empty if nobody can tell
 */
public record Replica(
        String name,
        boolean answers,
        Role role,
        Writes writes,
        Commit commit,
        Link link,
        Synchronisation synchronisation,
        Movement movement,
        Lag lag,
        Optional<Instant> heldUntil,
        Optional<Instant> redoneUntil) {
    public Replica {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A replica has a name");
        }
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(writes, "writes");
        Objects.requireNonNull(commit, "commit");
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(synchronisation, "synchronisation");
        Objects.requireNonNull(movement, "movement");
        Objects.requireNonNull(lag, "lag");
        Objects.requireNonNull(heldUntil, "heldUntil");
        Objects.requireNonNull(redoneUntil, "redoneUntil");
    }

    /** What a replica is. */
    public enum Role {
        PRIMARY,
        SECONDARY,
        /** Neither now: it waits to be told, has lost its quorum, or is fenced. */
        RESOLVING,
        /** Nobody can tell. */
        UNKNOWN
    }

    /** Whether a replica takes changes. */
    public enum Writes {
        TAKEN,
        REFUSED,
        /** Nobody can tell: whoever plans for the worst takes it for {@link #TAKEN}. */
        UNKNOWN
    }

    /** How a replica is fed. */
    public enum Commit {
        /** The primary waits for it. */
        SYNCHRONOUS,
        /** The primary does not wait for it. */
        ASYNCHRONOUS,
        /** Log backups are brought to it. */
        SHIPPED,
        UNKNOWN
    }

    /** Whether a replica and the primary see each other. */
    public enum Link {
        CONNECTED,
        DISCONNECTED,
        UNKNOWN
    }

    /** How a copy stands to that of the primary. */
    public enum Synchronisation {
        /** All that was committed is on it too. The primary is that by itself. */
        SYNCHRONISED,
        /** It follows, some way behind. */
        SYNCHRONISING,
        NOT_SYNCHRONISING,
        UNKNOWN
    }

    /** Whether a replica is given what the primary writes. */
    public enum Movement {
        MOVING,
        /** By a person, or after a forced failover: somebody has to {@linkplain ReplicaFailover#resume resume} it. */
        SUSPENDED,
        UNKNOWN
    }

    /** Whether it is the primary, and is known to be. */
    public boolean isPrimary() {
        return role == Role.PRIMARY;
    }

    /** A secondary that follows its primary. */
    public boolean follows() {
        return answers
                && role == Role.SECONDARY
                && link == Link.CONNECTED
                && movement == Movement.MOVING
                && (synchronisation == Synchronisation.SYNCHRONISED
                        || synchronisation == Synchronisation.SYNCHRONISING);
    }

    /** A server that does not answer and that no other can say anything of. */
    public static Replica unknown(String name) {
        return new Replica(
                name,
                false,
                Role.UNKNOWN,
                Writes.UNKNOWN,
                Commit.UNKNOWN,
                Link.UNKNOWN,
                Synchronisation.UNKNOWN,
                Movement.UNKNOWN,
                Lag.unknown(),
                Optional.empty(),
                Optional.empty());
    }
}
