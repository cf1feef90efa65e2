package io.emrops.sqlserver;

import static io.emrops.sqlserver.SimulatedSessions.DATABASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.InDoubt;
import io.emrops.PreconditionFailedException;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.diagnostics.Diagnostics;
import io.emrops.diagnostics.QueryDetails;
import io.emrops.diagnostics.SlowQueries;
import io.emrops.diagnostics.SlowQuery;
import io.emrops.diagnostics.SlowQueryReport;
import io.emrops.diagnostics.SlowQueryRequest;
import io.emrops.diagnostics.SlowQueryRequest.Measure;
import io.emrops.testkit.Canary;
import io.emrops.testkit.sqlserver.instance.Permission;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Through the real driver, encrypted. The simulated server counts no queries: what it says of them is scripted, and so unverified. */
@Timeout(120)
class SlowQueriesTest {
    private static final RequestPattern OPTIONS = RequestPattern.containing("sys.database_query_store_options");
    private static final RequestPattern STORED = RequestPattern.containing("sys.query_store_runtime_stats AS rs");
    private static final RequestPattern STORED_TEXT = RequestPattern.containing("sys.query_store_query_text AS t");
    private static final RequestPattern CACHED = RequestPattern.containing("GROUP BY qs.query_hash");
    private static final RequestPattern CACHED_TEXT = RequestPattern.containing("sys.dm_exec_text_query_plan");

    private static final String TEXT =
            "SELECT * FROM Patients /* Lovelace */ WHERE Name = N'Ada Lovelace' AND Mrn = 47114711 -- Lovelace";
    private static final String PLAN = "<ShowPlanXML xmlns=\"http://schemas.microsoft.com/sqlserver/2004/07/showplan\">"
            + "<StmtSimple StatementText=\"SELECT 'Lovelace'\"/><Const ConstValue=\"N'Lovelace'\"/></ShowPlanXML>";

    private SimulatedSessions here = SimulatedSessions.start();

    @TempDir
    Path directory;

    @AfterEach
    void stop() throws Exception {
        here.close();
    }

    private void storeIs(int state, int reason) {
        here.server
                .script()
                .when(OPTIONS)
                .answer(Answer.rows("actual_state smallint", "readonly_reason int")
                        .row((short) state, reason));
    }

    private void stored() {
        storeIs(2, 0);
        here.server
                .script()
                .when(STORED)
                .answer(Answer.rows(
                                "query_id bigint",
                                "query_hash binary(8)",
                                "object_name nvarchar(128)",
                                "executions bigint",
                                "total_duration float",
                                "longest bigint",
                                "total_cpu float",
                                "total_reads float",
                                "plans int",
                                "first_begin datetimeoffset(7)",
                                "last_execution datetimeoffset(7)")
                        .row(
                                17L,
                                HexFormat.of().parseHex("00112233445566AA"),
                                "FindPatient",
                                4L,
                                10_000_000.0,
                                9_000_000L,
                                2_500_000.5,
                                1234.0,
                                2,
                                OffsetDateTime.parse("2026-11-22T08:00:00Z"),
                                OffsetDateTime.parse("2026-11-22T09:59:00Z")));
        here.server
                .script()
                .when(STORED_TEXT)
                .answer(Answer.rows("query_sql_text nvarchar(max)", "query_plan nvarchar(max)")
                        .row(TEXT, PLAN));
    }

    private void cached() {
        here.server
                .script()
                .when(CACHED)
                .answer(Answer.rows(
                                "query_hash binary(8)",
                                "executions bigint",
                                "total_duration bigint",
                                "longest bigint",
                                "total_cpu bigint",
                                "total_reads bigint",
                                "plans int",
                                "first_begin datetime",
                                "last_execution datetime")
                        .row(
                                HexFormat.of().parseHex("00112233445566AA"),
                                3L,
                                6_000_000L,
                                5_000_000L,
                                1_000_000L,
                                77L,
                                1,
                                LocalDateTime.parse("2026-11-20T06:00:00"),
                                LocalDateTime.parse("2026-11-22T09:30:00"))
                        .row(
                                HexFormat.of().parseHex("00112233445566BB"),
                                1L,
                                1_000_000L,
                                1_000_000L,
                                1_000_000L,
                                77L,
                                1,
                                LocalDateTime.parse("2026-11-22T09:00:00"),
                                LocalDateTime.parse("2026-11-22T09:10:00")));
        var batch = "SELECT 'Lovelace; SELECT 1'; " + TEXT;
        here.server
                .script()
                .when(CACHED_TEXT)
                .answer(Answer.rows(
                                "text nvarchar(max)",
                                "statement_start_offset int",
                                "statement_end_offset int",
                                "query_plan nvarchar(max)")
                        .row(batch, 2 * batch.indexOf("SELECT *"), -1, PLAN));
    }

