package io.emrops.examples.guide;

import static io.emrops.InDoubt.rerun;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.audit.AuditEvent;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditFiles;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.AuditLog;
import io.emrops.audit.AuditPosition;
import io.emrops.audit.AuditTable;
import io.emrops.audit.Audits;
import io.emrops.audit.EventMeaning;
import io.emrops.audit.EventRule;
import io.emrops.audit.ExportDirectory;
import io.emrops.audit.ExportFormat;
import io.emrops.audit.TimeColumn;
import io.emrops.audit.UserAccounts;
import io.emrops.audit.UserTable;
import io.emrops.core.Emrops;
import io.emrops.runbooks.AccessReviewRunbook;
import io.emrops.runbooks.DailyAuditSummaryRunbook;
import io.emrops.sqlserver.SqlServer;
import io.emrops.testkit.FakeAuditLog;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(SqlServerExtension.class)
final class AuditTest {
    private static final Instant FROM = Instant.parse("2026-11-15T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-22T00:00:00Z");

    @TempDir
    private Path directory;

    private SqlServer sql;
    private AuditLog log;

    @BeforeEach
    void start(SimulatedSqlServer server) throws SQLException {
        var database = server.createDatabase("EMRNext");
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE AuditLog (Id bigint IDENTITY PRIMARY KEY, EventTime datetime2 NOT NULL,"
                    + " UserId nvarchar(60), EventType varchar(40) NOT NULL, Outcome varchar(20), PatientId int)");
            statement.execute("INSERT INTO AuditLog VALUES ('2026-11-20T08:00:00', 'm.meier', 'LOGIN', 'OK', NULL),"
                    + " ('2026-11-20T08:01:00', 'm.meier', 'VIEW', 'OK', 4711),"
                    + " ('2026-11-20T09:00:00', 'a.first', 'LOGIN', 'FAILED', NULL)");
            statement.execute("CREATE TABLE Users (username nvarchar(60) NOT NULL, role varchar(20),"
                    + " last_login datetime, failed_attempts int)");
            statement.execute("INSERT INTO Users VALUES ('m.meier', 'ADMIN', '2026-11-20T08:00:00', 0)");
        }
        sql = SqlServer.at(server.jdbcUrl())
                .user("sa", Secret.of(server.script().password().toCharArray()))
                .build();
        log = auditLog(sql);
    }

    @AfterEach
    void close() {
        sql.close();
    }

    // tag::mapping[]
    AuditLog auditLog(SqlServer sql) {
        return sql.auditLog(
                "EMRNext",
                AuditTable.named("dbo", "AuditLog")
                        .key("Id")
                        .time(TimeColumn.utc("EventTime")) // or local("EventTime", ZoneId.of("America/New_York"))
                        .user("UserId")
                        .eventType("EventType")
                        .outcome("Outcome")
                        .patient("PatientId")
                        .failedLogins(EventRule.ofTypes("LOGIN").withOutcomes("FAILED", "LOCKED"))
                        .phiAccesses(EventRule.namingPatient())
                        .build());
    }
    // end::mapping[]

    // tag::users[]
    UserAccounts accounts(SqlServer sql) {
        return sql.accounts(
                "EMRNext",
                UserTable.named("dbo", "Users")
                        .name("username")
                        .admins("role", "ADMIN")
                        .lastLogin(TimeColumn.local("last_login", ZoneId.of("America/New_York")))
                        .failedAttempts("failed_attempts")
                        .build());
    }
    // end::users[]

    @Test
    void a_mapping_that_does_not_fit_is_told() {
        // tag::fit[]
        var wrong = sql.auditLog(
                "EMRNext",
                AuditTable.named("dbo", "AuditLog")
                        .key("Id")
                        .time(TimeColumn.utc("Timestamp"))
                        .build());

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(wrong::requireFit)
                .withMessageContaining(
                        "time: Timestamp, time in UTC: datetime, datetime2 or smalldatetime | no such column");
        // end::fit[]
    }

    @Test
    void events_are_streamed_paged_and_counted() {
        var users = new java.util.ArrayList<String>();
        // tag::events[]
        try (var events = log.events(AuditFilter.all().between(FROM, TO).only(EventMeaning.PHI_ACCESS))) {
            events.map(AuditEvent::user).forEach(user -> users.add(user.orElse("nobody")));
        }

        var newest = AuditFilter.all()
                .between(FROM, TO)
                .where(AuditField.USER, "m.meier")
                .newestFirst();
        var page = log.page(newest, 50, Optional.empty());
        var next = page.next().map((AuditPosition end) -> log.page(newest, 50, Optional.of(end)));

        var perUser = log.totals(AuditFilter.all().between(FROM, TO), List.of(AuditField.USER), 100);
        // end::events[]

        assertThat(users).containsExactly("m.meier");
        assertThat(page.events()).hasSize(2);
        assertThat(next).isEmpty();
        assertThat(perUser.groups()).isEqualTo(2);
    }

    @Test
    void events_are_exported() throws Exception {
        // tag::export[]
        var export = AuditFiles.write(
                log,
                AuditFilter.all().between(FROM, TO),
                directory.resolve("week-47.csv"),
                ExportFormat.CSV,
                Progress.none());

        export.rows(); // 3
        export.sha256(); // of the file
        AuditFiles.verify(export); // the file has every byte that was written
        // end::export[]

        assertThat(export.rows()).isEqualTo(3);
        assertThat(AuditFiles.verify(export).ok()).isTrue();
    }

    // tag::review[]
    Runbook review(AuditLog log, UserAccounts users) {
        return AccessReviewRunbook.of("access-review", "Review who did what", log, ExportDirectory.csv(directory))
                .ofLast(ofDays(7))
                .accounts(users, ofDays(90))
                .failedLoginsAtMost(200)
                .adminsAtMost(3)
                .reviewedBy("security officers") // or nobody
                .build();
    }
    // end::review[]

    // tag::daily[]
    Runbook daily(AuditLog log) {
        return DailyAuditSummaryRunbook.of(
                        "audit-summary",
                        "Audit summary of the day before",
                        log,
                        ZoneId.of("America/New_York"),
                        ExportDirectory.csv(directory))
                .silentAtMost(ofHours(2))
                .build();
    }
    // end::daily[]

    @Test
    void both_are_runbooks_with_documents() {
        assertThat(review(log, accounts(sql)).toMarkdown()).contains("Report the failed logins");
        assertThat(daily(log).toMarkdown()).contains("There are audit events of the last 2 h");
        assertThat(accounts(sql).admins()).hasSize(1);
    }

    // tag::steps[]
    Runbook nights(AuditLog log, ExportDirectory files) {
        return Runbook.define("nights", "Who looked at patients this week", rb -> {
            rb.require("mapping", "The mapping fits", Audits.fits(log));
            var week =
                    rb.step("week", "Choose the time", Audits.last(ofDays(7))).inDoubt(rerun());
            var seen = rb.step("seen", "Report accesses to patient data", Audits.phiAccesses(log, week, files))
                    .inDoubt(rerun());
            rb.verify("few", "No more than usual", Audits.eventsAtMost(seen, 50_000));
        });
    }
    // end::steps[]

    @Test
    void steps_of_ones_own_run_on_a_fake() throws Exception {
        var fake = FakeAuditLog.of("sql01", log.table());
        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(nights(fake, ExportDirectory.jsonLines(directory)), RunRequest.by("m.meier"))
                    .await();

            assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        }
    }
}
