package io.emrops.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.audit.AuditEvent;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.AuditPosition;
import io.emrops.audit.AuditTotals;
import io.emrops.audit.EventMeaning;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the documents ask by hand, asked by a mapping, beside the queries of the documents. */
@Timeout(180)
class AuditLogTest {
    private static final Instant FROM = Instant.parse("2026-10-29T04:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-02T05:00:00.500Z");
    private static final String RANGE =
            " FROM AuditLog WHERE EventTime >= '2026-10-29T04:00:00' AND EventTime < '2026-11-02T05:00:00.5' ";

    private static SimulatedAudit there;

    @BeforeAll
    static void start() throws SQLException {
        there = new SimulatedAudit();
        there.seed(SimulatedAudit.days(400));
    }

    @AfterAll
    static void stop() {
        there.close();
    }

    @Test
    void the_events_are_those_of_the_documents_query() throws SQLException {
        var events = events(there.utc(), AuditFilter.all().between(FROM, TO).newestFirst());

        var rows = ask("SELECT Id, EventTime, UserId, EventType, Outcome, PatientId, ClientIp, Details" + RANGE
                + "ORDER BY EventTime DESC, Id DESC");
        assertThat(rows).hasSizeGreaterThan(100);
        assertThat(events).extracting(AuditLogTest::line).isEqualTo(rows);
    }

    @Test
    void oldest_first_is_the_other_way_round() throws SQLException {
        var events = events(there.utc(), AuditFilter.all());

        assertThat(events).extracting(AuditEvent::key).isEqualTo(ask("SELECT Id FROM AuditLog ORDER BY EventTime, Id"));
        assertThat(there.utc().count(AuditFilter.all())).isEqualTo(400);
    }

    @Test
    void the_daily_summary_is_that_of_the_documents_query() throws SQLException {
        var totals = there.utc().totals(AuditFilter.all().between(FROM, TO), List.of(AuditField.EVENT_TYPE), 100);

        assertThat(lines(totals))
                .isEqualTo(ask("SELECT EventType, COUNT(*) AS event_count, MIN(EventTime) AS first_occurrence,"
                        + " MAX(EventTime) AS last_occurrence" + RANGE
                        + "GROUP BY EventType ORDER BY event_count DESC, EventType"));
        assertThat(totals.groups()).isEqualTo(5);
    }

    @Test
    void access_counts_are_those_of_the_documents_query_with_those_of_nobody() throws SQLException {
        var totals = there.utc().totals(AuditFilter.all(), List.of(AuditField.USER), 100);

        assertThat(totals.largest())
                .extracting(each -> each.get(AuditField.USER).orElse("NULL") + " " + each.events())
                .isEqualTo(ask("SELECT COALESCE(UserId, 'NULL') + ' ' + CAST(AccessCount AS varchar(10)) FROM"
                        + " (SELECT UserId, COUNT(*) AS AccessCount FROM AuditLog GROUP BY UserId) AS counted"
                        + " ORDER BY AccessCount DESC, UserId"));
        assertThat(totals.events()).isEqualTo(400);
    }

    @Test
    void failed_logins_are_told_by_user_and_source() throws SQLException {
        var totals = there.utc()
                .totals(
                        AuditFilter.all().between(FROM, TO).only(EventMeaning.FAILED_LOGIN),
                        List.of(AuditField.USER, AuditField.SOURCE),
                        1_000);

        assertThat(lines(totals))
                .isNotEmpty()
                .isEqualTo(
                        ask("SELECT UserId, ClientIp, COUNT(*) AS n, MIN(EventTime) AS f, MAX(EventTime) AS l" + RANGE
                                + "AND EventType = 'LOGIN' AND Outcome IN ('FAILED', 'LOCKED') GROUP BY UserId, ClientIp"
                                + " ORDER BY n DESC, UserId, ClientIp"));
    }

    @Test
    void accesses_to_patient_data_are_those_that_name_a_patient() throws SQLException {
        var filter = AuditFilter.all().between(FROM, TO).only(EventMeaning.PHI_ACCESS);

        assertThat(events(there.utc(), filter))
                .extracting(AuditEvent::key)
                .isNotEmpty()
                .isEqualTo(ask("SELECT Id" + RANGE + "AND PatientId IS NOT NULL ORDER BY EventTime, Id"));
        assertThat(there.utc().count(filter.where(AuditField.PATIENT, "3", "4")))
                .isEqualTo(Long.parseLong(ask("SELECT COUNT(*)" + RANGE + "AND PatientId IN (3, 4)")
                        .get(0)));
    }

