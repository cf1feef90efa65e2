package io.emrops.sqlserver;

import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.AuditPosition;
import io.emrops.audit.AuditTable;
import io.emrops.audit.EventMeaning;
import io.emrops.audit.EventRule;
import io.emrops.audit.TimeColumn;
import io.emrops.audit.UserTable;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mappings that fit and that do not. */
@Timeout(180)
class AuditMappingTest {
    private static SimulatedAudit there;

    @BeforeAll
    static void start() throws SQLException {
        there = new SimulatedAudit();
    }

    @AfterAll
    static void stop() {
        there.close();
    }

    private static SqlServerAuditLog log(AuditTable.Builder table) {
        return there.sql.auditLog(SimulatedAudit.EMRNEXT, table.build());
    }

    private static AuditTable.Builder table() {
        return AuditTable.named("dbo", "AuditLog").key("Id").time(TimeColumn.utc("EventTime"));
    }

    @Test
    void a_mapping_that_fits_tells_what_it_leaves_out() {
        assertThat(there.utc().requireFit()).containsExactly("Extra");
        assertThat(there.local().requireFit()).isEmpty();
        assertThat(log(table()).requireFit())
                .containsExactly("UserId", "EventType", "Outcome", "PatientId", "ClientIp", "Details", "Extra");
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_with_what_is_there_before_anything_is_read() {
        var wrong = log(AuditTable.named("dbo", "AuditLog")
                .key("EventTime")
                .time(TimeColumn.withOffset("Id"))
                .user("UserName")
                .source("Extra"));
        var before = there.server
                .script()
                .statements(RequestPattern.containing("[AuditLog]"))
                .size();

        assertThatThrownBy(() -> wrong.events(AuditFilter.all()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessage("The mapping does not fit dbo.AuditLog in EMRNext; nothing was read. Asked | there: "
                        + "key: EventTime, a whole number, a text or a uniqueidentifier | EventTime datetime2(3); "
                        + "time: Id, time with offset: datetimeoffset | Id bigint; "
                        + "user: UserName, a text, a number or a uniqueidentifier | no such column; "
                        + "source: Extra, a text, a number or a uniqueidentifier | Extra xml. "
                        + "The table has Id bigint, EventTime datetime2(3), UserId nvarchar(60), EventType varchar(40), "
                        + "Outcome varchar(20), PatientId int, ClientIp varchar(45), Details nvarchar(max), Extra xml");
        assertThat(there.server.script().statements(RequestPattern.containing("[AuditLog]")))
                .hasSize(before);
    }

    @Test
    void a_clock_that_is_said_of_a_time_with_offset_is_refused_and_the_other_way_round() throws SQLException {
        there.run(
                SimulatedAudit.EMRNEXT,
                "CREATE TABLE dbo.WithOffset (Id int NOT NULL, At datetimeoffset NOT NULL, Day date NOT NULL)");
        var offsets = AuditTable.named("dbo", "WithOffset").key("Id");

        assertThatThrownBy(() -> log(offsets.time(TimeColumn.local("At", ZoneId.of("America/New_York"))))
                        .requireFit())
                .hasMessageContaining(
                        "time: At, time in America/New_York: datetime, datetime2 or smalldatetime | At datetimeoffset(7)");
        assertThatThrownBy(() -> log(offsets.time(TimeColumn.utc("Day"))).requireFit())
                .hasMessageContaining("time: Day, time in UTC: datetime, datetime2 or smalldatetime | Day date");
    }

    @Test
    void a_rule_whose_values_the_column_cannot_have_is_refused() {
        var wrong = log(table().eventType("PatientId").failedLogins(EventRule.ofTypes("LOGIN")));

        assertThatThrownBy(() -> wrong.count(AuditFilter.all()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("values that are a int | PatientId int");
    }

    @Test
    void what_is_not_there_is_named() {
        assertThatThrownBy(
                        () -> log(AuditTable.named("dbo", "AuditTrail").key("a").time(TimeColumn.utc("b")))
                                .requireFit())
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageStartingWith("There is no table or view dbo.AuditTrail in EMRNext");
        assertThatThrownBy(
                        () -> there.sql.auditLog("EMRLast", SimulatedAudit.UTC).count(AuditFilter.all()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageStartingWith("There is no database EMRLast");
        assertThatIllegalArgumentException().isThrownBy(() -> there.sql.auditLog("", SimulatedAudit.UTC));
    }

    @Test
    void a_view_is_as_good_as_a_table_and_the_case_of_names_does_not_matter() throws SQLException {
        there.run(SimulatedAudit.EMRNEXT, "CREATE VIEW dbo.Audited AS SELECT Id, EventTime FROM dbo.AuditLog");

        var view = there.sql.auditLog(
                "emrnext",
                AuditTable.named("DBO", "audited")
                        .key("ID")
                        .time(TimeColumn.utc("eventtime"))
                        .build());

        assertThat(view.count(AuditFilter.all())).isZero();
    }

    @Test
    void a_column_that_is_masked_for_the_login_is_refused_before_anything_is_read() {
        try {
            masked("UserId");
            there.server
                    .script()
                    .when(RequestPattern.containing("of_column"))
                    .answer(rows("of_database int", "of_column int").row(0, null));

            assertThatThrownBy(() -> log(table().user("UserId")).count(AuditFilter.all()))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessage("Columns of dbo.AuditLog in EMRNext are masked, and the login has no permission UNMASK:"
                            + " UserId. It would read other values than there are; nothing was read");
            assertThat(log(table()).requireFit()).as("not mapped").contains("UserId");

            there.server.script().reset();
            masked("UserId");
            there.server
                    .script()
                    .when(RequestPattern.containing("of_column"))
                    .answer(rows("of_database int", "of_column int").row(1, null));
            assertThat(log(table().user("UserId")).requireFit()).isEmpty();
        } finally {
            there.server.script().reset();
        }
    }

    private static void masked(String column) {
        there.server
                .script()
                .when(RequestPattern.containing("is_masked"))
                .answer(rows(
                                "schema_name nvarchar(128)",
                                "object_name nvarchar(128)",
                                "column_name nvarchar(128)",
                                "type_name nvarchar(128)",
                                "max_length smallint",
                                "precision tinyint",
                                "scale tinyint",
                                "is_nullable bit",
                                "is_masked bit")
                        .row("dbo", "AuditLog", "Id", "bigint", 8, 19, 0, false, false)
                        .row("dbo", "AuditLog", "EventTime", "datetime2", 7, 23, 3, false, false)
                        .row("dbo", "AuditLog", column, "nvarchar", 120, 0, 0, true, true));
    }

    @Test
    void values_are_sent_as_the_column_has_them_so_that_order_and_indexes_are_the_columns() throws SQLException {
        there.run(
                SimulatedAudit.EMRNEXT,
                "CREATE TABLE dbo.Access (Id varchar(36) NOT NULL, At datetime2(3) NOT NULL, Who varchar(5), Kind int, Cost decimal(9, 2))",
                "INSERT INTO dbo.Access VALUES ('a-b', '2026-11-22T10:00:00', 'ada', 1, 1.5),"
                        + " ('ab', '2026-11-22T10:00:00', 'bob', 2, 2.5), ('b', '2026-11-22T10:00:00', 'J\u00fcrg', 2, 3)");
        var log = there.sql.auditLog(
                SimulatedAudit.EMRNEXT,
                AuditTable.named("dbo", "Access")
                        .key("Id")
                        .time(TimeColumn.utc("At"))
                        .user("Who")
                        .eventType("Kind")
                        .object("Cost")
                        .build());

        var keys = new ArrayList<String>();
        var after = Optional.<AuditPosition>empty();
        do {
            var page = log.page(AuditFilter.all(), 1, after);
            page.events().forEach(event -> keys.add(event.key()));
            after = page.next();
        } while (after.isPresent());
        assertThat(keys).containsExactlyInAnyOrder("a-b", "ab", "b");
        assertThat(sent("TOP (2)").text()).containsPattern("\\[Id\\] > CAST\\(\\S+ AS varchar\\(8000\\)\\)");

        assertThat(log.count(AuditFilter.all().where(AuditField.USER, "ada"))).isEqualTo(1);
        assertThat(sent("COUNT_BIG").text()).containsPattern("\\[Who\\] IN \\(CAST\\(\\S+ AS varchar\\(8000\\)\\)\\)");
        assertThat(log.count(AuditFilter.all().where(AuditField.USER, "ada and more")))
                .as("nothing is cut off")
                .isZero();
        assertThat(log.count(AuditFilter.all().where(AuditField.USER, "J\u00fcrg")))
                .isEqualTo(1);
        assertThat(log.count(AuditFilter.all().where(AuditField.EVENT_TYPE, "2")))
                .isEqualTo(2);
        assertThat(sent("COUNT_BIG").parameters())
                .extracting(parameter -> parameter.value())
                .containsExactly(2L);
        assertThat(log.count(AuditFilter.all().where(AuditField.EVENT_TYPE, "1.5")))
                .isZero();
        assertThat(log.count(AuditFilter.all().where(AuditField.OBJECT, "1.5"))).isEqualTo(1);
    }

    private static Request sent(String part) {
        var all = there.server.script().statements(RequestPattern.containing(part));
        return all.get(all.size() - 1);
    }

    @Test
    void a_filter_or_totals_about_a_field_without_a_column_are_refused() {
        assertThatThrownBy(() -> log(table()).count(AuditFilter.all().where(AuditField.USER, "x")))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("no column of the user");
        assertThatThrownBy(() -> log(table()).totals(AuditFilter.all(), List.of(AuditField.OUTCOME), 1))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("no column of the outcome");
        assertThatThrownBy(() -> log(table()).count(AuditFilter.all().only(EventMeaning.FAILED_LOGIN)))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("does not say which events are failed logins");
    }

    @Test
    void values_that_the_column_cannot_have_are_refused_and_not_repeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> there.utc().count(AuditFilter.all().where(AuditField.PATIENT, "Canary, Ada")))
                .withMessageNotContaining("Canary");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        there.utc().page(AuditFilter.all(), 10, Optional.of(new AuditPosition("yesterday", "1"))));
        assertThatIllegalArgumentException().isThrownBy(() -> there.utc().page(AuditFilter.all(), 0, Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> there.utc().totals(AuditFilter.all(), List.of(), 10));
    }

    @Test
    void a_mapping_of_users_that_does_not_fit_is_refused_too() {
        var wrong = there.sql.accounts(
                SimulatedAudit.EMRNEXT,
                UserTable.named("dbo", "Users")
                        .name("login")
                        .lastLogin(TimeColumn.withOffset("last_login"))
                        .failedAttempts("role")
                        .build());

        assertThatThrownBy(wrong::requireFit)
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("name: login, a text, a number or a uniqueidentifier | no such column; "
                        + "last login: last_login, time with offset: datetimeoffset | last_login datetime; "
                        + "failed attempts: role, a whole number | role varchar(20).");
        assertThatThrownBy(() -> there.sql
                        .accounts(
                                SimulatedAudit.EMRNEXT,
                                UserTable.named("dbo", "Users").name("username").build())
                        .admins())
                .isInstanceOf(PreconditionFailedException.class);
    }
}
