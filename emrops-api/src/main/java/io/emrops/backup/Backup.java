package io.emrops.backup;

import io.emrops.DataSize;
import java.time.Instant;
import java.util.Objects;

/**
 * A backup that was made.
 *
 * @param id what the system calls it
 * @param database what was backed up
 * @param kind how much of it
 * @param location where it lies, as the system names the place
 * @param finishedAt when it was complete, by the system's clock
 * @param size how large it is where it lies
 * @param copyOnly whether it stays out of the chain: no differential backup builds on it
 * @param proof how much is known of it, as far as the system remembers
 */
public record Backup(
        String id,
        String database,
        Kind kind,
        String location,
        Instant finishedAt,
        DataSize size,
        boolean copyOnly,
        Proof proof) {
    /** How much of a database a backup holds. */
    public enum Kind {
        /** All of it. */
        FULL,
        /** What changed since the last full one that is not copy-only. */
        DIFFERENTIAL,
        /** What was logged since the last log backup; what restores to a point in time are made of. */
        LOG
    }

    public Backup {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(finishedAt, "finishedAt");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(proof, "proof");
    }

    /** The same with more known of it; unchanged if it is not more. */
    public Backup proven(Proof found) {
        return proof.atLeast(found)
                ? this
                : new Backup(id, database, kind, location, finishedAt, size, copyOnly, found);
    }
}
