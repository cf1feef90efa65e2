package io.emrops.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.audit.AuditEvent;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditFiles;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.AuditPeriod;
import io.emrops.audit.AuditTable;
import io.emrops.audit.EventMeaning;
import io.emrops.audit.ExportFormat;
import io.emrops.audit.TimeColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table of strange names whose times are what the clock on the wall showed, on the day it was put back. */
@Timeout(180)
class AuditOfLocalTimesTest {
    private static SimulatedAudit there;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws SQLException {
        there = new SimulatedAudit();
    }

    @AfterAll
    static void stop() {
        there.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        there.run(SimulatedAudit.SCHEDULER, "DELETE FROM ops.[Audit Log]]s]");
    }

    private void seed(String... times) throws SQLException {
        for (var time : times) {
            there.seedLocal(LocalDateTime.parse(time), "m.meier", "PATIENT_VIEW");
        }
    }

    private List<String> recorded(AuditFilter filter) {
        try (var events = there.local().events(filter)) {
            return events.map(event -> event.recordedTime().orElseThrow().toString())
                    .toList();
        }
    }

    @Test
    void a_day_of_25_hours_has_all_of_them() throws SQLException {
        seed(
                "2026-10-31T23:59:59.997",
                "2026-11-01T00:00",
                "2026-11-01T00:59:59",
                "2026-11-01T01:30",
                "2026-11-01T23:59:59.997",
                "2026-11-02T00:00");

        var day = AuditFilter.all().during(AuditPeriod.day(LocalDate.parse("2026-11-01"), SimulatedAudit.NEW_YORK));

        assertThat(recorded(day))
                .containsExactly(
                        "2026-11-01T00:00", "2026-11-01T00:59:59", "2026-11-01T01:30", "2026-11-01T23:59:59.997");
        assertThat(there.local().count(day)).isEqualTo(4);
    }

    @Test
    void an_hour_that_came_twice_is_in_one_of_two_ranges_and_not_in_both() throws SQLException {
        seed("2026-11-01T00:59", "2026-11-01T01:00", "2026-11-01T01:59:59.997", "2026-11-01T02:00");

        var noon = Instant.parse("2026-11-01T12:00:00Z");
        for (var time : List.of("05:00", "05:30", "06:00", "06:30", "07:00")) {
            var middle = Instant.parse("2026-11-01T" + time + ":00Z");

            var before = recorded(AuditFilter.all().to(middle));
            var after = recorded(AuditFilter.all().between(middle, noon));

            assertThat(before.size() + after.size()).as("%s", middle).isEqualTo(4);
            assertThat(before).allMatch(each -> momentOf(each).isBefore(middle));
            assertThat(after).noneMatch(each -> momentOf(each).isBefore(middle));
        }
    }

    private static Instant momentOf(String recorded) {
        return SimulatedAudit.LOCAL.time().momentOf(LocalDateTime.parse(recorded));
    }

    @Test
    void what_the_clock_showed_twice_is_told_as_such_and_goes_into_the_file_as_it_was_recorded() throws Exception {
        seed("2026-11-01T01:30:00.003", "2026-11-01T02:30");

        var path = directory.resolve("x.csv");
        AuditFiles.write(there.local(), AuditFilter.all(), path, ExportFormat.CSV, Progress.none());

        try (var events = there.local().events(AuditFilter.all())) {
            assertThat(events.map(AuditEvent::timeIsCertain)).containsExactly(false, true);
        }
        var lines = Files.readAllLines(path);
        assertThat(lines.get(0)).isEqualTo("key,time,recorded_time,time_certain,user,event_type");
        assertThat(lines.get(1)).endsWith(",2026-11-01T05:30:00.003Z,2026-11-01T01:30:00.003,no,m.meier,PATIENT_VIEW");
        assertThat(lines.get(2)).endsWith(",2026-11-01T07:30:00Z,2026-11-01T02:30,yes,m.meier,PATIENT_VIEW");
    }

    @Test
    void edges_between_the_ticks_of_a_datetime_are_exact() throws SQLException {
        seed(
                "2026-12-01T10:00:00.000",
                "2026-12-01T10:00:00.003",
                "2026-12-01T10:00:00.007",
                "2026-12-01T10:00:00.010");
        var second = Instant.parse("2026-12-01T15:00:00Z");

        for (var edge : List.of(1, 3, 4, 7, 8, 10, 11)) {
            var expected = List.of(0, 3, 7, 10).stream().filter(it -> it < edge).count();

            assertThat(there.local().count(AuditFilter.all().to(second.plusMillis(edge))))
                    .as("before %s ms", edge)
                    .isEqualTo(expected);
        }
        assertThat(there.local().count(AuditFilter.all().from(second.plusMillis(7))))
                .isEqualTo(2);
        assertThat(there.local()
                        .count(AuditFilter.all().from(second.plusMillis(7).plusNanos(1))))
                .isEqualTo(1);
    }

