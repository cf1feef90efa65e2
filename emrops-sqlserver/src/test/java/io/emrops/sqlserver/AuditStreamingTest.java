package io.emrops.sqlserver;

import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.RequestPattern.startingWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.audit.AuditExport;
import io.emrops.audit.AuditFiles;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.ExportFormat;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More rows than anybody keeps, and what goes wrong among them. */
@Timeout(180)
class AuditStreamingTest {
    private static final String CANARY = "Canary, Ada 4711";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MANY = 30_000;

    private static SimulatedAudit there;

    @TempDir
    Path directory;

    /** What the server has made so far. */
    private final AtomicLong made = new AtomicLong();

    private final AtomicBoolean ended = new AtomicBoolean();

    @BeforeAll
    static void start() throws SQLException {
        there = new SimulatedAudit();
    }

    @AfterAll
    static void stop() {
        there.close();
    }

    @AfterEach
    void forget() {
        there.server.script().reset();
    }

    private Answer events(long count) {
        var table = rows(
                        "Id bigint",
                        "EventTime datetime2(3)",
                        "UserId nvarchar(60)",
                        "EventType varchar(40)",
                        "Outcome varchar(20)",
                        "PatientId int",
                        "ClientIp varchar(45)",
                        "Details nvarchar(max)")
                .generate(count, number -> {
                    made.set(number + 1);
                    var time = LocalDateTime.parse("2026-11-01T00:00:00").plusSeconds(number);
                    return new Object[] {number, time, CANARY, "VIEW", null, 4711, "10.0.0.1", "x".repeat(200)};
                });
        return (request, reply) -> {
            try {
                table.give(request, reply);
            } finally {
                ended.set(true);
            }
        };
    }

    private void answer(Answer answer) {
        there.server.script().when(startingWith("SELECT [Id]")).answer(answer);
    }

    @Test
    void many_rows_are_not_in_memory_at_once() {
        answer(events(MANY));

        try (var events = there.utc().events(AuditFilter.all())) {
            var rows = events.iterator();
            rows.next();
            assertThat(made.get()).isLessThan(MANY / 2);
            var count = 1;
            while (rows.hasNext()) {
                rows.next();
                count++;
            }
            assertThat(count).isEqualTo(MANY);
        }
    }

    @Test
    void nor_are_they_over_a_source_that_is_set_to_read_everything_first() {
        answer(events(MANY));

        try (var sql = SqlServer.of(there.server.dataSource("responseBuffering=full"));
                var events =
                        sql.auditLog(SimulatedAudit.EMRNEXT, SimulatedAudit.UTC).events(AuditFilter.all())) {
            events.iterator().next();

            assertThat(made.get()).isLessThan(MANY / 2);
        }
    }

    @Test
    void a_stream_that_is_closed_in_the_middle_ends_the_query_on_the_server() {
        answer(events(Long.MAX_VALUE));
        var before = there.server.script().connections();

        try (var events = there.utc().events(AuditFilter.all())) {
            assertThat(events.limit(10)).hasSize(10);
        }

        await().atMost(LIMIT).untilTrue(ended);
        await().atMost(LIMIT).until(() -> there.server.script().connections() <= before);
    }

