package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Authorizer;
import io.emrops.Check;
import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.Target;
import io.emrops.core.Emrops;
import io.emrops.diagnostics.Blocking.Chain;
import io.emrops.diagnostics.Blocking.Head;
import io.emrops.diagnostics.Blocking.Waiting;
import io.emrops.diagnostics.Capacity;
import io.emrops.diagnostics.ConnectionPool;
import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.diagnostics.PoolState;
import io.emrops.diagnostics.SizePoint;
import io.emrops.diagnostics.SlowQuery;
import io.emrops.diagnostics.SlowQueryRequest;
import io.emrops.diagnostics.Volume;
import io.emrops.runbooks.ConnectionTroubleshootingRunbook;
import io.emrops.runbooks.SlowQueriesRunbook;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.FakeDatabase;
import io.emrops.testkit.FakeDiagnosticsProvider;
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
class DiagnosticsRunbooksTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/io/emrops/testkit/runbook");
    private static final RunRequest REQUEST = RunRequest.by("scheduler");

    private final ManualTime time = ManualTime.at("2026-03-01T02:00:00Z");
    private final FakeDiagnosticsProvider sql =
            FakeDiagnosticsProvider.of("sql01").clock(time::wallClock).database("EMRNext");
    private PoolState pool =
            new PoolState(3, 2, 0, 5, 20, Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofMinutes(30));

    @TempDir
    Path directory;

    private final class TestPool implements ConnectionPool {
        @Override
        public Target target() {
            return new Target("connection-pool", "EMRNext", "EMRNext");
        }

        @Override
        public PoolState state() {
            return pool;
        }
    }

    private static IdleSessionRequest idle() {
        return IdleSessionRequest.idleFor(Duration.ofHours(1))
                .program("HospitalScheduler")
                .database("EMRNext")
                .build();
    }

    private ConnectionTroubleshootingRunbook troubleshooting() {
        return ConnectionTroubleshootingRunbook.of("emrnext-connections", "No connection to EMRNext", sql);
    }

    private SlowQueriesRunbook slowQueries(Path to) {
        return SlowQueriesRunbook.of(
                "emrnext-slow",
                "EMRNext is slow",
                sql,
                SlowQueryRequest.of("EMRNext").build(),
                to);
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

    private int idleSession() {
        var session = sql.connect("HospitalScheduler", "scheduler", "EMRNext");
        time.advance(Duration.ofHours(2));
        return session;
    }

    @Test
    void idle_sessions_are_found_and_ended_and_all_is_looked_at() throws Exception {
        var session = idleSession();
        var other = sql.connect("Reports", "reports", "EMRNext");

        var report = run(troubleshooting()
                .endIdle(idle())
                .pool(new TestPool(), 80)
                .answers(FakeDatabase.of("sql01/EMRNext"), Duration.ofSeconds(2))
                .build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(sql.isConnected(session)).isFalse();
        assertThat(sql.isConnected(other)).isTrue();
        assertThat(evidence(report, "connected"))
                .startsWith("2 of 32767 connections are in use, 0%")
                .anyMatch(line -> line.startsWith("1 sleeping: HospitalScheduler on client as scheduler in EMRNext"));
        assertThat(evidence(report, "ended"))
                .startsWith("1 ENDED")
                .anyMatch(line -> line.startsWith("ENDED: session 51 of HospitalScheduler on client as scheduler"));
        assertThat(evidence(report, "pool-1-after")).first().asString().contains("3 of 20 connections in use");
    }

    @Test
    void a_rehearsal_tells_who_would_be_ended_and_ends_nobody() {
        var session = idleSession();
        try (var engine = Emrops.inMemory().time(time).build()) {
            var plan = engine.plan(troubleshooting().endIdle(idle()).build(), REQUEST);

            assertThat(plan.toMarkdown()).contains("End session 51 of HospitalScheduler on client as scheduler");
        }
        assertThat(sql.changes()).isEmpty();
        assertThat(sql.isConnected(session)).isTrue();
    }

    @Test
    void people_agree_to_the_sessions_that_were_found_and_to_no_others() throws Exception {
        var session = idleSession();
        try (var engine = Emrops.inMemory()
                .time(time)
                .authorizer(Authorizer.groups(Map.of("operations", List.of("a.first"))))
                .build()) {
            var run = engine.start(
                    troubleshooting().endIdle(idle()).agreedBy("operations", 1).build(), REQUEST);
            run.awaitState(
                    state -> state == RunState.WAITING && !run.questions().isEmpty(), Duration.ofSeconds(20));
            var late = idleSession();
            run.answer("agree", Answer.agree("a.first"));
            var report = run.await();

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(sql.isConnected(session)).isFalse();
            assertThat(sql.isConnected(late)).isTrue();
        }
    }

    @Test
    void without_a_request_nothing_is_ended() throws Exception {
        var session = idleSession();

        var report = run(troubleshooting().build());

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(sql.changes()).isEmpty();
        assertThat(sql.isConnected(session)).isTrue();
    }

    @Test
    void a_missing_permission_stops_it_before_anything_else() throws Exception {
        sql.lacking("VIEW SERVER STATE");

        var report = run(troubleshooting().endIdle(idle()).build());

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.verdict()).contains("The login lacks VIEW SERVER STATE");
        assertThat(sql.calls()).extracting(call -> call.method()).doesNotContain("connections", "idleSessions");
    }

    @Test
    void no_more_permissions_are_asked_for_than_are_needed() throws Exception {
        run(troubleshooting().build());
        run(troubleshooting().endIdle(idle()).build());
        run(slowQueries(directory).build());
        run(slowQueries(directory).growth().build());

        assertThat(sql.calls())
                .filteredOn(call -> call.method().equals("missingPermissions"))
                .extracting(call -> String.join(" ", call.args()))
                .containsExactly("STATE", "SESSIONS", "STATE", "STATE SPACE SIZES");
    }

    @Test
    void what_is_still_wrong_in_the_end_fails_the_run() throws Exception {
        sql.limit(10);
        for (var i = 0; i < 9; i++) {
            sql.connect("Reports", "reports", "EMRNext");
        }
        assertThat(run(troubleshooting().settledWithin(Duration.ZERO).build()).verdict())
                .contains("9 of 10 connections are in use, 90%");

        sql.limit(100);
        sql.blocked(new Chain(
                Head.SLEEPING,
                51,
                "Reports on client",
                Duration.ofMinutes(4),
                List.of(new Waiting(52, 51, 1, "LCK_M_X", Duration.ofMinutes(3), "Web on client")),
                true));
        assertThat(run(troubleshooting().settledWithin(Duration.ZERO).build()).verdict())
                .contains("1 session waits, at the head session 51");

        sql.unblocked();
        pool = new PoolState(20, 0, 7, 5, 20, Duration.ofSeconds(30), Duration.ZERO, Duration.ZERO);
        assertThat(run(troubleshooting()
                                .pool(new TestPool(), 80)
                                .settledWithin(Duration.ZERO)
                                .build())
                        .verdict())
                .contains("20 of 20 connections in use, 0 idle, 7 waiting");
    }

    @Test
    void an_ending_whose_answer_was_lost_is_repeated_and_ends_no_other() throws Exception {
        var session = idleSession();
        sql.loseConnectionAfter("endIdleSessions");

        var report = run(troubleshooting().endIdle(idle()).build());

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(evidence(report, "ended")).startsWith("1 GONE");
        assertThat(sql.isConnected(session)).isFalse();
    }

    @Test
    void wherever_its_process_dies_nobody_is_ended_who_was_not_found() throws Exception {
        var book = troubleshooting().endIdle(idle()).build();
        int record = 1;
        var crashed = true;
        while (crashed) {
            var session = idleSession();
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
                    assertThat(sql.isConnected(session)).isFalse();
                }
            }
            sql.disconnect(session);
        }
        assertThat(record).isGreaterThan(12);
    }

    private static SlowQuery query(int number, Duration average) {
        return new SlowQuery(
                "query " + number,
                "0x0" + number,
                "",
                10,
                average.multipliedBy(10),
                average,
                average.multipliedBy(2),
                average,
                77,
                1,
                Instant.parse("2026-03-01T00:00:00Z"),
                Instant.parse("2026-03-01T01:00:00Z"));
    }

    @Test
    void slow_queries_are_reported_to_files() throws Exception {
        sql.slow(query(1, Duration.ofSeconds(3)), "SELECT Name FROM Patients WHERE Id = ?", "<plan/>");
        sql.slow(query(2, Duration.ofSeconds(1)), "SELECT ?", "<plan/>");

        var report = run(slowQueries(directory).build());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(report.toMarkdown()).doesNotContain("Patients");
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "slow-queries-EMRNext-20260301T020000000Z.sql",
                            "slow-queries-EMRNext-20260301T020000000Z-1.sqlplan",
                            "slow-queries-EMRNext-20260301T020000000Z-2.sqlplan");
        }
        assertThat(run(slowQueries(directory)
                                .noneSlowerThan(Duration.ofSeconds(2))
                                .build())
                        .verdict())
                .contains("1 of 2 queries take more than 2 s on average");
    }

    @Test
    void a_report_into_a_directory_that_is_not_there_is_refused_beforehand() throws Exception {
        var report = run(slowQueries(directory.resolve("missing")).build());

        assertThat(report.verdict()).contains("There is no directory");
    }

    @Test
    void growth_is_told_and_full_disks_fail_the_run() throws Exception {
        var sizes = new SizePoint[9];
        for (var day = 0; day < 9; day++) {
            sizes[day] = new SizePoint(time.wallClock().minus(Duration.ofDays(9 - day)), DataSize.gib(90 + day));
        }
        sql.database("EMRNext", sizes).volumes(new Volume("D:\\", DataSize.gib(1000), DataSize.gib(50)));

        var report = run(slowQueries(directory)
                .growth()
                .volumesFree(10)
                .verify("cache", "The cache is used", run -> Finding.ok("well"))
                .build());

        assertThat(evidence(report, "growth"))
                .first()
                .asString()
                .isEqualTo("There is room for 50 GiB more in EMRNext; it will be full in 50 d (50 d to 50 d)");
        assertThat(report.verdict()).contains("1 of 1 volumes have less than 10% free");
    }

    @Test
    void a_volume_that_is_not_known_is_not_one_with_room() throws Exception {
        sql.offline("Archive");

        var report = run(slowQueries(directory).volumesFree(10).build());

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.verdict())
                .contains("Each of 1 volumes has 10% free or more; on which volume files lie is not known of Archive;"
                        + " not all could be seen");
    }

    @Test
    void a_history_that_ended_long_ago_does_not_say_for_how_long_there_is_room() throws Exception {
        for (var age : List.of(1, 40)) {
            var sizes = new SizePoint[9];
            for (var day = 0; day < 9; day++) {
                sizes[day] =
                        new SizePoint(time.wallClock().minus(Duration.ofDays(8 - day + age)), DataSize.gib(90 + day));
            }
            sql.database("EMRNext", sizes);

            assertThat(lasting(Capacity.lasts(sql, "EMRNext", Duration.ofDays(90)))
                            .succeeded())
                    .as("%s d", age)
                    .isEqualTo(age == 1);
        }
        assertThat(lasting(Capacity.lasts(sql, "EMRNext", Duration.ofDays(90))).verdict())
                .contains("the last size that is known is 40 d old");
        assertThat(lasting(Capacity.lasts(sql, "EMRNext", Duration.ofDays(90), Duration.ofDays(45)))
                        .succeeded())
                .isTrue();
    }

    private Report lasting(Check check) throws Exception {
        return run(slowQueries(directory)
                .verify("lasting", "There will be room", check)
                .build());
    }

    @Test
    void the_documents_are_up_to_date() {
        RunbookDocument.assertUpToDate(
                troubleshooting()
                        .pool(new TestPool(), 80)
                        .endIdle(idle())
                        .agreedBy("operations", 1)
                        .answers(FakeDatabase.of("sql01/EMRNext"), Duration.ofSeconds(2))
                        .build(),
                DOCUMENTS.resolve("connection-troubleshooting.md"));
        RunbookDocument.assertUpToDate(
                slowQueries(Path.of("reports"))
                        .noneSlowerThan(Duration.ofSeconds(2))
                        .volumesFree(10)
                        .growth()
                        .build(),
                DOCUMENTS.resolve("slow-queries.md"));
    }
}