    @Test
    void the_time_zone_of_this_program_makes_no_difference() throws SQLException {
        // 02:30 on that day is a time that clocks in New York never showed.
        var time = Instant.parse("2026-03-08T02:30:00.123Z");
        there.seed(List.of(new SimulatedAudit.Row(time, "u", "VIEW", null, null, null, null)));
        seed("2026-07-01T08:00");
        var own = TimeZone.getDefault();
        try {
            for (var zone : List.of("America/New_York", "UTC")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));

                try (var events = there.utc().events(AuditFilter.all().between(time, time.plusMillis(1)))) {
                    assertThat(events.map(AuditEvent::time)).containsExactly(time);
                }
                assertThat(there.utc()
                                .totals(AuditFilter.all(), List.of(AuditField.USER), 5)
                                .largest()
                                .get(0)
                                .first())
                        .isEqualTo(time);
                try (var events = there.local().events(AuditFilter.all())) {
                    assertThat(events.map(AuditEvent::time)).containsExactly(Instant.parse("2026-07-01T12:00:00Z"));
                }
            }
        } finally {
            TimeZone.setDefault(own);
        }
    }

    @Test
    void totals_and_meanings_work_with_names_that_need_quoting() throws SQLException {
        there.seedLocal(LocalDateTime.parse("2026-11-01T10:00"), "o'brien", "LOGIN_FAILED");
        there.seedLocal(LocalDateTime.parse("2026-11-01T11:00"), "o'brien", "LOGIN_FAILED");
        there.seedLocal(LocalDateTime.parse("2026-11-01T11:00"), "o'brien", "PATIENT_EDIT");
        there.seedLocal(LocalDateTime.parse("2026-11-01T12:00"), null, "LOGIN_FAILED");

        var failed =
                there.local().totals(AuditFilter.all().only(EventMeaning.FAILED_LOGIN), List.of(AuditField.USER), 10);

        assertThat(failed.largest())
                .extracting(total -> total.get(AuditField.USER) + " " + total.events() + " " + total.last())
                .containsExactly("Optional[o'brien] 2 2026-11-01T16:00:00Z", "Optional.empty 1 2026-11-01T17:00:00Z");
        assertThat(there.local().count(AuditFilter.all().only(EventMeaning.PHI_ACCESS)))
                .isEqualTo(1);
        assertThat(there.local().count(AuditFilter.all().where(AuditField.USER, "o'brien", "x' OR 1=1 --")))
                .isEqualTo(3);
    }

    @Test
    void pages_go_on_behind_a_uniqueidentifier_at_the_same_time() throws SQLException {
        for (var i = 0; i < 5; i++) {
            seed("2026-11-01T01:30:00.003");
        }

        var first = there.local().page(AuditFilter.all(), 2, Optional.empty());
        var second = there.local().page(AuditFilter.all(), 2, first.next());
        var third = there.local().page(AuditFilter.all(), 2, second.next());

        assertThat(third.events()).hasSize(1);
        assertThat(third.next()).isEmpty();
        assertThat(List.of(first, second, third).stream()
                        .flatMap(page -> page.events().stream())
                        .map(AuditEvent::key)
                        .distinct())
                .hasSize(5);
    }

    @Test
    void other_types_of_time_are_exact_too() throws SQLException {
        there.run(
                SimulatedAudit.EMRNEXT,
                "CREATE TABLE dbo.Access (n int NOT NULL, minute smalldatetime NOT NULL, moment datetimeoffset(7) NOT NULL)",
                "INSERT INTO dbo.Access VALUES (1, '2026-11-01T05:59:00', '2026-11-01T01:59:00-04:00')",
                "INSERT INTO dbo.Access VALUES (2, '2026-11-01T06:00:00', '2026-11-01T01:00:00-05:00')",
                "INSERT INTO dbo.Access VALUES (3, '2026-11-01T06:01:00', '2026-11-01T01:01:00.0000001-05:00')");
        var from = Instant.parse("2026-11-01T06:00:00Z");
        var table = AuditTable.named("dbo", "Access").key("n");
        var byMinute = there.sql.auditLog(
                SimulatedAudit.EMRNEXT, table.time(TimeColumn.utc("minute")).build());
        var byMoment = there.sql.auditLog(
                SimulatedAudit.EMRNEXT,
                AuditTable.named("dbo", "Access")
                        .key("n")
                        .time(TimeColumn.withOffset("moment"))
                        .build());

        for (var log : List.of(byMinute, byMoment)) {
            assertThat(log.count(AuditFilter.all().between(from, from.plusSeconds(60))))
                    .isEqualTo(1);
            assertThat(log.count(AuditFilter.all().from(from.plusNanos(1)))).isEqualTo(1);
            assertThat(log.count(AuditFilter.all().to(from.plusSeconds(59)))).isEqualTo(2);
            assertThat(log.page(AuditFilter.all().newestFirst(), 2, Optional.empty())
                            .events())
                    .extracting(AuditEvent::key)
                    .containsExactly("3", "2");
        }
        try (var events =
                byMoment.events(AuditFilter.all().from(from.plusSeconds(60).plusNanos(1)))) {
            assertThat(events.map(AuditEvent::time)).containsExactly(Instant.parse("2026-11-01T06:01:00.000000100Z"));
        }
    }
}