    @Test
    void a_stream_that_is_closed_gives_no_more_and_closing_it_again_does_nothing() {
        answer(events(Long.MAX_VALUE));
        var events = there.utc().events(AuditFilter.all());
        var rows = events.spliterator();
        rows.tryAdvance(event -> {});

        events.close();
        events.close();

        assertThatIllegalStateException().isThrownBy(() -> rows.tryAdvance(event -> {}));
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_is_lost_leaves_no_file(ExportFormat format) {
        answer(events(MANY).with(Fault.reset().afterToken(5_000)));

        assertThatThrownBy(() -> export(format))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("lost during the query for the audit events")
                .satisfies(AuditStreamingTest::requireNoRows);
        assertThat(made.get()).isGreaterThan(3_000);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_server_that_falls_silent_among_the_rows_is_given_up_over_any_source() {
        answer(events(MANY).with(Fault.silence().afterToken(5_000)));

        try (var sql = SqlServer.of(there.server.dataSource(""))) {
            var log = sql.auditLog(SimulatedAudit.EMRNEXT, SimulatedAudit.UTC).answersWithin(Duration.ofSeconds(2));

            assertThatThrownBy(() -> AuditFiles.write(
                            log, AuditFilter.all(), directory.resolve("x"), ExportFormat.CSV, Progress.none()))
                    .isInstanceOf(TargetUnavailableException.class)
                    .satisfies(AuditStreamingTest::requireNoRows);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_row_that_cannot_be_read_tells_no_values_and_ends_the_query() {
        answer((request, reply) -> {
            try {
                rows("Id bigint", "EventTime varchar(40)").row(1L, CANARY).give(request, reply);
            } finally {
                ended.set(true);
            }
        });
        there.utc().requireFit();
        var before = there.server.script().connections();

        assertThatThrownBy(() -> export(ExportFormat.CSV))
                .isInstanceOf(EmropsException.class)
                .satisfies(AuditStreamingTest::requireNoRows);

        await().atMost(LIMIT).until(() -> there.server.script().connections() <= before);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_row_without_what_it_must_have_tells_no_values_either() {
        answer(rows(
                        "Id bigint",
                        "EventTime datetime2(3)",
                        "UserId nvarchar(60)",
                        "EventType varchar(40)",
                        "Outcome varchar(20)",
                        "PatientId int",
                        "ClientIp varchar(45)",
                        "Details nvarchar(max)")
                .row(1L, null, CANARY, "VIEW", null, 4711, null, null));
        there.utc().requireFit();
        var before = there.server.script().connections();

        assertThatThrownBy(() -> export(ExportFormat.CSV))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("A row of the audit events could not be read")
                .satisfies(AuditStreamingTest::requireNoRows);

        await().atMost(LIMIT).until(() -> there.server.script().connections() <= before);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void an_error_behind_the_last_row_leaves_no_file() {
        answer(events(100).then(error(SqlError.of(8134, 16, "Divided " + CANARY))));

        assertThatThrownBy(() -> export(ExportFormat.CSV))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("SQL Server 8134")
                .satisfies(AuditStreamingTest::requireNoRows);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_deadlock_among_the_rows_may_be_tried_again() {
        answer(events(100).then(error(SqlError.deadlockVictim())));

        assertThatThrownBy(() -> export(ExportFormat.CSV)).isInstanceOf(TargetUnavailableException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void an_export_that_is_interrupted_leaves_no_file_and_ends_the_query() {
        answer(events(Long.MAX_VALUE));

        assertThatThrownBy(() -> AuditFiles.write(
                        there.utc(),
                        AuditFilter.all(),
                        directory.resolve("x.csv"),
                        ExportFormat.CSV,
                        (done, total, what) -> Thread.currentThread().interrupt()))
                .isInstanceOf(InterruptedException.class);

        assertThat(directory).isEmptyDirectory();
        await().atMost(LIMIT).untilTrue(ended);
    }

    @Test
    void an_export_has_all_rows_and_tells_the_first_and_the_last() throws Exception {
        answer(events(3_000));

        var export = export(ExportFormat.CSV);

        assertThat(export.rows()).isEqualTo(3_000);
        assertThat(export.first()).contains(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(export.last()).contains(Instant.parse("2026-11-01T00:49:59Z"));
        try (var lines = Files.lines(directory.resolve("x"))) {
            assertThat(lines.limit(2))
                    .containsExactly(
                            "key,time,user,event_type,outcome,patient,source,Details",
                            "0,2026-11-01T00:00:00Z,\"" + CANARY + "\",VIEW,,4711,10.0.0.1," + "x".repeat(200));
        }
        assertThat(export.toString()).doesNotContain(CANARY);
    }

    @Test
    void errors_before_the_first_row_tell_no_values() {
        answer(error(SqlError.of(245, 16, "Conversion failed when converting '" + CANARY + "'")));
        try (var log = new CaughtLog()) {
            assertThatThrownBy(() -> there.utc().events(AuditFilter.all()))
                    .isInstanceOf(StepFailedException.class)
                    .hasMessageContaining("SQL Server 245")
                    .satisfies(AuditStreamingTest::requireNoRows);

            answer(error(SqlError.of(229, 14, "The SELECT permission was denied on '" + CANARY + "'")));
            assertThatThrownBy(() -> there.utc().events(AuditFilter.all()))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("a permission is missing")
                    .satisfies(AuditStreamingTest::requireNoRows);
            assertThat(log.text()).doesNotContain(CANARY);
        }
    }

    private AuditExport export(ExportFormat format) throws InterruptedException {
        return AuditFiles.write(there.utc(), AuditFilter.all(), directory.resolve("x"), format, Progress.none());
    }

    private static void requireNoRows(Throwable failure) {
        assertThat(CaughtLog.everything(failure)).doesNotContain(CANARY);
    }
}
