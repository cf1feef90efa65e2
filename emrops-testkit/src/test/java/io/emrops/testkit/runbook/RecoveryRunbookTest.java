package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.Answer;
import io.emrops.Finding;
import io.emrops.Objective;
import io.emrops.Objective.Standing;
import io.emrops.Plan;
import io.emrops.PreconditionFailedException;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.backup.Backup;
import io.emrops.core.Emrops;
import io.emrops.runbooks.RecoveryRunbook;
import io.emrops.testkit.Fake;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.RunbookDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RecoveryRunbookTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/io/emrops/testkit/runbook");

    private final RecoveryNight night = new RecoveryNight();

    private static List<String> evidence(Report report, String step) {
        return report.steps().stream()
                .filter(s -> s.path().equals(step))
                .flatMap(s -> s.evidence().stream())
                .toList();
    }

    @Test
    void the_database_is_brought_back_and_the_services_run_again() throws Exception {
        var report = night.run(night.inPlace().build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(night.recovery.committed("EMRNext")).isEqualTo(RecoveryNight.BEFORE);
        assertThat(night.recovery.isOpen("EMRNext")).isTrue();
        assertThat(night.deployer.isWell()).isTrue();
        assertThat(night.deployer.running().service("api").orElseThrow().replicas())
                .isEqualTo(3);
        assertThat(night.backups.backups()).singleElement().matches(b -> b.kind() == Backup.Kind.FULL && !b.copyOnly());
        assertThat(report.steps())
                .extracting(Report.StepReport::path)
                .containsExactly(
                        "reach",
                        "begin",
                        "stop",
                        "plan",
                        "secure",
                        "restore",
                        "open",
                        "sound",
                        "invariants",
                        "backup",
                        "backup-whole",
                        "start",
                        "services",
                        "measured");
    }

    @Test
    void what_will_be_missing_is_told_before_and_measured_after() throws Exception {
        var report = night.run(night.inPlace().build());

        assertThat(evidence(report, "reach"))
                .contains("EMRNext can have the state of 2026-03-01T02:30:00Z; what was committed in the last 30 min"
                        + " will be missing in it")
                .anyMatch(line -> line.startsWith("FULL backup 1"));
        assertThat(evidence(report, "measured"))
                .startsWith("The recovery kept its targets")
                .anyMatch(line -> line.startsWith("The recovery took ") && line.endsWith("the target (RTO) is 4 h"))
                .contains("What was committed in the last 30 min before it is missing; the target (RPO) is 1 h");
    }

    @Test
    void targets_stand_at_the_head_beside_what_was_measured_and_what_the_schedule_could_keep() throws Exception {
        night.backedUpDaily();

        var report = night.run(night.inPlace().build());

        assertThat(report.objectives())
                .extracting(Objective::name)
                .containsExactly("Recovery time of EMRNext (RTO)", "Recovery point of EMRNext (RPO)");
        assertThat(report.objectives().get(0).measured()).isPresent();
        assertThat(report.objectives().get(0).standing()).isEqualTo(Standing.KEPT);
        assertThat(report.objectives().get(1).measured()).contains(Duration.ofMinutes(30));
        assertThat(report.objectives().get(1).achievable()).contains(Duration.ofDays(1));
        assertThat(report.objectives().get(1).standing()).isEqualTo(Standing.KEPT_THIS_TIME);
        assertThat(report.toMarkdown().indexOf("## Objectives"))
                .isBetween(0, report.toMarkdown().indexOf("## The run"));
    }

    @Test
    void a_history_that_nobody_can_read_fails_no_recovery() throws Exception {
        for (var i = 0; i < 3; i++) {
            night.backups.failNext("list", new TargetUnavailableException("msdb does not answer"));
        }

        var report = night.run(night.inPlace().build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(report.objectives().get(1).achievable()).isEmpty();
        assertThat(evidence(report, "measured"))
                .contains("What the schedule of backups could keep is not known: msdb does not answer");
    }

    @Test
    void a_target_that_is_missed_is_told_and_fails_nothing() throws Exception {
        var book = night.inPlace()
                .targets(Duration.ofHours(4), Duration.ofMinutes(15))
                .build();

        var report = night.run(book);

        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(evidence(report, "measured"))
                .startsWith("The recovery missed a target")
                .contains("What was committed in the last 30 min before it is missing; the target (RPO) is 15 min,"
                        + " missed");
        assertThat(report.verdict()).endsWith("Not kept: Recovery point of EMRNext (RPO).");
    }

    @Test
    void a_rehearsal_tells_what_will_be_missing_and_touches_nothing() throws Exception {
        try (var engine = Emrops.inMemory().build()) {
            var plan = engine.plan(night.inPlace().build(), RecoveryNight.REQUEST);

            assertThat(night.nothingWasTouched()).isTrue();
            assertThat(plan.toMarkdown())
                    .contains("what was committed in the last 30 min will be missing in it")
                    .contains("FULL backup 1 of 2026-03-01T01:00:00Z is restored")
                    .contains("service api: stopped");
            assertThat(plan.steps())
                    .filteredOn(step -> step.foretold() == Plan.Foretold.UNKNOWN)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01T02:30:00", "2026-03-01 02:30:00", "2026-03-01", "1772332200", "half past two"})
    void a_moment_without_a_zone_is_refused(String moment) {
        refused(RecoveryNight.REQUEST.with("moment", moment))
                .withMessageContaining("\"moment\" is no instant: give date, time and the offset of the zone, as in"
                        + " 2026-11-20T18:45:10-05:00");
    }

    @Test
    void a_database_that_was_not_named_is_not_overwritten() {
        refused(RecoveryNight.REQUEST.with("overwrite", "EMRNext_Test"))
                .withMessageContaining("\"overwrite\" must be the name of the database that is overwritten, EMRNext");
        refused(RunRequest.by("m.meier").with("moment", "2026-03-01T02:30:00Z"))
                .withMessageContaining("\"overwrite\" is missing");
    }

    private org.assertj.core.api.ThrowableAssertAlternative<PreconditionFailedException> refused(RunRequest request) {
        try (var engine = Emrops.inMemory().build()) {
            var refusal = assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> engine.start(night.inPlace().build(), request));
            assertThat(night.nothingWasTouched()).isTrue();
            return refusal;
        }
    }

    @Test
    void a_moment_that_cannot_be_reached_stops_the_run_before_anything_is_touched() throws Exception {
        night.recovery.loseNewest("EMRNext", Backup.Kind.LOG);

        var report = night.run(night.inPlace().build());

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.verdict()).contains("is missing");
        assertThat(night.nothingWasTouched()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "plan", "secure", "restore"})
    void what_fails_before_the_database_is_opened_is_undone(String method) throws Exception {
        var fake = List.of("stop").contains(method) ? night.deployer : night.recovery;
        if (method.equals("plan")) {
            // The first look is that of the check.
            night.recovery.failNext("plan", new PreconditionFailedException("not now"));
        }
        fake.failNext(method, new StepFailedException("no luck"));

        var report = night.run(night.inPlace().build());

        assertThat(report.state()).as(report.toMarkdown()).isIn(RunState.ROLLED_BACK, RunState.FAILED);
        requireAsBefore();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void a_restore_that_fails_half_way_gives_everything_back(int backups) throws Exception {
        night.recovery.failMidway(backups, new StepFailedException("The disk is full"));

        var report = night.run(night.inPlace().build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(report.leftChanged()).isEmpty();
        requireAsBefore();
    }

    @Test
    void a_database_short_of_the_moment_is_not_opened_and_is_given_back() throws Exception {
        night.recovery.failNext("open", new PreconditionFailedException("EMRNext is not at the moment"));

        var report = night.run(night.inPlace().build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        requireAsBefore();
    }

    private void requireAsBefore() {
        assertThat(night.recovery.isOpen("EMRNext")).isTrue();
        assertThat(night.recovery.committed("EMRNext")).isEqualTo(RecoveryNight.ALL);
        assertThat(night.deployer.isWell()).isTrue();
    }

    @Test
    void the_database_is_given_back_before_the_services_start() throws Exception {
        night.recovery.failMidway(1, new StepFailedException("The disk is full"));

        var report = night.run(night.inPlace().build());

        assertThat(report.story())
                .extracting(Report.Entry::text)
                .filteredOn(text -> text.toLowerCase(java.util.Locale.ROOT).contains("undo"))
                .extracting(text -> text.contains("secure") ? "secure" : text.contains("stop") ? "stop" : "")
                .filteredOn(step -> !step.isEmpty())
                .containsSubsequence("secure", "stop");
        assertThat(night.deployer.applied()).extracting(Fake.Call::method).containsExactly("stop", "start");
    }

    @Test
    void what_cannot_be_given_back_is_told() throws Exception {
        night.recovery
                .failMidway(1, new StepFailedException("The disk is full"))
                .failNext("release", new StepFailedException("The disk is still full"));

        var report = night.run(night.inPlace().build());

        assertThat(report.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(report.leftChanged()).isNotEmpty();
        assertThat(night.recovery.isOpen("EMRNext")).isFalse();
    }

    @Test
    void behind_the_opening_an_undo_stops_and_the_services_stay_stopped() throws Exception {
        night.dataIsWrong();

        var report = night.run(night.inPlace().build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLBACK_STOPPED);
        assertThat(night.recovery.committed("EMRNext")).isEqualTo(RecoveryNight.BEFORE);
        assertThat(night.deployer.isStopped()).isTrue();
        assertThat(night.backups.backups()).isEmpty();
    }

    @Test
    void a_database_with_errors_is_not_put_into_service() throws Exception {
        night.recovery.corrupt("EMRNext");

        var report = night.run(night.inPlace().build());

        assertThat(report.state()).isEqualTo(RunState.ROLLBACK_STOPPED);
        assertThat(report.verdict()).contains("There are errors in EMRNext");
        assertThat(night.deployer.isStopped()).isTrue();
    }

    @Test
    void services_that_do_not_come_up_are_stopped_again() throws Exception {
        night.deployer.turnUnwell("web");

        var report = night.run(night.inPlace().build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLBACK_STOPPED);
        assertThat(night.deployer.isStopped()).isTrue();
        assertThat(night.recovery.committed("EMRNext")).isEqualTo(RecoveryNight.BEFORE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "start", "secure", "restore", "open"})
    void a_lost_connection_is_no_end(String method) throws Exception {
        var fake = List.of("stop", "start").contains(method) ? night.deployer : night.recovery;
        fake.loseConnectionBefore(method);
        fake.loseConnectionAfter(method);

        var report = night.run(night.inPlace().build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(night.recovery.committed("EMRNext")).isEqualTo(RecoveryNight.BEFORE);
        assertThat(night.deployer.isWell()).isTrue();
    }

    @Test
    void a_log_backup_that_is_made_while_people_are_waited_for_does_no_harm() throws Exception {
        var book = night.inPlace()
                .approval("go", "The medical director agrees", "direction", 1)
                .build();
        try (var engine = RecoveryNight.engine(new InMemoryRunStore(), new InMemoryLeases())) {
            var run = engine.start(book, RecoveryNight.REQUEST);
            assertThat(run.awaitState(s -> s == RunState.WAITING, Duration.ofSeconds(20)))
                    .isTrue();
            assertThat(night.nothingWasTouched()).isTrue();
            assertThat(run.questions().get(0).details())
                    .as("what is agreed to")
                    .anyMatch(line -> line.contains("The end of the log is backed up first"));
            night.backUpLog();
            run.answer(
                    "go", Answer.agree("a.first").having(run.questions().get(0).hash()));
            assertThat(run.awaitState(s -> s == RunState.WAITING || s.ended(), Duration.ofSeconds(20)))
                    .isTrue();
            while (run.questions().isEmpty() && !run.state().ended()) {
                run.awaitState(s -> s == RunState.WAITING || s.ended(), Duration.ofSeconds(20));
            }
            assertThat(run.questions()).as("the backups are others now").isNotEmpty();
            run.answer("go", Answer.agree("a.first"));
            var report = run.await();

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(night.recovery.committed("EMRNext")).isEqualTo(RecoveryNight.BEFORE);
        }
    }

    @Test
    void beside_it_nothing_is_stopped_and_nothing_has_to_be_typed() throws Exception {
        var book = beside().build();
        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(book, RunRequest.by("m.meier").with("moment", RecoveryNight.BEFORE_THE_MISTAKE))
                    .await();

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        }
        assertThat(night.recovery.committed("EMRNext_0230")).isEqualTo(RecoveryNight.BEFORE);
        assertThat(night.recovery.committed("EMRNext")).isEqualTo(RecoveryNight.ALL);
        assertThat(night.deployer.changes()).isEmpty();
    }

    @Test
    void a_recovery_beside_it_that_fails_leaves_nothing() throws Exception {
        night.recovery.failMidway(1, new StepFailedException("The disk is full"));
        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(
                            beside().build(), RunRequest.by("m.meier").with("moment", RecoveryNight.BEFORE_THE_MISTAKE))
                    .await();

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        }
        assertThat(night.recovery.isOpen("EMRNext_0230")).isFalse();
        assertThat(night.recovery.plan(io.emrops.recovery.RecoveryRequest.beside(
                        "EMRNext", RecoveryNight.BEFORE_THE_MISTAKE, "EMRNext_0230")))
                .as("the name is free")
                .isNotNull();
        assertThat(night.recovery.committed("EMRNext")).isEqualTo(RecoveryNight.ALL);
    }

    @Test
    void beside_it_no_application_and_no_schedule_is_taken() {
        assertThatIllegalStateException().isThrownBy(() -> beside().application(night.deployer));
        assertThatIllegalStateException().isThrownBy(() -> beside().acceptingLoss());
        assertThatIllegalStateException().isThrownBy(() -> beside().fullBackupAfterwards(night.backups));
    }

    private RecoveryRunbook toBackup() {
        night.recovery.backups("EMRNext").forEach(night.backups::holding);
        return RecoveryRunbook.toBackup(
                "emrnext-back", "EMRNext of a backup", night.recovery, night.backups, "EMRNext");
    }

    private static Report run(Runbook book, String backup) throws InterruptedException {
        try (var engine = Emrops.inMemory().build()) {
            return engine.start(
                            book,
                            RunRequest.by("m.meier").with("backup", backup).with("overwrite", "EMRNext"))
                    .await();
        }
    }

    @Test
    void a_chosen_backup_is_gone_back_to() throws Exception {
        var report = run(toBackup().build(), "1");

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(night.recovery.committed("EMRNext")).containsExactly("admission 1");
        assertThat(evidence(report, "reach"))
                .contains("EMRNext can have the state of the end of the backup 1 of 2026-03-01T01:00:00Z; what was"
                        + " committed in the last 2 h will be missing in it");
    }

    @Test
    void a_backup_that_is_not_there_stops_the_run_before_anything_is_touched() throws Exception {
        var report = run(toBackup().build(), "4711");

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.verdict()).contains("There is no backup 4711 of EMRNext");
        assertThat(night.nothingWasTouched()).isTrue();
    }

    @Test
    void without_a_log_the_loss_has_to_be_accepted_and_is_told_first() throws Exception {
        night.recovery.keepNoLog("EMRNext");

        var refused = run(toBackup().build(), "1");
        assertThat(refused.state()).isEqualTo(RunState.FAILED);
        assertThat(refused.verdict()).contains("since 2026-03-01T02:00:00Z would be lost for good");
        assertThat(night.nothingWasTouched()).isTrue();
        var report = run(toBackup().acceptingLoss().build(), "1");

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(evidence(report, "reach")).anyMatch(line -> line.contains("lost for good"));
        assertThat(night.recovery.committed("EMRNext")).containsExactly("admission 1");
    }

    @Test
    void where_nothing_can_be_secured_what_fails_before_restoring_is_undone_and_later_not() throws Exception {
        night.recovery.keepNoLog("EMRNext").failNext("restore", new StepFailedException("no luck"));
        var before = run(toBackup().acceptingLoss().build(), "1");
        assertThat(before.state()).as(before.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(night.recovery.committed("EMRNext")).isEqualTo(RecoveryNight.ALL);

        night.recovery.failMidway(1, new StepFailedException("The disk is full"));
        var behind = run(toBackup().acceptingLoss().build(), "1");

        assertThat(behind.state()).as(behind.toMarkdown()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(night.recovery.isOpen("EMRNext")).isFalse();
    }

    private RecoveryRunbook beside() {
        return RecoveryRunbook.beside(
                "emrnext-look", "Look into EMRNext as it was", night.recovery, "EMRNext", "EMRNext_0230");
    }

    @Test
    void the_documents_are_up_to_date() {
        Runbook inPlace = night.inPlace()
                .about(rb -> rb.purpose("Brings EMRNext back to a moment before a mistake."))
                .checklist("wards", "The wards write on paper")
                .approval("go", "The medical director agrees", "direction", 1)
                .verify("health", "The API answers", run -> Finding.ok("it does"))
                .build();

        RunbookDocument.assertUpToDate(inPlace, DOCUMENTS.resolve("recovery.md"));
        RunbookDocument.assertUpToDate(inPlace, DOCUMENTS.resolve("recovery.html"));
        RunbookDocument.assertUpToDate(beside().build(), DOCUMENTS.resolve("recovery-beside.md"));
        RunbookDocument.assertUpToDate(toBackup().acceptingLoss().build(), DOCUMENTS.resolve("recovery-to-backup.md"));
    }
}
