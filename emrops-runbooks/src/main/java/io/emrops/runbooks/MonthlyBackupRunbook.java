package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.InDoubt;
import io.emrops.RunbookBuilder;
import io.emrops.Value;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The monthly full backup: one of the schedule, read back, restored for a test if wanted, and seen to have arrived where it
 * survives the loss of the building.
 *
 * <pre>{@code
 * var monthly = MonthlyBackupRunbook.of("emrnext-monthly", "Monthly full backup of EMRNext", sql, "EMRNext")
 *         .testRestore()
 *         .replicated(backup -> run -> otherSite.has(run.get(backup).location()), Duration.ofHours(2))
 *         .build();
 * }</pre>
 *
 * <p>A differential backup that is made after it builds on it: the backup has to be kept where the schedule's others are.
 */
public final class MonthlyBackupRunbook extends BackupRunbook<MonthlyBackupRunbook> {
    private Optional<Replication> replication = Optional.empty();
    private boolean testRestore;

    private record Replication(Function<Value<Backup>, Check> check, Duration within) {}

    private MonthlyBackupRunbook(String id, String title, BackupProvider provider, String database) {
        super(id, title, provider, database);
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static MonthlyBackupRunbook of(String id, String title, BackupProvider provider, String database) {
        return new MonthlyBackupRunbook(id, title, provider, database);
    }

    /** Restores the backup for a test, too. */
    public MonthlyBackupRunbook testRestore() {
        testRestore = true;
        return this;
    }

    /** The same, and fails if a restore takes longer than a recovery may (RTO). */
    public MonthlyBackupRunbook testRestore(Duration recoversWithin) {
        targetRecoveryTime(recoversWithin);
        return testRestore();
    }

    /**
     * Verifies that the backup has arrived elsewhere. Without this, the document says that it is not verified.
     *
     * @param check makes the check from the handle of the backup
     * @param within how long it may take to arrive; looked for every minute
     */
    public MonthlyBackupRunbook replicated(Function<Value<Backup>, Check> check, Duration within) {
        replication = Optional.of(
                new Replication(Objects.requireNonNull(check, "check"), Objects.requireNonNull(within, "within")));
        return this;
    }

    @Override
    MonthlyBackupRunbook self() {
        return this;
    }

    @Override
    void writeBody(RunbookBuilder rb) {
        writeBefore(rb, "Before the backup");
        rb.section("Backup");
        writeProtections(rb);
        var backup = rb.step("backup", "Back up the database", Backups.scheduledFull(provider, database))
                .attempts(3, Backoff.exponential(Duration.ofSeconds(5)))
                .inDoubt(InDoubt.probe());
        rb.section("Verification");
        writeReadBack(rb, backup);
        writeRecoveryPoint(rb);
        if (testRestore) {
            writeRestoreTest(rb, backup);
        }
        replication.ifPresentOrElse(
                known -> rb.verify(
                                "replicated",
                                "The backup has arrived elsewhere",
                                known.check().apply(backup))
                        .within(known.within())
                        .every(Duration.ofMinutes(1)),
                () -> rb.note("Whether the backup has arrived elsewhere is not verified by this runbook."));
        writeVerifications(rb);
        writeAfter(rb);
    }
}
