package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.Answer;
import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.core.Emrops;
import io.emrops.maintenance.Integrity.Verdict;
import io.emrops.maintenance.Invariant;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.SuspectPages;
import io.emrops.runbooks.DataConsistencyRunbook;
import io.emrops.runbooks.DatabaseOptimisationRunbook;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.Fake;
import io.emrops.testkit.FakeBackupProvider;
import io.emrops.testkit.FakeMaintenanceProvider;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.RunbookDocument;
import io.emrops.testkit.SimulatedCrash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MaintenanceRunbooksTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/io/emrops/testkit/runbook");
    private static final RunRequest REQUEST = RunRequest.by("scheduler");
    private static final Invariant PATIENTS = Invariant.of("every admission has a patient", "SELECT 0");
    private static final Invariant BEDS = Invariant.of("no bed is taken twice", "SELECT 0");

    private final ManualTime time = ManualTime.at("2026-03-01T02:00:00Z");
    private final FakeMaintenanceProvider sql = FakeMaintenanceProvider.of("sql01")
            .clock(time::wallClock)
            .index("EMRNext", "Shifts", "IX_Shifts", 45)
            .index("EMRNext", "Staff", "IX_Staff", 12)
            .index("EMRNext", "Staff", "PK_Staff", 0);
    private final FakeBackupProvider backups =
            FakeBackupProvider.of("sql01").clock(time::wallClock).database("EMRNext", DataSize.gib(3));

    private Report run(Runbook book) throws InterruptedException {
        try (var engine =
                Emrops.inMemory().time(time).authorizer((person, group) -> true).build()) {
            return engine.start(book, REQUEST).await();
        }
    }

    private static List<String> evidence(Report report, String step) {
        return report.steps().stream()
                .filter(s -> s.path().equals(step))
                .flatMap(s -> s.evidence().stream())
                .toList();
    }

    private DatabaseOptimisationRunbook optimise() {
        return optimise(MaintenanceRequest.byFragmentation("EMRNext"));
    }

    private DatabaseOptimisationRunbook optimise(MaintenanceRequest.Builder request) {
        return DatabaseOptimisationRunbook.of("emrnext-optimise", "Optimise EMRNext", sql, request.build());
    }

    private DataConsistencyRunbook check() {
        return DataConsistencyRunbook.of("emrnext-consistency", "Check EMRNext", sql, "EMRNext");
    }

    private DataConsistencyRunbook repair() {
        return DataConsistencyRunbook.repairing("emrnext-repair", "Repair EMRNext", sql, backups, "EMRNext")
                .invariant(PATIENTS)
                .invariant(BEDS)
                .approval("go", "The records office agrees", "records", 1)
                .repair(rb -> rb.action(
                                "orphans", "Move orphaned admissions away", run -> sql.broken(PATIENTS.name(), 0))
                        .undo(run -> sql.broken(PATIENTS.name(), 7))
                        .inDoubt(InDoubt.rerun()));
    }

    @Test
    void what_is_due_is_done_and_told() throws Exception {
        var report = run(
                optimise().verify("own", "My own", run -> Finding.ok("well")).build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(evidence(report, "done"))
                .containsExactly(
                        "Of 2 tasks that were due in EMRNext, 2 were done, 0 failed and 0 remain; everything that"
                                + " was due was tried");
        assertThat(report.steps()).extracting(Report.StepReport::path).endsWith("own");
        assertThat(sql.applied()).hasSize(1);
    }

    @Test
    void what_the_time_does_not_suffice_for_fails_nothing_unless_somebody_says_so() throws Exception {
        var short1 = MaintenanceRequest.byFragmentation("EMRNext").timeLimit(Duration.ofMinutes(90));
        sql.tasksTake(Duration.ofHours(1));

        var report = run(optimise(short1).build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(evidence(report, "done"))
                .anyMatch(line -> line.startsWith("remains: Rebuild online index IX_Shifts"));
        assertThat(run(optimise(short1).complete().build()).state()).isEqualTo(RunState.SUCCEEDED);
        sql.index("EMRNext", "Shifts", "IX_Shifts", 45).index("EMRNext", "Staff", "IX_Staff", 12);
        assertThat(run(optimise(short1).complete().build()).state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void what_fails_fails_the_run() throws Exception {
        var report = run(optimise(MaintenanceRequest.everything("EMRNext")).build());
        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);

        sql.index("EMRNext", "Shifts", "IX_Shifts", 45).failing("IX_Shifts", "SQL Server 1222");
        var failed = run(optimise().build());

        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(evidence(failed, "done")).anyMatch(line -> line.contains("SQL Server 1222"));
    }

    @Test
    void a_database_with_bad_pages_is_not_touched() throws Exception {
        sql.suspectPage("EMRNext", new SuspectPages.Page(1, 8, SuspectPages.State.BAD_CHECKSUM, 1, time.wallClock()));

        assertThat(run(optimise().build()).verdict()).contains("Bad pages of EMRNext that are known: 1");
        assertThat(sql.changes()).isEmpty();
    }

    @Test
    void a_maintenance_whose_connection_is_lost_is_gone_on_with() throws Exception {
        sql.failNext("maintain", new OutcomeUnknownException("lost"));

        var report = run(optimise().build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(sql.applied()).hasSize(1);
    }

    @Test
    void a_rehearsal_tells_what_is_due_and_touches_nothing() {
        try (var engine =
                Emrops.inMemory().time(time).authorizer((person, group) -> true).build()) {
            var plan = engine.plan(optimise().build(), REQUEST);

            assertThat(sql.changes()).isEmpty();
            assertThat(plan.toMarkdown())
                    .contains("Reorganise index IX_Staff of Staff: 12.0 % fragmented")
                    .contains("Rebuild online index IX_Shifts of Shifts: 45.0 % fragmented");
        }
    }

    @Test
    void the_optimisation_comes_to_its_end_wherever_its_process_dies() throws Exception {
        dieEverywhere(
                optimise().build(),
                () -> sql.plan(MaintenanceRequest.byFragmentation("EMRNext").build())
                        .isEmpty());
    }

    @Test
    void so_does_the_check() throws Exception {
        dieEverywhere(
                check().invariant(PATIENTS).build(),
                () -> sql.lastGoodCheck("EMRNext").at().isPresent());
    }

    private void dieEverywhere(Runbook book, BooleanSupplier isDone) throws Exception {
        int record = 1;
        var crashed = true;
        while (crashed) {
            sql.index("EMRNext", "Shifts", "IX_Shifts", 45);
            var store = new InMemoryRunStore();
            var leases = new InMemoryLeases();
            var dying = CrashingRunStore.over(store).crashAfter(record++);
            try (var engine = Emrops.builder(dying, leases)
                    .time(ManualTime.at(time.wallClock()))
                    .build()) {
                engine.start(book, REQUEST).awaitState(RunState::ended, Duration.ofSeconds(20));
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
                    assertThat(isDone.getAsBoolean())
                            .as("record %s", record - 1)
                            .isTrue();
                }
            }
        }
        assertThat(record).isGreaterThan(8);
    }

    @Test
    void a_database_is_checked_and_all_invariants_are_looked_at() throws Exception {
        var report = run(check().invariant(PATIENTS).invariant(BEDS).build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(evidence(report, "sound")).contains("The check for integrity of EMRNext found no errors");
        assertThat(evidence(report, "invariants"))
                .containsExactly(
                        "2 of 2 invariants of EMRNext are kept",
                        "Kept: every admission has a patient",
                        "Kept: no bed is taken twice");
        assertThat(sql.changes()).isEmpty();
    }

    @Test
    void what_is_broken_fails_the_check_and_what_cannot_be_asked_does_too() throws Exception {
        sql.broken(BEDS.name(), 1).failNext("broken", new PreconditionFailedException("the query gave 2 rows"));

        var report = run(check().invariant(PATIENTS).invariant(BEDS).build());

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(evidence(report, "invariants"))
                .containsExactly(
                        "0 of 2 invariants of EMRNext are kept",
                        "Not known: every admission has a patient. the query gave 2 rows",
                        "Broken by 1 row: no bed is taken twice");
    }

    @Test
    void a_check_that_could_not_run_fails_the_run_as_damage_does() throws Exception {
        for (var verdict : List.of(Verdict.NOT_CHECKED, Verdict.DAMAGED)) {
            sql.integrity("EMRNext", verdict);

            assertThat(run(check().build()).state()).as("%s", verdict).isEqualTo(RunState.FAILED);
        }
    }

    @Test
    void a_repair_is_made_behind_an_approval_and_a_backup() throws Exception {
        sql.broken(PATIENTS.name(), 7);
        try (var engine =
                Emrops.inMemory().time(time).authorizer((person, group) -> true).build()) {
            var run = engine.start(repair().build(), REQUEST);
            assertThat(run.awaitState(state -> state == RunState.WAITING, Duration.ofSeconds(20)))
                    .isTrue();
            assertThat(backups.changes()).isEmpty();
            run.answer(
                    "go",
                    Answer.agree("r.records").having(run.questions().get(0).hash()));
            var report = run.await();

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(evidence(report, "broken")).contains("Broken by 7 rows: every admission has a patient");
            assertThat(backups.applied()).extracting(Fake.Call::method).containsExactly("backup");
            assertThat(evidence(report, "invariants")).startsWith("2 of 2 invariants of EMRNext are kept");
        }
    }

    @Test
    void nobody_is_asked_for_a_repair_if_there_is_nothing_to_repair_or_the_database_is_damaged() throws Exception {
        assertThat(run(repair().build()).verdict()).contains("2 of 2 invariants of EMRNext are kept");

        sql.broken(PATIENTS.name(), 7).integrity("EMRNext", Verdict.DAMAGED);
        assertThat(run(repair().build()).verdict()).contains("found 1 error");
        assertThat(backups.changes()).isEmpty();
    }

    @Test
    void a_repair_that_does_not_mend_is_undone() throws Exception {
        sql.broken(PATIENTS.name(), 7).broken(BEDS.name(), 1);
        try (var engine =
                Emrops.inMemory().time(time).authorizer((person, group) -> true).build()) {
            var run = engine.start(repair().build(), REQUEST);
            assertThat(run.awaitState(state -> state == RunState.WAITING, Duration.ofSeconds(20)))
                    .isTrue();
            run.answer(
                    "go",
                    Answer.agree("r.records").having(run.questions().get(0).hash()));
            var report = run.await();

            assertThat(report.succeeded()).isFalse();
            assertThat(report.verdict()).contains("1 of 2 invariants");
            assertThat(sql.broken("EMRNext", PATIENTS)).isEqualTo(7);
            assertThat(backups.backups()).hasSize(1);
        }
    }

    @Test
    void a_repair_without_an_approval_is_none() {
        var unapproved = DataConsistencyRunbook.repairing("r", "R", sql, backups, "EMRNext")
                .invariant(PATIENTS)
                .repair(rb -> {});

        assertThatIllegalStateException().isThrownBy(unapproved::build).withMessageContaining("approval");
        assertThatIllegalStateException().isThrownBy(() -> check().repair(rb -> {}));
    }

    @Test
    void the_documents_are_up_to_date() {
        RunbookDocument.assertUpToDate(
                optimise(MaintenanceRequest.everything("EMRNext").timeLimit(Duration.ofHours(2)))
                        .build(),
                DOCUMENTS.resolve("database-optimisation.md"));
        RunbookDocument.assertUpToDate(check().invariant(PATIENTS).build(), DOCUMENTS.resolve("data-consistency.md"));
        RunbookDocument.assertUpToDate(repair().build(), DOCUMENTS.resolve("data-repair.md"));
    }
}
