package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.RunbookBuilder;
import io.emrops.Step;
import io.emrops.Value;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.backup.RestoreTest;
import io.emrops.core.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What runbooks about the backups of a database have in common.
 *
 * @param <B> the runbook itself
 */
public abstract sealed class BackupRunbook<B extends BackupRunbook<B>> extends ReadyMadeRunbook<B>
        permits BackupVerificationRunbook, MonthlyBackupRunbook, ScheduledBackupRunbook {
    private static final Duration WEEK = Duration.ofDays(7);

    final BackupProvider provider;
    final String database;
    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private Optional<Duration> recoveryTime = Optional.empty();
    private Optional<Duration> recoveryPoint = Optional.empty();

    BackupRunbook(String id, String title, BackupProvider provider, String database) {
        super(id, title);
        this.provider = Objects.requireNonNull(provider, "provider");
        this.database = Objects.requireNonNull(database, "database");
    }

    /** A verification of one's own, behind the others. */
    public B verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check));
        return self();
    }

    /**
     * How much may be lost, as the time in which it was committed (RPO): the report shows beside it what would have been lost at
     * worst in the last week. A target that was missed fails nothing, as no backup that is made now mends that; {@link
     * Backups#losesAtMost} is the check that does.
     *
     * @see BackupProvider#worstLoss
     */
    public final B losesAtMost(Duration target) {
        if (target.isZero() || target.isNegative()) {
            throw new IllegalArgumentException("No backups keep that nothing at all is lost: " + target);
        }
        recoveryPoint = Optional.of(target);
        return self();
    }

    /**
     * How long a recovery may take (RTO); a restore test that takes longer fails the run. It counts restoring and checking:
     * the time that people need to decide comes on top.
     */
    final void targetRecoveryTime(Duration target) {
        if (target.isZero() || target.isNegative()) {
            throw new IllegalArgumentException("A recovery takes some time: " + target);
        }
        recoveryTime = Optional.of(target);
    }

    @Override
    final void write(RunbookBuilder rb) {
        // Nothing that is done here is to be taken back, so a failed run is just that.
        rb.withoutAutomaticUndo();
        writeBody(rb);
    }

    abstract void writeBody(RunbookBuilder rb);

    final void writeReadBack(RunbookBuilder rb, Value<Backup> backup) {
        rb.verify("whole", "The backup can be read back", Backups.readsBack(provider, backup))
                .needs(backup);
    }

    final void writeRecoveryPoint(RunbookBuilder rb) {
        recoveryPoint.ifPresent(target -> {
            var kept = Backups.losesAtMost(provider, database, target, WEEK);
            var told = Check.of(
                    "What could have been lost at worst in the last week is held against " + Durations.words(target),
                    run -> {
                        var found = kept.check(run);
                        return new Finding(true, found.text(), found.details(), found.objectives());
                    });
            rb.verify("recovery-point", "It is known what could have been lost", told);
        });
    }

    final void writeRestoreTest(RunbookBuilder rb, Value<Backup> backup) {
        Step<RestoreTest> test = rb.step(
                        "test-restore", "Restore the backup for a test", Backups.testRestore(provider, backup))
                .attempts(3, Backoff.exponential(Duration.ofSeconds(5)))
                .inDoubt(InDoubt.rerun());
        rb.verify("restores", "The backup restores soundly", Backups.passed(test));
        recoveryTime.ifPresent(target -> rb.verify(
                "recovery-time", "It was restored in the time there is", Backups.restoredWithin(test, target)));
    }

    final void writeVerifications(RunbookBuilder rb) {
        verifications.forEach(part -> part.accept(rb));
    }
}
