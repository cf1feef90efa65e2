package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.DataSize;
import io.emrops.Engine;
import io.emrops.Finding;
import io.emrops.Objective;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.core.Emrops;
import io.emrops.runbooks.MonthlyBackupRunbook;
import io.emrops.runbooks.ScheduledBackupRunbook;
import io.emrops.spi.Leases;
import io.emrops.spi.RunStore;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.FakeBackupProvider;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.SimulatedCrash;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process dies at every record of a backup that is scheduled or monthly; then another one takes it up. */
@Timeout(300)
class CrashedBackupTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00Z");
    private static final RunRequest REQUEST = RunRequest.by("scheduler");
    private static final Duration SOON = Duration.ofSeconds(20);

    /** The system, which outlives the process, with a base to build on. */
    private static FakeBackupProvider system() {
        return FakeBackupProvider.of("sql01")
                .clock(() -> NIGHT)
                .database("EMRNext", DataSize.gib(3))
                .holding(full("1"));
    }

    private static Backup full(String id) {
        return new Backup(
                id,
                "EMRNext",
                Backup.Kind.FULL,
                "memory:" + id,
                NIGHT.minus(Duration.ofDays(1)),
                DataSize.gib(3),
                false,
                Proof.RECORDED);
    }

    private static Runbook scheduled(FakeBackupProvider sql, Backup.Kind kind) {
        var book = switch (kind) {
            case FULL -> ScheduledBackupRunbook.full("scheduled", "Backup of EMRNext", sql, "EMRNext");
            case DIFFERENTIAL -> ScheduledBackupRunbook.differential("scheduled", "Backup of EMRNext", sql, "EMRNext");
            case LOG -> ScheduledBackupRunbook.log("scheduled", "Backup of EMRNext", sql, "EMRNext");
        };
        return book.lock("emrnext-backup").losesAtMost(Duration.ofHours(1)).build();
    }

    private static Runbook monthly(FakeBackupProvider sql) {
        return MonthlyBackupRunbook.of("monthly", "Monthly full backup of EMRNext", sql, "EMRNext")
                .lock("emrnext-backup")
                .losesAtMost(Duration.ofHours(1))
                .testRestore(Duration.ofHours(4))
                .replicated(
                        backup -> run ->
                                Finding.ok("arrived as " + run.get(backup).id()),
                        Duration.ofHours(2))
                .build();
    }

    /** What must have come of it: the one backup that was made, how far it is proven, and how the run ended. */
    private record End(Backup.Kind kind, RunState state, Proof proof) {}

    @ParameterizedTest
    @EnumSource
    void a_scheduled_backup_comes_to_its_end_wherever_its_process_dies(Backup.Kind kind) throws Exception {
        everyRecord(
                6,
                CrashedBackupTest::system,
                sql -> scheduled(sql, kind),
                new End(kind, RunState.SUCCEEDED, Proof.READ_BACK));
    }

    @Test
    void a_backup_whose_answer_was_lost_is_made_once_wherever_its_process_dies() throws Exception {
        everyRecord(
                8,
                () -> system().loseConnectionAfter("backup"),
                sql -> scheduled(sql, Backup.Kind.FULL),
                new End(Backup.Kind.FULL, RunState.SUCCEEDED, Proof.READ_BACK));
    }

    @Test
    void a_backup_that_was_never_begun_is_made_once_wherever_its_process_dies() throws Exception {
        everyRecord(
                10,
                () -> system().loseConnectionBefore("backup"),
                sql -> scheduled(sql, Backup.Kind.LOG),
                new End(Backup.Kind.LOG, RunState.SUCCEEDED, Proof.READ_BACK));
    }

    @Test
    void a_monthly_backup_comes_to_its_end_wherever_its_process_dies() throws Exception {
        everyRecord(
                14,
                CrashedBackupTest::system,
                CrashedBackupTest::monthly,
                new End(Backup.Kind.FULL, RunState.SUCCEEDED, Proof.SOUND));
    }

    @Test
    void a_monthly_backup_that_does_not_restore_soundly_fails_and_is_kept_wherever_its_process_dies() throws Exception {
        everyRecord(
                10,
                () -> system().corrupt(full("2")),
                CrashedBackupTest::monthly,
                new End(Backup.Kind.FULL, RunState.FAILED, Proof.RESTORED));
    }

    private static void everyRecord(
            int atLeast, Supplier<FakeBackupProvider> system, Function<FakeBackupProvider, Runbook> book, End end)
            throws Exception {
        for (var after : new boolean[] {false, true}) {
            int record = 1;
            while (crashed(record, after, system.get(), book, end)) {
                record++;
            }
            assertThat(record).isGreaterThan(atLeast);
        }
    }

    private static boolean crashed(
            int record, boolean after, FakeBackupProvider sql, Function<FakeBackupProvider, Runbook> book, End end)
            throws Exception {
        var where = (after ? "after" : "before") + " record " + record;
        var store = new InMemoryRunStore();
        var leases = new InMemoryLeases();
        var dying = CrashingRunStore.over(store);
        dying = after ? dying.crashAfter(record) : dying.crashBefore(record);
        try (var engine = engine(dying, leases)) {
            requireEnd(ended(engine.start(book.apply(sql), REQUEST), sql, where), sql, end, where);
            return false;
        } catch (StoreException | SimulatedCrash e) {
            assertThat(dying.crashed()).as(where).isTrue();
        }
        leases.die();
        var again = store.reopen();
        if (again.runs().isEmpty()) {
            assertThat(sql.changes()).as(where).isEmpty();
            return true;
        }
        var id = again.runs().get(0).runId();
        try (var engine = engine(again, leases.anotherProcess())) {
            var known = engine.report(id);
            var report = known.state().ended()
                    ? known
                    : ended(engine.resume(book.apply(sql), id, ResumeRequest.by("scheduler")), sql, where);
            requireEnd(report, sql, end, where);
            // Its locks are free, and the schedule goes on.
            var next = ended(engine.start(scheduled(sql, Backup.Kind.LOG), REQUEST), sql, where);
            assertThat(next.state()).as(where).isEqualTo(RunState.SUCCEEDED);
        }
        return true;
    }

    private static Engine engine(RunStore store, Leases leases) {
        return Emrops.builder(store, leases).time(ManualTime.at(NIGHT)).build();
    }

    /** The system cannot tell of a backup that it does not know whether it is under way, so a person looks. */
    private static Report ended(Run run, FakeBackupProvider sql, String where) throws InterruptedException {
        while (!run.state().ended()) {
            assertThat(run.awaitState(state -> state.ended() || !run.questions().isEmpty(), SOON))
                    .as(where)
                    .isTrue();
            if (!run.questions().isEmpty()) {
                assertThat(sql.backups())
                        .as("%s: a backup that was made is found", where)
                        .hasSize(1);
                run.answer("backup", Answer.notApplied("operator"));
            }
        }
        return run.report();
    }

    private static void requireEnd(Report report, FakeBackupProvider sql, End end, String where) {
        assertThat(report.state()).as("%s: %s", where, report.toMarkdown()).isEqualTo(end.state());
        assertThat(report.objectives())
                .as(where)
                .extracting(Objective::name)
                .startsWith("Recovery point of EMRNext (RPO)");
        assertThat(sql.backups()).as(where).hasSize(2);
        var made = sql.backups().get(1);
        assertThat(made.kind()).as(where).isEqualTo(end.kind());
        assertThat(made.copyOnly()).as(where).isFalse();
        assertThat(made.proof()).as(where).isEqualTo(end.proof());
        assertThat(report.steps())
                .as(where)
                .filteredOn(step -> step.path().equals("backup"))
                .flatExtracting(Report.StepReport::evidence)
                .contains("id: " + made.id());
    }
}
