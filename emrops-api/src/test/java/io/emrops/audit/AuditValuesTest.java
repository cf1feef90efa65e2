package io.emrops.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Progress;
import io.emrops.Runbook;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditValuesTest {
    @TempDir
    Path directory;

    private static final String CANARY = "Canary, Ada";
    private static final AuditTable TABLE = table().build();

    private static AuditTable.Builder table() {
        return AuditTable.named("dbo", "AuditLog")
                .key("Id")
                .time(TimeColumn.utc("At"))
                .user("Who");
    }

    @Test
    void a_mapping_names_a_key_and_a_time_and_no_column_twice() {
        assertThatIllegalArgumentException()
                .isThrownBy(AuditTable.named("dbo", "A").key("Id")::build)
                .withMessageContaining("the column of the time");
        assertThatIllegalArgumentException()
                .isThrownBy(AuditTable.named("dbo", "A").time(TimeColumn.utc("At"))::build)
                .withMessageContaining("the column of the key");
        assertThatIllegalArgumentException()
                .isThrownBy(table().details("Who")::build)
                .withMessageContaining("Who is named twice");
        assertThatIllegalArgumentException().isThrownBy(() -> table().user(" "));
    }

    @Test
    void a_rule_needs_the_columns_that_it_is_about() {
        assertThatIllegalArgumentException()
                .isThrownBy(table().eventType("Type")
                        .failedLogins(EventRule.ofTypes("LOGIN").withOutcomes("FAILED"))::build)
                .withMessageContaining("event type LOGIN, outcome FAILED")
                .withMessageContaining("the column of the outcome");
        assertThatIllegalArgumentException()
                .isThrownBy(table().phiAccesses(EventRule.namingPatient())::build)
                .withMessageContaining("the column of the patient");
        assertThatIllegalArgumentException().isThrownBy(() -> EventRule.ofTypes());
    }

    @Test
    void a_mapping_of_users_names_the_name() {
        assertThatIllegalArgumentException().isThrownBy(UserTable.named("dbo", "Users")::build);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserTable.named("dbo", "Users").admins("role"));
    }

    @Test
    void a_time_ends_behind_its_beginning() {
        var moment = Instant.parse("2026-11-22T10:00:00Z");

        assertThatIllegalArgumentException().isThrownBy(() -> new AuditPeriod(moment, moment));
        assertThatIllegalArgumentException().isThrownBy(() -> AuditFilter.all().between(moment, moment.minusNanos(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditFilter.all().to(moment).from(moment));
        assertThatIllegalArgumentException().isThrownBy(() -> AuditFilter.all().from(Instant.MIN));
        assertThatIllegalArgumentException().isThrownBy(() -> AuditFilter.all().to(Instant.MAX));
        assertThat(AuditPeriod.before(moment, Duration.ofDays(7)).from()).isEqualTo("2026-11-15T10:00:00Z");
    }

    @Test
    void nothing_that_holds_rows_can_be_printed_or_handed_on() {
        var event = AuditEvent.of(TABLE, CANARY, LocalDateTime.parse("2026-11-22T10:00:00"))
                .field(AuditField.USER, CANARY)
                .build();
        var total = new AuditTotal(Map.of(AuditField.USER, CANARY), 3, Instant.EPOCH, Instant.EPOCH);
        var account = new Account(CANARY, Optional.of(CANARY), Optional.empty(), OptionalLong.empty());
        var values = List.of(
                event,
                total,
                account,
                new AuditPage(List.of(event), Optional.of(event.position())),
                new AuditTotals(List.of(AuditField.USER), List.of(total), 1, 3),
                event.position(),
                AuditFilter.all().where(AuditField.PATIENT, CANARY));

        assertThat(values).allSatisfy(value -> {
            assertThat(value.toString()).isNotBlank().doesNotContain(CANARY);
            assertThat(Output.of(value.getClass()).faults()).isNotEmpty();
        });
        assertThat(Output.of(AuditExport.class).faults()).isEmpty();
        assertThat(Output.of(AuditReport.class).faults()).isEmpty();
        assertThat(Output.of(AuditPeriod.class).faults()).isEmpty();
    }

    @Test
    void an_event_tells_what_was_recorded_and_how_certain_its_moment_is() {
        var local = AuditTable.named("dbo", "A")
                .key("Id")
                .time(TimeColumn.local("At", ZoneId.of("America/New_York")))
                .details("More", "Less")
                .build();

        var event = AuditEvent.of(local, "7", LocalDateTime.parse("2026-11-01T01:15:00"))
                .detail(1, "x")
                .build();

        assertThat(event.time()).isEqualTo("2026-11-01T05:15:00Z");
        assertThat(event.timeIsCertain()).isFalse();
        assertThat(event.recordedTime()).contains(LocalDateTime.parse("2026-11-01T01:15:00"));
        assertThat(event.position()).isEqualTo(new AuditPosition("2026-11-01T01:15", "7"));
        assertThat(event.details()).containsExactly(Optional.empty(), Optional.of("x"));
        assertThat(List.of(
                        event.user(),
                        event.eventType(),
                        event.outcome(),
                        event.object(),
                        event.patient(),
                        event.source()))
                .containsOnly(Optional.empty());
    }

    @Test
    void describing_a_step_or_a_check_asks_nobody() {
        var log = describable(AuditLog.class, TABLE);
        var users = describable(
                UserAccounts.class, UserTable.named("dbo", "Users").name("n").build());
        var files = ExportDirectory.csv(Path.of("/audit"));
        var described = new ArrayList<String>();

        Runbook.define("audit", "Audit", rb -> {
            var week = rb.step("week", "Week", Audits.last(Duration.ofDays(7)));
            for (Operation<?> operation : List.of(
                    Audits.last(Duration.ofDays(7)),
                    Audits.dayBefore(ZoneId.of("America/New_York")),
                    Audits.export(log, week, files),
                    Audits.accessesByUser(log, week, files),
                    Audits.admins(users, week, files),
                    Audits.inactiveAccounts(users, week, Duration.ofDays(90), files),
                    Audits.accountsWithoutKnownLogin(users, week, files))) {
                described.add(operation.describe());
                assertThat(operation.configuration().toString()).doesNotContain(CANARY);
            }
            described.add(Audits.fits(log).describe());
            described.add(Audits.fits(users).describe());
            described.add(Audits.written(log, Duration.ofHours(2)).describe());
            assertThatIllegalArgumentException().isThrownBy(() -> Audits.failedLogins(log, week, files));
            assertThatIllegalArgumentException().isThrownBy(() -> Audits.summary(log, week, files));
        });

        assertThat(described)
                .containsExactly(
                        "Look at the last 7 d",
                        "Look at the day before in America/New_York",
                        "Write the events of dbo.AuditLog to a file",
                        "Write the totals of events by user to a file",
                        "Write the accounts of administrators to a file",
                        "Write the accounts that were not used for 90 d to a file",
                        "Write the accounts whose last login is not known to a file",
                        "The mapping fits dbo.AuditLog",
                        "The mapping fits dbo.Users",
                        "There are audit events of the last 2 h");
    }

    /** Knows its table and nothing else. */
    private static <T> T describable(Class<T> type, Object table) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().equals("table")) {
                return table;
            }
            throw new AssertionError(method.getName() + " was called");
        }));
    }

    @Test
    void filters_are_values() {
        var all = AuditFilter.all();

        var narrow = all.where(AuditField.USER, "a")
                .where(AuditField.OUTCOME, "b", "c")
                .only(EventMeaning.PHI_ACCESS);

        assertThat(all.values()).isEmpty();
        assertThat(narrow.values().keySet()).containsExactlyInAnyOrder(AuditField.USER, AuditField.OUTCOME);
        assertThat(narrow).hasToString("events that are accesses to patient data, user chosen, outcome chosen");
    }

    @Test
    void no_condition_of_a_filter_is_lost_by_another() {
        var begin = Instant.parse("2026-11-22T10:00:00Z");
        var end = begin.plusSeconds(60);
        var chosen = AuditFilter.all()
                .where(AuditField.USER, "a")
                .only(EventMeaning.PHI_ACCESS)
                .newestFirst();

        for (var filter : List.of(
                chosen.from(begin).to(end),
                chosen.to(end).from(begin),
                chosen.between(begin, end),
                chosen.during(new AuditPeriod(begin, end)))) {
            assertThat(filter.values()).containsOnlyKeys(AuditField.USER);
            assertThat(filter.meaning()).contains(EventMeaning.PHI_ACCESS);
            assertThat(filter.isNewestFirst()).isTrue();
            assertThat(filter.from()).contains(begin);
            assertThat(filter.to()).contains(end);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chosen.where(AuditField.USER, CANARY))
                .withMessageNotContaining(CANARY);
        assertThatIllegalArgumentException().isThrownBy(() -> chosen.only(EventMeaning.FAILED_LOGIN));
    }

    @Test
    void a_report_has_every_group_however_many_there_are() throws Exception {
        var count = 100_003;
        var log = (AuditLog) Proxy.newProxyInstance(
                AuditLog.class.getClassLoader(),
                new Class<?>[] {AuditLog.class},
                (proxy, method, args) -> IntStream.range(0, count)
                        .mapToObj(n ->
                                new AuditTotal(Map.of(AuditField.USER, "u" + n), 1, Instant.EPOCH, Instant.EPOCH)));

        var report = AuditFiles.writeTotals(
                log,
                AuditFilter.all(),
                List.of(AuditField.USER),
                directory.resolve("x.csv"),
                ExportFormat.CSV,
                Progress.none());

        assertThat(report.export().rows()).isEqualTo(count);
        assertThat(report.events()).isEqualTo(count);
        try (var lines = Files.lines(directory.resolve("x.csv"))) {
            assertThat(lines.skip(count)).containsExactly("u100002,1,1970-01-01T00:00:00Z,1970-01-01T00:00:00Z");
        }
    }

    @Test
    void a_step_that_reads_by_another_mapping_or_filter_is_another_step() {
        var files = ExportDirectory.csv(Path.of("/audit"));
        var tables = List.of(
                AuditTable.named("dbo", "A")
                        .key("Id")
                        .time(TimeColumn.utc("At"))
                        .user("U"),
                AuditTable.named("dbo", "A")
                        .key("Id")
                        .time(TimeColumn.utc("At"))
                        .user("V"),
                AuditTable.named("dbo", "A")
                        .key("Id")
                        .time(TimeColumn.withOffset("At"))
                        .user("U"),
                AuditTable.named("dbo", "A")
                        .key("Id")
                        .time(TimeColumn.utc("At"))
                        .user("U")
                        .patient("P")
                        .phiAccesses(EventRule.namingPatient()));
        var found = new ArrayList<Map<String, String>>();

        Runbook.define("audit", "Audit", rb -> {
            var week = rb.step("week", "Week", Audits.last(Duration.ofDays(7)));
            for (var table : tables) {
                var log = describable(AuditLog.class, table.build());
                found.add(Audits.export(log, week, files).configuration());
            }
            var log = describable(AuditLog.class, tables.get(0).build());
            for (var user : List.of(CANARY, "another")) {
                var filter = AuditFilter.all().where(AuditField.USER, user);
                found.add(Audits.export(log, week, filter, files).configuration());
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Audits.export(log, week, AuditFilter.all().to(Instant.EPOCH), files));
        });

        assertThat(found).doesNotHaveDuplicates().hasSize(6);
        assertThat(found.toString()).doesNotContain(CANARY);
    }
}
