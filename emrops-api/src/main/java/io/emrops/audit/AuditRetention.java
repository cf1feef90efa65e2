package io.emrops.audit;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Deletes old rows of one audit table, after they were archived and the archive was proven. Usable by itself, without any runbook.
 *
 * <pre>{@code
 * var archive = retention.archive(Instant.now(), Path.of("/srv/archive"), "2026-11", Progress.none());
 * if (retention.prove(archive, Progress.none()).isProof()) {
 *     retention.purge(archive, Instant.now(), Progress.none());
 * }
 * }</pre>
 *
 * <p>The archive is what is deleted: rows that come into the time before the cutoff afterwards are in no archive, and stay. All methods block and may be
 * called from any thread. They throw {@link PreconditionFailedException} if the mapping does not fit, or the table is one whose rows cannot or must not be
 * deleted, with nothing changed; {@link TargetUnavailableException} if the system does not answer.
 */
public interface AuditRetention {
    /** Which database on which system. */
    Target target();

    /** Which table. */
    AuditTable table();

    /** How long rows are kept. */
    RetentionPolicy policy();

    /** Where legal holds are written. */
    LegalHold hold();

    /** Counts, as of the system's own clock; changes nothing. */
    RetentionState state();

    /**
     * Writes all rows that are due into a file, with every column, whether the mapping names it or not. Deletes nothing. A second call under the same key
     * gives the same file: what was cut off is written anew, what was finished is read back.
     *
     * @param now of which the cutoff is reckoned; a system whose own clock is more than a day off is refused
     * @param directory on the machine where the run is; made if it is missing, so that only its owner can read it
     * @param operationKey names the file; not empty
     * @throws PreconditionFailedException if there is a column whose values cannot be archived exactly
     */
    AuditArchive archive(Instant now, Path directory, String operationKey, Progress progress)
            throws InterruptedException;

    /** Reads an archive back and compares each of its rows with the table, column by column. Changes nothing. */
    ArchiveProof prove(AuditArchive archive, Progress progress) throws InterruptedException;

    /**
     * Deletes the rows of an archive, in batches that are each committed by themselves. Each batch is compared with the archive
     * once more, under a lock, and only rows that are the same, are older than the policy says, and that nobody holds are deleted. May be stopped at any
     * batch by an interrupt, and repeated: it goes on with what is left.
     *
     * @param now of which the policy is reckoned once more
     * @throws PreconditionFailedException if the file is not as it was written, belongs to another table, or has rows that the policy keeps now
     * @throws TargetUnavailableException if the log of the database is too full to go on, or somebody else is in the way for too long; what was deleted is
     *     committed, and a later call goes on
     * @throws OutcomeUnknownException if the connection was lost; a second call goes on, whatever became of the last batch
     * @throws StepFailedException if the server refused a batch; that batch was taken back
     * @throws InterruptedException if the thread was interrupted; what was deleted is committed
     */
    AuditPurge purge(AuditArchive archive, Instant now, Progress progress) throws InterruptedException;
}