    @Test
    void totals_that_are_cut_say_how_many_there_are() {
        var totals = there.utc().totals(AuditFilter.all(), List.of(AuditField.USER), 3);

        assertThat(totals.largest()).hasSize(3);
        assertThat(totals.isCut()).isTrue();
        assertThat(totals.groups()).isEqualTo(8);
        assertThat(totals.events()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"20, false", "15, true", "400, false", "10000, true"})
    void pages_put_together_are_the_whole(int size, boolean newestFirst) {
        var filter = newestFirst
                ? AuditFilter.all().between(FROM, FROM.plusSeconds(86_400)).newestFirst()
                : AuditFilter.all().between(FROM, FROM.plusSeconds(86_400));
        var keys = new ArrayList<String>();

        var after = Optional.<AuditPosition>empty();
        do {
            var page = there.utc().page(filter, size, after);
            assertThat(page.events()).hasSizeLessThanOrEqualTo(size);
            page.events().forEach(event -> keys.add(event.key()));
            after = page.next();
        } while (after.isPresent());

        assertThat(keys)
                .isEqualTo(events(there.utc(), filter).stream()
                        .map(AuditEvent::key)
                        .toList());
    }

    @Test
    void a_range_has_its_beginning_and_not_its_end() throws SQLException {
        var time = Instant.parse("2026-12-01T00:00:00.123Z");
        there.seed(List.of(new SimulatedAudit.Row(time, "edge", "VIEW", null, null, null, null)));
        try {
            var edge = AuditFilter.all().where(AuditField.USER, "edge");

            assertThat(there.utc().count(during(edge, time, time.plusNanos(1)))).isEqualTo(1);
            assertThat(there.utc().count(during(edge, time.minusNanos(1), time)))
                    .isZero();
            assertThat(there.utc().count(during(edge, time.plusNanos(1), time.plusSeconds(1))))
                    .isZero();
            assertThat(there.utc().count(AuditFilter.all().to(time).where(AuditField.USER, "edge")))
                    .isZero();
        } finally {
            there.run(SimulatedAudit.EMRNEXT, "DELETE FROM AuditLog WHERE UserId = 'edge'");
        }
    }

    private static AuditFilter during(AuditFilter filter, Instant from, Instant to) {
        return filter.during(new io.emrops.audit.AuditPeriod(from, to));
    }

    private static List<AuditEvent> events(SqlServerAuditLog log, AuditFilter filter) {
        try (var events = log.events(filter)) {
            return events.toList();
        }
    }

    private static String line(AuditEvent event) {
        var cells = new ArrayList<String>(List.of(event.key(), utc(event.time())));
        for (var field : event.getClass() == AuditEvent.class ? SimulatedAudit.UTC.fields() : List.<AuditField>of()) {
            cells.add(event.get(field).orElse("NULL"));
        }
        event.details().forEach(detail -> cells.add(detail.orElse("NULL")));
        return String.join("|", cells);
    }

    private static List<String> lines(AuditTotals totals) {
        return totals.largest().stream()
                .map(total -> {
                    var cells = new ArrayList<String>();
                    totals.by().forEach(field -> cells.add(total.get(field).orElse("NULL")));
                    cells.add(Long.toString(total.events()));
                    cells.add(utc(total.first()));
                    cells.add(utc(total.last()));
                    return String.join("|", cells);
                })
                .toList();
    }

    private static String utc(Instant moment) {
        return LocalDateTime.ofInstant(moment, java.time.ZoneOffset.UTC).toString();
    }

    /** By hand, over the driver alone. */
    private static List<String> ask(String query) throws SQLException {
        var lines = new ArrayList<String>();
        try (var connection = there.server
                        .dataSource("databaseName=" + SimulatedAudit.EMRNEXT)
                        .getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                var cells = new ArrayList<String>();
                for (var i = 1; i <= columns; i++) {
                    var value = rows.getObject(i) instanceof java.sql.Timestamp
                            ? rows.getObject(i, LocalDateTime.class)
                            : rows.getObject(i);
                    cells.add(value == null ? "NULL" : value.toString());
                }
                lines.add(String.join("|", cells));
            }
        }
        return lines;
    }
}
