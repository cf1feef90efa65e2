package io.emrops.audit;

import io.emrops.DataSize;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A file with rows of an audit table, with every column they have; and the only rows that a purge by it deletes.
 *
 * @param file where it is, absolute, on the machine where the run is
 * @param table whose rows: {@code EMRNext.dbo.AuditLog}
 * @param policy by which they were due, as evidence
 * @param cutoff before which they are
 * @param rows how many
 * @param first the time of the oldest; empty if there is none
 * @param last the time of the newest
 * @param size of the file
 * @param sha256 of all its bytes, in lower-case hexadecimal digits
 */
public record AuditArchive(
        String file,
        String table,
        String policy,
        Instant cutoff,
        long rows,
        Optional<Instant> first,
        Optional<Instant> last,
        DataSize size,
        String sha256) {
    public AuditArchive {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(cutoff, "cutoff");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(sha256, "sha256");
    }
}
