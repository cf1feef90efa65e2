package io.emrops.examples.guide;

import static io.emrops.InDoubt.rerun;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.DataSize;
import io.emrops.Progress;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.Secret;
import io.emrops.Target;
import io.emrops.core.Emrops;
import io.emrops.database.Database;
import io.emrops.diagnostics.Capacity;
import io.emrops.diagnostics.ConnectionPool;
import io.emrops.diagnostics.Diagnostics;
import io.emrops.diagnostics.DiagnosticsProvider;
import io.emrops.diagnostics.EndedSessions.Fate;
import io.emrops.diagnostics.Growth;
import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.diagnostics.PoolState;
import io.emrops.diagnostics.Pools;
import io.emrops.diagnostics.SizePoint;
import io.emrops.diagnostics.SlowQuery;
import io.emrops.diagnostics.SlowQueryRequest;
import io.emrops.diagnostics.SlowQueryRequest.Measure;
import io.emrops.runbooks.ConnectionTroubleshootingRunbook;
import io.emrops.runbooks.SlowQueriesRunbook;
import io.emrops.sqlserver.SqlServer;
import io.emrops.testkit.FakeDatabase;
import io.emrops.testkit.FakeDiagnosticsProvider;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiagnosticsTest {
    private final ManualTime time = ManualTime.at("2026-11-22T10:00:00Z");
    private final FakeDiagnosticsProvider fake =
            FakeDiagnosticsProvider.of("sql01").clock(time::wallClock).database("EMRNext", sizes());

    @TempDir
    Path directory;

    private SizePoint[] sizes() {
        return IntStream.range(0, 30)
                .mapToObj(day -> new SizePoint(time.wallClock().minus(ofDays(30 - day)), DataSize.gib(100 + day)))
                .toArray(SizePoint[]::new);
    }

    private Report run(Runbook book) throws InterruptedException {
        try (var engine = Emrops.inMemory().time(time).build()) {
            return engine.start(book, RunRequest.by("m.meier")).await();
        }
    }

    // tag::request[]
    IdleSessionRequest request() {
        return IdleSessionRequest.idleFor(ofHours(1))
                .program("HospitalScheduler") // as it calls itself: applicationName in its JDBC URL
                .database("HospitalScheduler")
                .neverLogin("backup")
                .atMost(20)
                .build();
    }
    // end::request[]

    @Test
    void idle_sessions_are_ended() throws Exception {
        try (var server = SimulatedSqlServer.builder().time(time).start();
                var sql = SqlServer.at(server.jdbcUrl())
                        .user("sa", Secret.of(server.script().password().toCharArray()))
                        .build()) {
            server.instance().createDatabase("HospitalScheduler");
            try (var client = server.dataSource("databaseName=HospitalScheduler;applicationName=HospitalScheduler")
                            .getConnection();
                    var statement = client.createStatement()) {
                statement.execute("SELECT 1 AS one");
                time.advance(ofHours(2));

                // tag::idle[]
                var look = sql.diagnostics();
                look.missingPermissions(); // empty, or VIEW SERVER STATE, ALTER ANY CONNECTION, …
                look.connections().groups(); // 1 sleeping: HospitalScheduler on web01 as scheduler in HospitalScheduler
                look.blocking().chains(); // who waits for whom

                var found = look.idleSessions(request()); // ends none
                var ended = look.endIdleSessions(request(), found, Progress.none());
                ended.sessions(); // each: ENDED, GONE, BUSY, SPARED or ENDING
                // end::idle[]

                assertThat(look.missingPermissions()).isEmpty();
                assertThat(ended.count(Fate.ENDED)).isEqualTo(1);
            }
        }
    }

    // tag::troubleshooting[]
    Runbook noConnection(DiagnosticsProvider sql, ConnectionPool pool, Database database) {
        return ConnectionTroubleshootingRunbook.of("scheduler-connections", "No connection to the database", sql)
                .pool(pool, 80)
                .endIdle(request())
                .agreedBy("operations", 1) // they see whose sessions
                .connectionsAtMost(80)
                .blockedAtMost(ofSeconds(30))
                .answers(database, ofSeconds(2))
                .build();
    }
    // end::troubleshooting[]

    /** As HikariPool.of(dataSource) would be. */
    private static final class FivePool implements ConnectionPool {
        @Override
        public Target target() {
            return new Target("connection-pool", "scheduler", "scheduler");
        }

        @Override
        public PoolState state() {
            return new PoolState(1, 4, 0, 5, 20, ofSeconds(30), Duration.ZERO, Duration.ZERO);
        }
    }

    // tag::slow[]
    Runbook slow(DiagnosticsProvider sql, Path reports) {
        var request = SlowQueryRequest.of("EMRNext")
                .within(ofHours(24))
                .by(Measure.AVERAGE)
                .most(10)
                .build();
        return SlowQueriesRunbook.of("emrnext-slow", "EMRNext is slow", sql, request, reports)
                .noneSlowerThan(ofSeconds(2))
                .volumesFree(10)
                .growth()
                .build();
    }
    // end::slow[]

    @Test
    void slow_queries_are_reported() throws Exception {
        fake.slow(
                new SlowQuery(
                        "query 17",
                        "0x01",
                        "",
                        3,
                        ofSeconds(3),
                        ofSeconds(1),
                        ofSeconds(1),
                        Duration.ZERO,
                        12,
                        1,
                        Instant.parse("2026-11-22T08:00:00Z"),
                        Instant.parse("2026-11-22T09:00:00Z")),
                "SELECT Name FROM Patients WHERE Id = ?",
                "<ShowPlanXML/>");

        var report = run(slow(fake, directory));

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(directory.toFile().list()).hasSize(2);
    }

    void steps(RunbookBuilder rb, DiagnosticsProvider sql, ConnectionPool pool) {
        // tag::steps[]
        rb.require("permissions", "The login may look", Diagnostics.permitted(sql)); // for all purposes
        rb.verify("connections", "There is room", Diagnostics.connectionsAtMost(sql, 80));
        rb.verify("blocking", "Nobody waits for long", Diagnostics.blockedAtMost(sql, ofSeconds(30)));
        rb.verify("pool", "The pool is as it should be", Pools.sized(pool, 5, 20));
        rb.verify("disks", "There is room on the disks", Capacity.volumesFree(sql, 10));
        rb.verify("future", "There will be room", Capacity.lasts(sql, "EMRNext", ofDays(90)));
        var idle = rb.step("idle", "Find idle sessions", Diagnostics.idleSessions(sql, request()))
                .inDoubt(rerun());
        var ended = rb.step("end", "End them", Diagnostics.endIdleSessions(sql, request(), idle))
                .inDoubt(rerun());
        rb.verify("ended", "They are gone", Diagnostics.ended(ended));
        // end::steps[]
    }

    @Test
    void the_steps_stand_by_themselves() throws Exception {
        var session = fake.connect("HospitalScheduler", "scheduler", "HospitalScheduler");
        time.advance(ofHours(2));

        var report = run(Runbook.define("guide", "Guide", rb -> steps(rb, fake, new FivePool())));

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(fake.isConnected(session)).isFalse();
    }

    @Test
    void growth_is_an_interval_or_not_known() {
        // tag::growth[]
        var growth = Growth.of(fake.sizes("EMRNext")); // grows by 1 GiB a day (1 GiB to 1 GiB), by 30 points of 29 d
        var left = growth.left(DataSize.gib(90)).orElseThrow(); // 90 d (90 d to 90 d)
        // end::growth[]

        assertThat(growth).hasToString("grows by 1 GiB a day (1 GiB to 1 GiB), by 30 points of 29 d");
        assertThat(left).hasToString("90 d (90 d to 90 d)");
    }

    @Test
    void the_runbook_can_be_read() {
        var book = noConnection(fake, new FivePool(), FakeDatabase.of("sql01/HospitalScheduler"));

        assertThat(book.toMarkdown()).contains("They may be ended");
    }
}
