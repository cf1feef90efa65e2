package io.emrops.backup;

import io.emrops.Finding;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes backups of databases of one system. Usable by itself, without any runbook.
 *
 * <p>All methods block and may be called from any thread. They throw {@link TargetUnavailableException} if the system does
 * not answer and nothing was done; {@link OutcomeUnknownException} if it was lost in the middle; {@link
 * StepFailedException} if it refused or failed half-way.
 */
public interface BackupProvider {
    /** Which system. */
    Target target();

    /**
     * What a backup would write, and where. Asks the system, changes nothing.
     *
     * @throws PreconditionFailedException if it would certainly be refused
     */
    List<String> preview(BackupRequest request);

    /** Makes a backup and returns when it is complete. A second call makes a second one. */
    Backup backup(BackupRequest request, Progress progress) throws InterruptedException;

    /** The backup that was made under this key, if one was and is complete. */
    Optional<Backup> find(String operationKey);

    /** The backups of a database, newest first. */
    List<Backup> list(String database);

    /**
     * The longest time whose changes would have been lost at any moment of a period, had the system been lost then with its
     * disks, so that only finished backups help; empty if there was a time with nothing to restore from. Asks the system,
     * changes nothing.
     *
     * <p>Unless a provider knows better, this goes by {@link #list}: every chain of backups is taken for whole, and every backup
     * to hold what was committed until it was complete.
     *
     * @param from by the system's clock
     * @param to after {@code from}; usually now
     */
    default Optional<Duration> worstLoss(String database, Instant from, Instant to) {
        return WorstLoss.of(list(database), from, to);
    }

    /** Reads a backup back and says whether it is whole. It does not prove a restore. */
    Finding verify(Backup backup, Progress progress) throws InterruptedException;

    /**
     * What a restore test would write, and where. Asks the system, changes nothing.
     *
     * @throws PreconditionFailedException if it would certainly be refused
     */
    List<String> previewRestoreTest(Backup backup);

    /**
     * Restores a full backup under a name of its own, checks the integrity of what came of it, and removes it. No other
     * database is touched. What an earlier call under the same key has left is removed first, so this may be repeated.
     *
     * @param operationKey names this test to the system; not empty
     * @return what was found; also if the restored database has errors
     * @throws StepFailedException if the backup could not be restored
     */
    RestoreTest testRestore(Backup backup, String operationKey, Progress progress) throws InterruptedException;
}