    private static SlowQueryRequest request() {
        return SlowQueryRequest.of("emrnext").build();
    }

    private List<QueryDetails> details(SlowQueries found) {
        var all = new ArrayList<QueryDetails>();
        here.look().details(found, all::add);
        return all;
    }

    private static void assertRedacted(QueryDetails details) {
        assertThat(details.text().orElseThrow()).isEqualTo("SELECT * FROM Patients   WHERE Name = ? AND Mrn = ?");
        assertThat(details.plan().orElseThrow())
                .contains("StatementText=\"SELECT ?\"")
                .contains("ConstValue=\"?\"")
                .doesNotContain("Lovelace");
        assertThat(details.toString()).doesNotContain("Patients");
    }

    @Test
    void the_query_store_is_asked_where_it_is_on() {
        stored();

        var found = here.look().slowQueries(request());

        assertThat(found.source()).isEqualTo(SlowQueries.Source.STORE);
        assertThat(found.since()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(found.until()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
        assertThat(found.queries())
                .containsExactly(new SlowQuery(
                        "query 17",
                        "0x00112233445566AA",
                        "FindPatient",
                        4,
                        Duration.ofSeconds(10),
                        Duration.ofMillis(2500),
                        Duration.ofSeconds(9),
                        Duration.ofNanos(2_500_000_500L),
                        1234,
                        2,
                        Instant.parse("2026-11-22T08:00:00Z"),
                        Instant.parse("2026-11-22T09:59:00Z")));
        assertThat(here.server.script().statements(STORED)).singleElement().satisfies(asked -> {
            assertThat(asked.text()).contains("[EMRNext].sys.query_store_plan").contains("TOP (10)");
            assertThat(asked.values()).contains(OffsetDateTime.parse("2026-11-21T10:00:00Z"), 1);
        });
        assertThat(details(found)).singleElement().satisfies(SlowQueriesTest::assertRedacted);
    }

    @Test
    void a_store_that_is_full_is_used_and_that_is_said() {
        stored();
        storeIs(1, 65536);

        assertThat(here.look().slowQueries(request()).remarks())
                .anyMatch(remark -> remark.contains("takes no new queries at the moment (reason 65536)"));
    }

    @ParameterizedTest
    @CsvSource({"0,is off", "3,is in error"})
    void without_a_store_memory_is_asked_and_since_when_it_knows(int state, String words) {
        cached();
        storeIs(state, 0);

        var found = here.look().slowQueries(request());

        assertThat(found.source()).isEqualTo(SlowQueries.Source.MEMORY);
        assertThat(found.remarks()).anyMatch(remark -> remark.contains(words));
        assertThat(found.queries()).first().satisfies(query -> {
            assertThat(query.average()).isEqualTo(Duration.ofSeconds(2));
            assertThat(query.lastExecuted()).isEqualTo(Instant.parse("2026-11-22T09:30:00Z"));
        });
        assertThat(found.queries())
                .extracting(SlowQuery::since)
                .containsExactly(Instant.parse("2026-11-20T06:00:00Z"), Instant.parse("2026-11-22T09:00:00Z"));
        assertThat(details(found)).hasSize(2).allSatisfy(SlowQueriesTest::assertRedacted);
    }

    @Test
    void the_same_query_of_another_database_is_not_shown() {
        cached();

        details(here.look().slowQueries(request()));

        assertThat(here.server.script().statements(CACHED_TEXT)).hasSize(2).allSatisfy(asked -> {
            assertThat(asked.text()).contains("pa.attribute = N'dbid' AND CONVERT(int, pa.value) = DB_ID(");
            assertThat(asked.values()).contains("EMRNext");
        });
    }

    @Test
    void the_simulated_server_itself_takes_the_statements_and_knows_no_queries() {
        var found = here.look().slowQueries(request());

        assertThat(found.source()).isEqualTo(SlowQueries.Source.MEMORY);
        assertThat(found.queries()).isEmpty();
        for (var measure : Measure.values()) {
            storeIs(2, 0);
            var request = SlowQueryRequest.of(DATABASE).by(measure).most(3).build();
            assertThat(here.look().slowQueries(request).queries()).isEmpty();
        }
        assertThat(here.server.script().statements(STORED))
                .extracting(Request::text)
                .doesNotHaveDuplicates();
    }

    @Test
    void what_was_thrown_out_since_is_unknown() {
        cached();
        var found = here.look().slowQueries(request());
        here.server.script().reset();

        assertThat(details(found)).hasSize(2).allSatisfy(details -> {
            assertThat(details.text()).isEmpty();
            assertThat(details.plan()).isEmpty();
        });
    }

    @Test
    void a_database_that_is_not_there_is_refused() throws Exception {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() ->
                        here.look().slowQueries(SlowQueryRequest.of("Elsewhere").build()))
                .withMessageContaining("There is no database Elsewhere");
        here.server.instance().createDatabase("Closed");
        here.run("ALTER DATABASE Closed SET OFFLINE");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() ->
                        here.look().slowQueries(SlowQueryRequest.of("Closed").build()))
                .withMessageContaining("The database Closed is OFFLINE");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() ->
                        here.look().slowQueries(SlowQueryRequest.of("a\nb").build()));
    }

    @Test
    void a_missing_permission_is_told_before_anything_is_asked() throws Exception {
        here.close();
        here = SimulatedSessions.startAs(16, "operator");
        here.server.instance().security().grant("operator", Permission.VIEW_SERVER_PERFORMANCE_STATE);

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> here.look().slowQueries(request()))
                .withMessageContaining("The login lacks VIEW SERVER SECURITY STATE");
        assertThat(here.server.script().statements(OPTIONS)).isEmpty();
    }

    @Test
    void the_report_is_files_for_their_owner_alone_and_nothing_of_them_is_journalled() throws Exception {
        stored();
        var canary = Canary.of("Lovelace");
        var files = new AtomicReference<SlowQueryReport>();
        var book = Runbook.define("slow", "Slow queries", rb -> {
            var report = rb.step("report", "Report", Diagnostics.slowQueries(here.look(), request(), directory))
                    .inDoubt(InDoubt.rerun());
            rb.verify("speed", "Fast enough", run -> {
                files.set(run.get(report));
                return Diagnostics.noneSlowerThan(report, Duration.ofSeconds(2)).check(run);
            });
        });

        Report report;
        try (var log = new CaughtLog();
                var engine = Emrops.inMemory().time(here.time).build()) {
            assertThat(engine.plan(book, RunRequest.by("m.meier")).toMarkdown()).contains("New files in " + directory);
            assertThat(directory).isEmptyDirectory();
            report = engine.start(book, RunRequest.by("m.meier")).await();
            assertThat(log.text()).doesNotContain("Lovelace").doesNotContain("47114711");
        }

        assertThat(report.verdict()).contains("1 of 1 queries take more than 2 s on average, by the store of queries");
        assertThat(report.toMarkdown()).doesNotContain("Patients").doesNotContain("Lovelace");
        assertThat(files.get().files()).hasSize(2);
        for (var file : files.get().files()) {
            var path = Path.of(file.path());
            var content = Files.readAllBytes(path);
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
                    .isEqualTo(file.sha256());
            assertThat(file.bytes()).isEqualTo(content.length);
            assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(canary.in(directory)).isEmpty();
        assertThat(Files.readString(Path.of(files.get().files().get(0).path())))
                .contains("WHERE Name = ? AND Mrn = ?")
                .contains("-- 1. query 17 of FindPatient: 4 times, 2 s 500 ms on average")
                .contains("-- plan in slow-queries-EMRNext-20261122T100000000Z-1.sqlplan");
        assertThat(files.get().files().get(1).path()).endsWith("-1.sqlplan");
    }
}
