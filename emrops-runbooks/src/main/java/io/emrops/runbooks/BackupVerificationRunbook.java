package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Param;
import io.emrops.RunbookBuilder;
import io.emrops.Step;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The daily verification of backups: which there are, whether the newest full one is young enough, whether it can be read back,
 * and whether a database can be restored from it, which is the only proof. Nothing that runs is touched.
 *
 * <pre>{@code
 * var daily = BackupVerificationRunbook.of("emrnext-backups", "Verify the backups of EMRNext", sql, "EMRNext")
 *         .notOlderThan(Duration.ofHours(26))
 *         .recoversWithin(Duration.ofHours(4))
 *         .build();
 * }</pre>
 *
 * <p>The report is evidence for testing and revision of the contingency plan, 45 CFR 164.308(a)(7)(ii)(D), and holds how long
 * restoring took.
 */
public final class BackupVerificationRunbook extends BackupRunbook<BackupVerificationRunbook> {
    private Duration maxAge = Duration.ofHours(26);
    private Duration listed = Duration.ofDays(7);
    private boolean chosen;

    private BackupVerificationRunbook(String id, String title, BackupProvider provider, String database) {
        super(id, title, provider, database);
    }

    /** Begins the configuration; see {@link io.emrops.Runbook#define} for id and title. */
    public static BackupVerificationRunbook of(String id, String title, BackupProvider provider, String database) {
        return new BackupVerificationRunbook(id, title, provider, database);
    }

    /** How old the newest full backup may be; 26 hours without this, for a daily one that may be late. */
    public BackupVerificationRunbook notOlderThan(Duration maxAge) {
        this.maxAge = Objects.requireNonNull(maxAge, "maxAge");
        return this;
    }

    /**
     * Verifies a backup that whoever starts the run names, by the parameter {@code backup}: what the system calls it. It may be of any
     * age.
     */
    public BackupVerificationRunbook ofChosenBackup() {
        chosen = true;
        return this;
    }

    /** Backups of how long are listed; a week without this. */
    public BackupVerificationRunbook listing(Duration within) {
        listed = Objects.requireNonNull(within, "within");
        return this;
    }

    /**
     * How long a recovery may take (RTO); a restore test that takes longer fails the run. It counts restoring and checking:
     * the time that people need to decide comes on top.
     */
    public BackupVerificationRunbook recoversWithin(Duration target) {
        targetRecoveryTime(target);
        return this;
    }

    @Override
    BackupVerificationRunbook self() {
        return this;
    }

    @Override
    void writeBody(RunbookBuilder rb) {
        Optional<Param<String>> id = chosen
                ? Optional.of(rb.param("backup", String.class)
                        .describedAs("what the system calls the backup that is to be verified"))
                : Optional.empty();
        writeBefore(rb, "Before the verification");
        rb.section("Verification");
        writeProtections(rb);
        rb.verify("list", "There are backups", Backups.listed(provider, database, listed));
        var backup = id.map(known ->
                        find(rb, "chosen", "Find the chosen backup", Backups.withId(provider, database, known)))
                .orElseGet(() -> newest(rb));
        writeRecoveryPoint(rb);
        writeReadBack(rb, backup);
        writeRestoreTest(rb, backup);
        writeVerifications(rb);
        writeAfter(rb);
    }

    private Step<Backup> newest(RunbookBuilder rb) {
        var newest =
                find(rb, "newest", "Find the newest full backup", Backups.newest(provider, database, Backup.Kind.FULL));
        rb.verify("young", "It is young enough", Backups.notOlderThan(newest, maxAge));
        return newest;
    }

    private static Step<Backup> find(RunbookBuilder rb, String id, String title, Operation<Backup> operation) {
        return rb.step(id, title, operation)
                .attempts(3, Backoff.exponential(Duration.ofSeconds(5)))
                .inDoubt(InDoubt.rerun());
    }
}
