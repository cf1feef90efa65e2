package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.audit.RetentionPolicy;
import io.emrops.core.Emrops;
import io.emrops.runbooks.AuditRetentionRunbook;
import io.emrops.spi.Leases;
import io.emrops.spi.RunStore;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.FakeAuditRetention;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.RunbookDocument;
import io.emrops.testkit.SimulatedCrash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AuditRetentionRunbookTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/io/emrops/testkit/runbook");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-4712");
    private static final List<Long> STAY = List.of(2L, 8L, 9L);

    @TempDir
    private Path archives;

    /** Seven old rows, one of which is held, and two young ones. */
    private FakeAuditRetention filled() {
        var retention =
                FakeAuditRetention.of("EMRNext", RetentionPolicy.standard()).clock(() -> NOW);
        for (var key = 1; key <= 7; key++) {
            retention.add(key, Instant.parse("2018-01-01T00:00:00Z").plus(Duration.ofDays(key)), "VIEW patient " + key);
        }
        retention.add(8, Instant.parse("2019-11-22T00:00:00Z"), "VIEW");
        retention.add(9, Instant.parse("2026-11-01T00:00:00Z"), "VIEW");
        retention.hold(2);
        return retention;
    }

    private Runbook book(FakeAuditRetention retention) {
        return AuditRetentionRunbook.of(
                        "emrnext-retention", "Delete old audit rows of EMRNext", retention, archives, "data-protection")
                .lock("emrnext-audit")
                .build();
    }

    private static Engine engine(RunStore store, Leases leases) {
        return Emrops.builder(store, leases)
                .time(ManualTime.at(NOW))
                .authorizer(Authorizer.groups(Map.of(
                        "data-protection", List.of("d.privacy"), Authorizer.OPERATORS, List.of("m.meier", "operator"))))
                .build();
    }

    private static Report agreed(Run run) throws InterruptedException {
        run.awaitState(state -> state.ended() || state == RunState.WAITING, Duration.ofSeconds(20));
        if (run.state() == RunState.WAITING) {
            run.answer("delete", Answer.agree("d.privacy"));
        }
        assertThat(run.awaitState(RunState::ended, Duration.ofSeconds(20))).isTrue();
        return run.report();
    }

    @Test
    void what_is_due_is_deleted_after_somebody_has_agreed_to_a_proven_archive() throws Exception {
        var retention = filled();
        try (var engine = engine(new InMemoryRunStore(), new InMemoryLeases())) {
            var run = engine.start(book(retention), REQUEST);
            run.awaitState(state -> state == RunState.WAITING, Duration.ofSeconds(20));

            assertThat(retention.keys()).hasSize(9);
            assertThat(run.questions().get(0).details().toString()).contains("deletes 6 rows of EMRNext.dbo.AuditLog");
            var report = agreed(run);

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(retention.keys()).isEqualTo(STAY);
            assertThat(report.toMarkdown())
                    .contains(
                            "6 rows from 2018-01-02T00:00:00Z to 2018-01-08T00:00:00Z are due: before 2019-11-22T00:00:00Z",
                            "6 rows were deleted in 2 batches",
                            "SHA-256 ")
                    .doesNotContain("VIEW patient");
        }
    }

    @Test
    void nothing_is_deleted_if_nobody_agrees_or_the_archive_is_not_what_is_in_the_table() throws Exception {
        var retention = filled();
        try (var engine = engine(new InMemoryRunStore(), new InMemoryLeases())) {
            var run = engine.start(book(retention), REQUEST);
            run.awaitState(state -> state == RunState.WAITING, Duration.ofSeconds(20));
            run.answer("delete", Answer.reject("d.privacy"));

            assertThat(run.await().succeeded()).isFalse();
            assertThat(retention.keys()).hasSize(9);
        }
    }

    @Test
    void a_rehearsal_writes_nothing_and_deletes_nothing() throws Exception {
        var retention = filled();
        try (var engine = engine(new InMemoryRunStore(), new InMemoryLeases())) {
            var plan = engine.plan(book(retention), REQUEST);

            assertThat(plan.toMarkdown()).contains("a new file in", "6 rows from", "1 are held");
            assertThat(retention.keys()).hasSize(9);
            assertThat(archives).isEmptyDirectory();
        }
    }

    @Test
    void it_comes_to_its_end_wherever_its_process_dies_and_deletes_nothing_that_is_not_archived() throws Exception {
        for (var after : new boolean[] {false, true}) {
            var record = 1;
            while (crashed(record, after)) {
                record++;
            }
            assertThat(record).isGreaterThan(17);
        }
    }

    private boolean crashed(int record, boolean after) throws Exception {
        var where = (after ? "after" : "before") + " record " + record;
        var retention = filled();
        var store = new InMemoryRunStore();
        var leases = new InMemoryLeases();
        var dying = CrashingRunStore.over(store);
        dying = after ? dying.crashAfter(record) : dying.crashBefore(record);
        try (var engine = engine(dying, leases)) {
            agreed(engine.start(book(retention), REQUEST));
        } catch (StoreException | SimulatedCrash | AssertionError e) {
            assertThat(dying.crashed()).as(where).isTrue();
        }
        leases.die();
        retention.add(100, Instant.parse("2018-05-05T00:00:00Z"), "came too late");
        try (var engine = engine(store.reopen(), leases.anotherProcess())) {
            for (var known : engine.runs()) {
                var report = engine.report(known.runId());
                if (!report.state().ended()) {
                    report = agreed(engine.resume(book(retention), known.runId(), ResumeRequest.by("operator")));
                }
                assertThat(report.state())
                        .as(where + ": " + report.toMarkdown())
                        .isEqualTo(RunState.SUCCEEDED);
                requireTruth(retention, where);
            }
        }
        return dying.crashed();
    }

    /** The late row may be in the archive if that was written after it came, and is gone only then. */
    private void requireTruth(FakeAuditRetention retention, String where) throws Exception {
        assertThat(retention.keys()).as(where).containsAll(STAY).doesNotContain(1L, 3L, 4L, 5L, 6L, 7L);
        var archived = new StringBuilder();
        try (var files = Files.list(archives)) {
            for (var file : files.toList()) {
                archived.append(Files.readString(file));
                Files.delete(file);
            }
        }
        assertThat(archived)
                .as(where)
                .contains("VIEW patient 1", "VIEW patient 7")
                .doesNotContain("VIEW patient 2");
        assertThat(retention.keys().contains(100L))
                .as(where)
                .isEqualTo(!archived.toString().contains("came too late"));
    }

    @Test
    void the_document_is_up_to_date() {
        var retention = FakeAuditRetention.of("EMRNext", RetentionPolicy.standard());
        RunbookDocument.assertUpToDate(
                AuditRetentionRunbook.of(
                                "emrnext-retention",
                                "Delete old audit rows of EMRNext",
                                retention,
                                Path.of("/srv/archive"),
                                "data-protection")
                        .approvedByAtLeast(2)
                        .lock("emrnext-audit")
                        .build(),
                DOCUMENTS.resolve("audit-retention.md"));
    }
}
