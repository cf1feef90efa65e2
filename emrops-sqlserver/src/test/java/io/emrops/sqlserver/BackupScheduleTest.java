package io.emrops.sqlserver;

import static io.emrops.Objective.Standing.KEPT;
import static io.emrops.Objective.Standing.NOT_KEPT;
import static io.emrops.Objective.Standing.NOT_KNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.Objective;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.backup.Backup;
import io.emrops.core.Emrops;
import io.emrops.sqlserver.recovery.RestoreRate;
import io.emrops.sqlserver.recovery.Retention;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BackupScheduleTest {
    private static final RestoreRate NEVER_MEASURED = new RestoreRate(List.of());
    private static final RestoreRate FAST =
            new RestoreRate(List.of(new RestoreRate.Measured(DataSize.gib(100), Duration.ofHours(1))));

    private final SimulatedBackups there = SimulatedBackups.start();

    @AfterEach
    void close() {
        there.close();
    }

    @Test
    void a_daily_full_backup_cannot_keep_an_hour() throws Exception {
        for (var day = 0; day < 3; day++) {
            take(Backup.Kind.FULL, "full-" + day);
            there.time.advance(Duration.ofHours(24));
        }

        var finding = finding(Duration.ofDays(2), FAST);

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details())
                .anyMatch(line -> line.contains("the changes of 1 d would have been lost"))
                .contains("These backups cannot keep a recovery point objective of 1 h.");
        assertThat(finding.objectives()).extracting(Objective::standing).containsExactly(NOT_KEPT, KEPT);
        var point = finding.objectives().get(0);
        assertThat(there.backups()
                        .worstLoss("EMRNext", there.time.wallClock().minus(Duration.ofDays(2)), there.time.wallClock())
                        .map(loss -> loss.truncatedTo(ChronoUnit.MINUTES)))
                .contains(Duration.ofDays(1))
                .isEqualTo(point.achievable().map(loss -> loss.truncatedTo(ChronoUnit.MINUTES)));
    }

    @Test
    void logs_every_half_an_hour_keep_it_and_the_restore_has_to_be_measured() throws Exception {
        take(Backup.Kind.FULL, "full");
        for (var i = 0; i < 6; i++) {
            there.time.advance(Duration.ofMinutes(30));
            take(Backup.Kind.LOG, "log-" + i);
        }
        there.time.advance(Duration.ofMinutes(10));

        assertThat(finding(Duration.ofHours(2), FAST).ok()).isTrue();
        var unmeasured = finding(Duration.ofHours(2), NEVER_MEASURED);
        assertThat(unmeasured.objectives()).extracting(Objective::standing).containsExactly(KEPT, NOT_KNOWN);
        assertThat(finding(Duration.ofDays(2), FAST).objectives())
                .extracting(objective -> objective.missed().orElse(""))
                .containsExactly("There was nothing to restore EMRNext from for part of the time", "");
        assertThat(unmeasured.ok()).isFalse();
        assertThat(unmeasured.details()).anyMatch(line -> line.endsWith("how long that takes was never measured."));
    }

    @Test
    void what_no_kept_backup_needs_may_go() throws Exception {
        var old = take(Backup.Kind.FULL, "old");
        there.time.advance(Duration.ofDays(10));
        var base = take(Backup.Kind.FULL, "base");
        there.time.advance(Duration.ofDays(8));
        var last = take(Backup.Kind.FULL, "last");
        there.time.advance(Duration.ofHours(1));

        var decision = there.sql.schedule("EMRNext").decide(new Retention(Duration.ofDays(7), 1), List.of());

        assertThat(decision.expired()).extracting(set -> set.id().toString()).containsExactly(old.id());
        assertThat(decision.kept()).containsOnlyKeys(UUID.fromString(base.id()), UUID.fromString(last.id()));
    }

    @Test
    void a_file_that_holds_another_databases_backup_stays() throws Exception {
        there.run(
                "CREATE DATABASE Billing",
                "BACKUP DATABASE EMRNext TO DISK = 'C:\\Backup\\all.bak'",
                "BACKUP DATABASE Billing TO DISK = 'c:\\backup\\ALL.bak'");
        var inAll = there.taken().get(0).set().id();
        var alone = take(Backup.Kind.FULL, "alone");
        for (var i = 0; i < 2; i++) {
            there.time.advance(Duration.ofDays(10));
            take(Backup.Kind.FULL, "later-" + i);
        }

        var decision = there.sql.schedule("EMRNext").decide(new Retention(Duration.ofDays(7), 1), List.of());

        assertThat(decision.kept()).containsKey(inAll);
        assertThat(decision.kept().get(inAll)).contains("file");
        assertThat(decision.expired()).extracting(set -> set.id().toString()).containsExactly(alone.id());
    }

    @Test
    void what_another_database_of_the_name_has_left_does_not_count() throws Exception {
        take(Backup.Kind.FULL, "of the one before");
        there.run("DROP DATABASE EMRNext", "CREATE DATABASE EMRNext");
        there.time.advance(Duration.ofHours(1));

        assertThat(finding(Duration.ofHours(2), FAST).details())
                .anyMatch(line -> line.contains("there was nothing to restore EMRNext from"));

        take(Backup.Kind.FULL, "of this one");
        there.time.advance(Duration.ofDays(20));
        assertThat(there.sql
                        .schedule("EMRNext")
                        .decide(new Retention(Duration.ofDays(7), 1), List.of())
                        .expired())
                .isEmpty();
    }

    @Test
    void a_database_without_backups_is_exposed_and_one_that_is_not_there_is_refused() throws Exception {
        assertThat(finding(Duration.ofDays(1), FAST).details())
                .anyMatch(line -> line.contains("there was nothing to restore EMRNext from"));

        var missing = there.sql.schedule("Missing");
        assertThatThrownBy(() -> missing.exposure(Duration.ofDays(1), FAST))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessage("There is no database Missing");
        assertThatThrownBy(() -> missing.exposure(Duration.ZERO, FAST)).isInstanceOf(IllegalArgumentException.class);
    }

    /** What the check says, as a step of a run. */
    private Finding finding(Duration period, RestoreRate measured) throws Exception {
        var found = new AtomicReference<Finding>();
        var check = there.sql.schedule("EMRNext").keeps(Duration.ofHours(1), Duration.ofHours(4), period, measured);
        var targets = Runbook.define(
                "targets",
                "Targets",
                rb -> rb.verify("kept", "Targets are kept", run -> {
                    found.set(check.check(run));
                    return found.get();
                }));
        try (var engine = Emrops.inMemory().build()) {
            engine.start(targets, RunRequest.by("m.meier")).await();
        }
        return found.get();
    }

    private Backup take(Backup.Kind kind, String key) throws InterruptedException {
        return there.backups().backup(SimulatedBackups.scheduled(kind, key), Progress.none());
    }
}
