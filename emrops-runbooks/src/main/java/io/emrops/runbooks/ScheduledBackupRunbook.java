package io.emrops.runbooks;

import io.emrops.Backoff;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.RunbookBuilder;
import io.emrops.backup.Backup;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.core.time.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * A backup of the schedule: full, differential or log, read back when it is made. Names and places are the provider's, dated
 * and never used twice.
 *
 * <pre>{@code
 * var nightly = ScheduledBackupRunbook.full("emrnext-full", "Nightly full backup of EMRNext", sql, "EMRNext").build();
 * var quarterly = ScheduledBackupRunbook.log("emrnext-log", "Log backup of EMRNext", sql, "EMRNext").build();
 * }</pre>
 *
 * <p>What a schedule can keep is decided by its log backups: no more is lost than was committed since the last one. A daily full
 * backup alone may lose a day.
 */
public final class ScheduledBackupRunbook extends BackupRunbook<ScheduledBackupRunbook> {
    private final Backup.Kind kind;
    private Optional<Duration> kept = Optional.empty();

    private ScheduledBackupRunbook(
            String id, String title, BackupProvider provider, String database, Backup.Kind kind) {
        super(id, title, provider, database);
        this.kind = kind;
    }

    /** Begins the configuration of a full backup; see {@link io.emrops.Runbook#define} for id and title. */
    public static ScheduledBackupRunbook full(String id, String title, BackupProvider provider, String database) {
        return new ScheduledBackupRunbook(id, title, provider, database, Backup.Kind.FULL);
    }

    /** The same of a differential backup, which needs a full one of the schedule. */
    public static ScheduledBackupRunbook differential(
            String id, String title, BackupProvider provider, String database) {
        return new ScheduledBackupRunbook(id, title, provider, database, Backup.Kind.DIFFERENTIAL);
    }

    /** The same of a log backup, which needs a full one of the schedule. */
    public static ScheduledBackupRunbook log(String id, String title, BackupProvider provider, String database) {
        return new ScheduledBackupRunbook(id, title, provider, database, Backup.Kind.LOG);
    }

    /** How long the backup has to be kept: says so in the document. Nothing is removed by this runbook. */
    public ScheduledBackupRunbook keptFor(Duration atLeast) {
        kept = Optional.of(atLeast);
        return this;
    }

    @Override
    ScheduledBackupRunbook self() {
        return this;
    }

    @Override
    void writeBody(RunbookBuilder rb) {
        writeBefore(rb, "Before the backup");
        rb.section("Backup");
        kept.ifPresent(time -> rb.note("Kept for at least " + days(time) + ", with every backup that it builds on. "
                + "This runbook removes none."));
        writeProtections(rb);
        if (kind != Backup.Kind.FULL) {
            rb.require("base", "There is a full backup to build on", Backups.hasBase(provider, database));
        }
        var backup = rb.step("backup", "Back up the database", operation())
                .attempts(3, Backoff.exponential(Duration.ofSeconds(5)))
                .inDoubt(InDoubt.probe());
        writeReadBack(rb, backup);
        writeRecoveryPoint(rb);
        writeVerifications(rb);
        writeAfter(rb);
    }

    private Operation<Backup> operation() {
        return switch (kind) {
            case FULL -> Backups.scheduledFull(provider, database);
            case DIFFERENTIAL -> Backups.differential(provider, database);
            case LOG -> Backups.log(provider, database);
        };
    }

    private static String days(Duration time) {
        return time.toDays() > 0 ? time.toDays() + (time.toDays() == 1 ? " day" : " days") : Durations.words(time);
    }
}
