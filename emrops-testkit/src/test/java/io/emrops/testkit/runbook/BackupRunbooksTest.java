package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.Objective;
import io.emrops.OutcomeUnknownException;
import io.emrops.Plan;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.backup.Backup;
import io.emrops.backup.Backups;
import io.emrops.backup.Proof;
import io.emrops.backup.RestoreTest;
import io.emrops.core.Emrops;
import io.emrops.runbooks.BackupVerificationRunbook;
import io.emrops.runbooks.MonthlyBackupRunbook;
import io.emrops.runbooks.ScheduledBackupRunbook;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.Fake;
import io.emrops.testkit.FakeBackupProvider;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.RunbookDocument;
import io.emrops.testkit.SimulatedCrash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BackupRunbooksTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/io/emrops/testkit/runbook");
    private static final RunRequest REQUEST = RunRequest.by("scheduler");

    private final ManualTime time = ManualTime.at("2026-03-01T02:00:00Z");
    private final FakeBackupProvider sql =
            FakeBackupProvider.of("sql01").clock(time::wallClock).database("EMRNext", DataSize.gib(3));

    private Backup holding(String id, Backup.Kind kind, Duration age, boolean copyOnly) {
        var made = new Backup(
                id,
                "EMRNext",
                kind,
                "memory:" + id,
                time.wallClock().minus(age),
                DataSize.gib(3),
                copyOnly,
                Proof.RECORDED);
        sql.holding(made);
        return made;
    }

    private Report run(Runbook book) throws InterruptedException {
        try (var engine = Emrops.inMemory().time(time).build()) {
            return engine.start(book, REQUEST).await();
        }
    }

    private static List<String> evidence(Report report, String step) {
        return report.steps().stream()
                .filter(s -> s.path().equals(step))
                .flatMap(s -> s.evidence().stream())
                .toList();
    }

    private BackupVerificationRunbook daily() {
        return BackupVerificationRunbook.of("emrnext-backups", "Verify the backups of EMRNext", sql, "EMRNext");
    }

    private MonthlyBackupRunbook monthly() {
        return MonthlyBackupRunbook.of("emrnext-monthly", "Monthly full backup of EMRNext", sql, "EMRNext");
    }

    private ScheduledBackupRunbook log() {
        return ScheduledBackupRunbook.log("emrnext-log", "Log backup of EMRNext", sql, "EMRNext");
    }

    @Test
    void the_newest_full_backup_is_listed_read_back_and_restored() throws Exception {
        holding("old", Backup.Kind.FULL, Duration.ofDays(30), false);
        holding("full", Backup.Kind.FULL, Duration.ofHours(3), false);
        holding("log", Backup.Kind.LOG, Duration.ofHours(1), false);

        var report = run(daily().recoversWithin(Duration.ofHours(4))
                .verify("own", "My own", run -> Finding.ok("well"))
                .build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(evidence(report, "list"))
                .startsWith("In the last 7 d there were 1 full, 0 differential, 1 log backups of EMRNext")
                .anyMatch(line -> line.startsWith("full: full, 2026-02-28T23:00:00Z, 3 GiB"))
                .noneMatch(line -> line.contains("old"));
        assertThat(evidence(report, "restores"))
                .containsExactly(
                        "Full backup full of EMRNext was restored and found sound: restored in 0 s, checked in 0 s",
                        "not covered: logins");
        assertThat(evidence(report, "recovery-time"))
                .containsExactly("Restoring and checking took 0 s; the target is 4 h");
        assertThat(sql.applied()).extracting(Fake.Call::method).containsExactly("testRestore");
        assertThat(report.steps()).extracting(Report.StepReport::path).endsWith("own");
    }

    @Test
    void a_backup_that_is_too_old_fails_the_verification() throws Exception {
        holding("full", Backup.Kind.FULL, Duration.ofHours(30), false);

        var report = run(daily().build());

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.verdict()).contains("Full backup full of EMRNext finished at 2026-02-27T20:00:00Z");
        assertThat(sql.changes()).isEmpty();
        assertThat(run(daily().notOlderThan(Duration.ofHours(36)).build()).succeeded())
                .isTrue();
    }

    @Test
    void a_backup_can_be_chosen_by_its_id() throws Exception {
        holding("old", Backup.Kind.FULL, Duration.ofDays(6), false);
        holding("full", Backup.Kind.FULL, Duration.ofHours(3), false);
        var book = daily().ofChosenBackup().build();
        try (var engine = Emrops.inMemory().time(time).build()) {
            var report = engine.start(book, REQUEST.with("backup", "old")).await();
            var missing = engine.start(book, REQUEST.with("backup", "gone")).await();

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(sql.applied())
                    .extracting(Fake.Call::args)
                    .first()
                    .asString()
                    .contains("old");
            assertThat(missing.verdict()).contains("There is no backup gone of EMRNext");
        }
    }

    @Test
    void a_run_that_failed_keeps_no_lock_from_the_next_one() throws Exception {
        holding("full", Backup.Kind.FULL, Duration.ofHours(30), false);
        try (var engine = Emrops.inMemory().time(time).build()) {
            for (int i = 0; i < 2; i++) {
                var run = engine.start(daily().lock("emrnext-backup").build(), REQUEST);
                assertThat(run.awaitState(RunState::ended, Duration.ofSeconds(20)))
                        .isTrue();
                assertThat(run.report().state()).isEqualTo(RunState.FAILED);
            }
        }
    }

    @Test
    void no_backup_and_a_damaged_one_fail_the_verification() throws Exception {
        assertThat(run(daily().build()).verdict()).contains("there were 0 full");

        sql.damage(holding("full", Backup.Kind.FULL, Duration.ofHours(3), false));

        assertThat(run(daily().build()).verdict()).contains("is damaged");
    }

    @Test
    void a_backup_of_a_damaged_database_reads_back_and_does_not_pass() throws Exception {
        sql.corrupt(holding("full", Backup.Kind.FULL, Duration.ofHours(3), false));

        var report = run(daily().build());

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(evidence(report, "whole")).singleElement().asString().contains("is whole");
        assertThat(evidence(report, "restores"))
                .startsWith("Full backup full of EMRNext did not pass its restore test: There are errors in"
                        + " test_of_EMRNext_full");
    }

    @Test
    void a_restore_test_that_was_cut_off_is_repeated() throws Exception {
        holding("full", Backup.Kind.FULL, Duration.ofHours(3), false);
        sql.loseConnectionAfter("testRestore");

        var report = run(daily().build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(sql.applied()).hasSize(2);
    }

    @Test
    void a_rehearsal_of_the_verification_touches_nothing() {
        holding("full", Backup.Kind.FULL, Duration.ofHours(3), false);
        try (var engine = Emrops.inMemory().time(time).build()) {
            var plan = engine.plan(daily().build(), REQUEST);

            assertThat(sql.changes()).isEmpty();
            assertThat(plan.steps()).extracting(Plan.PlannedStep::foretold).doesNotContain(Plan.Foretold.UNKNOWN);
            assertThat(plan.toMarkdown()).contains("Restore backup full as test_of_EMRNext_full");
        }
    }

    @Test
    void the_monthly_backup_is_a_base_and_has_to_arrive_elsewhere() throws Exception {
        var report = run(monthly()
                .testRestore(Duration.ofHours(4))
                .replicated(
                        backup -> run -> run.get(backup).copyOnly()
                                ? Finding.notOk("a copy")
                                : Finding.ok("arrived with the same checksum"),
                        Duration.ofHours(2))
                .build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(sql.backups())
                .singleElement()
                .matches(b -> b.kind() == Backup.Kind.FULL && !b.copyOnly())
                .matches(b -> b.proof() == Proof.SOUND);
        assertThat(evidence(report, "replicated")).containsExactly("arrived with the same checksum");
    }

    @Test
    void a_backup_that_does_not_arrive_fails_the_run_and_is_kept() throws Exception {
        try (var engine = Emrops.inMemory().time(time).build()) {
            var run = engine.start(
                    monthly()
                            .replicated(backup -> run1 -> Finding.notOk("not there"), Duration.ofMinutes(1))
                            .build(),
                    REQUEST);
            time.awaitTimer(wait -> wait.equals(Duration.ofMinutes(1)), Duration.ofSeconds(20));
            time.advance(Duration.ofMinutes(2));
            var report = run.await();

            assertThat(report.succeeded()).isFalse();
            assertThat(report.verdict()).contains("not there");
            assertThat(sql.backups()).hasSize(1);
        }
    }

    @Test
    void backups_of_the_schedule_are_of_their_kind() throws Exception {
        assertThat(run(ScheduledBackupRunbook.full("full", "Full", sql, "EMRNext")
                                .build())
                        .succeeded())
                .isTrue();
        assertThat(run(ScheduledBackupRunbook.differential("diff", "Differential", sql, "EMRNext")
                                .build())
                        .succeeded())
                .isTrue();
        assertThat(run(log().build()).succeeded()).isTrue();

        assertThat(sql.backups())
                .extracting(Backup::kind)
                .containsExactly(Backup.Kind.FULL, Backup.Kind.DIFFERENTIAL, Backup.Kind.LOG);
        assertThat(sql.backups()).noneMatch(Backup::copyOnly).allMatch(b -> b.proof() == Proof.READ_BACK);
    }

    @Test
    void without_a_base_nothing_is_backed_up_that_could_not_be_restored() throws Exception {
        holding("copy", Backup.Kind.FULL, Duration.ofHours(3), true);

        var report = run(log().build());

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.verdict()).contains("copy-only ones are no base");
        assertThat(sql.changes()).isEmpty();
    }

    @Test
    void a_backup_whose_answer_was_lost_is_found_and_not_made_twice() throws Exception {
        sql.loseConnectionAfter("backup");

        var report =
                run(ScheduledBackupRunbook.full("full", "Full", sql, "EMRNext").build());

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(sql.backups()).hasSize(1);
    }

    @Test
    void of_a_backup_that_may_be_under_way_a_person_is_asked() throws Exception {
        sql.failNext("backup", new OutcomeUnknownException("lost"));

        var report =
                run(ScheduledBackupRunbook.full("full", "Full", sql, "EMRNext").build());

        assertThat(report.state()).isEqualTo(RunState.IN_DOUBT);
    }

    @Test
    void what_could_have_been_lost_at_worst_stands_at_the_head_beside_the_target() throws Exception {
        holding("old", Backup.Kind.FULL, Duration.ofDays(8), false);
        holding("full", Backup.Kind.FULL, Duration.ofHours(3), false);
        for (var hours = 2; hours > 0; hours--) {
            holding("log" + hours, Backup.Kind.LOG, Duration.ofHours(hours), false);
        }
        var hour = Duration.ofHours(1);

        var week = run(
                daily().losesAtMost(hour).recoversWithin(Duration.ofHours(4)).build());
        time.advance(Duration.ofDays(7).minusMinutes(30));
        var later = run(log().losesAtMost(Duration.ofDays(8)).build());

        assertThat(week.state()).as("no backup of now mends it").isEqualTo(RunState.SUCCEEDED);
        assertThat(week.objectives())
                .containsExactly(
                        Objective.of("Recovery point of EMRNext (RPO)", hour)
                                .achievable(Duration.ofDays(7).plusHours(21)),
                        Objective.of("Restoring and checking EMRNext (RTO)", Duration.ofHours(4))
                                .measured(Duration.ZERO));
        assertThat(week.verdict())
                .isEqualTo("Succeeded: all steps finished. Not kept: Recovery point of EMRNext (RPO).");
        assertThat(evidence(week, "recovery-point"))
                .containsExactly("At worst in the last 7 d, the changes of 7 d 21 h in EMRNext would have been lost;"
                        + " the target is 1 h");
        assertThat(later.objectives()).singleElement().matches(o -> o.standing() == Objective.Standing.KEPT);
        assertThat(later.verdict()).isEqualTo("Succeeded: all steps finished.");
    }

    @Test
    void a_schedule_that_has_only_begun_keeps_no_target_yet() throws Exception {
        var report = run(monthly().losesAtMost(Duration.ofDays(40)).build());

        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(report.objectives())
                .singleElement()
                .satisfies(objective -> assertThat(objective.missed())
                        .contains("There was nothing to restore EMRNext from for part of the time in the last 7 d"));
    }

    @Test
    void a_restore_that_takes_too_long_fails_and_still_stands_at_the_head() throws Exception {
        holding("full", Backup.Kind.FULL, Duration.ofHours(3), false);
        var target = Duration.ofMinutes(10);
        var slow = new RestoreTest(
                sql.backups().get(0),
                time.wallClock(),
                Duration.ofMinutes(12),
                Duration.ofMinutes(1),
                Proof.SOUND,
                List.of(),
                List.of(),
                "");
        var report = run(Runbook.define("slow", "Slow", rb -> {
            var test = rb.step("test", "Test", RestoreTest.class, run -> slow).nothingToUndo("it is a test");
            rb.verify("in-time", "In time", Backups.restoredWithin(test, target));
        }));

        assertThat(report.succeeded()).isFalse();
        assertThat(report.objectives())
                .containsExactly(Objective.of("Restoring and checking EMRNext (RTO)", target)
                        .measured(Duration.ofMinutes(13)));
    }

    @Test
    void the_verification_comes_to_its_end_wherever_its_process_dies() throws Exception {
        holding("full", Backup.Kind.FULL, Duration.ofHours(3), false);
        var book = daily().build();
        int record = 1;
        var crashed = true;
        while (crashed) {
            var store = new InMemoryRunStore();
            var leases = new InMemoryLeases();
            var dying = CrashingRunStore.over(store).crashAfter(record++);
            try (var engine = Emrops.builder(dying, leases)
                    .time(ManualTime.at(time.wallClock()))
                    .build()) {
                crashed = !engine.start(book, REQUEST).awaitState(RunState::ended, Duration.ofSeconds(20));
            } catch (StoreException | SimulatedCrash e) {
                assertThat(dying.crashed()).isTrue();
            }
            crashed = dying.crashed();
            leases.die();
            var again = store.reopen();
            try (var engine = Emrops.builder(again, leases.anotherProcess())
                    .time(ManualTime.at(time.wallClock()))
                    .build()) {
                for (var known : again.runs()) {
                    var report = engine.report(known.runId()).state().ended()
                            ? engine.report(known.runId())
                            : engine.resume(book, known.runId(), ResumeRequest.by("scheduler"))
                                    .await();
                    assertThat(report.state()).as("record %s", record - 1).isEqualTo(RunState.SUCCEEDED);
                }
            }
        }
        assertThat(record).isGreaterThan(12);
    }

    @Test
    void a_recovery_in_no_time_is_no_target() {
        assertThatIllegalArgumentException().isThrownBy(() -> daily().losesAtMost(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> daily().recoversWithin(Duration.ZERO));
    }

    @Test
    void the_documents_are_up_to_date() {
        RunbookDocument.assertUpToDate(
                daily().losesAtMost(Duration.ofHours(1))
                        .recoversWithin(Duration.ofHours(4))
                        .build(),
                DOCUMENTS.resolve("backup-verification.md"));
        RunbookDocument.assertUpToDate(monthly().testRestore().build(), DOCUMENTS.resolve("monthly-backup.md"));
        RunbookDocument.assertUpToDate(
                log().keptFor(Duration.ofDays(35)).lock("emrnext-backup").build(), DOCUMENTS.resolve("log-backup.md"));
    }
}
