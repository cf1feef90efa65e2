package io.emrops.sqlserver;

import static io.emrops.sqlserver.RetentionHospital.NOW;
import static io.emrops.sqlserver.RetentionHospital.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.audit.AuditArchive;
import io.emrops.audit.AuditTable;
import io.emrops.audit.LegalHold;
import io.emrops.audit.RetentionPolicy;
import io.emrops.audit.TimeColumn;
import io.emrops.sqlserver.restore.CutSource;
import io.emrops.sqlserver.restore.CutSource.Cut;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What no row shows, and would yet make a purge wrong. */
@Timeout(120)
class AuditRetentionHazardsTest {
    private static final SimulatedSqlServer SERVER = RetentionHospital.server(ManualTime.at(NOW.toString()));
    private static final int OLD = 6;

    @TempDir
    private Path directory;

    private RetentionHospital hospital;
    private SqlServer sql;

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void fill() throws SQLException {
        hospital = new RetentionHospital(SERVER);
        sql = hospital.sql();
        hospital.oldEvents(1, OLD);
    }

    @AfterEach
    void close() {
        sql.close();
        SERVER.script().reset();
    }

    private AuditArchive archive() throws InterruptedException {
        return hospital.archive(sql, directory, "november");
    }

    private SqlServerAuditRetention of(SqlServer by, String name) {
        var table = AuditTable.named("dbo", name)
                .key("Id")
                .time(TimeColumn.utc("EventTime"))
                .build();
        return by.auditRetention(
                hospital.database, table, RetentionPolicy.standard(), LegalHold.none("counsel", "none are kept"));
    }

    private static SimulatedSqlServer other() {
        return SimulatedSqlServer.builder()
                .name("OTHER")
                .time(ManualTime.at(NOW.toString()))
                .start();
    }

    private static RequestPattern asking(String what) {
        return RequestPattern.containing(what);
    }

    @Test
    void times_are_archived_as_they_are_written_whatever_the_time_zone_of_this_machine_is() throws Exception {
        hospital.run(
                "CREATE TABLE dbo.Times (Id int NOT NULL PRIMARY KEY, EventTime datetime2(7) NOT NULL, Old datetime, Small smalldatetime,"
                        + " Born date, At time(7), Sent datetimeoffset(7))",
                "INSERT INTO dbo.Times VALUES (1, '2019-03-10T02:30:00.1234567', '2019-03-10T02:30:00.123', '2019-03-10T02:30:00', '2019-03-10',"
                        + " '02:30:00.1234567', '2019-03-10T02:30:00.1234567 -05:00')",
                "INSERT INTO dbo.Times VALUES (2, '1582-10-10T00:00:00', '1910-01-02T00:00:00.997', '1910-01-02T00:00:00', '0001-01-01',"
                        + " '00:00:00', '0001-01-01T00:00:00 +00:00')");
        var before = TimeZone.getDefault();
        AuditArchive archive;
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            archive = of(sql, "Times").archive(NOW, directory, "times", Progress.none());
        } finally {
            TimeZone.setDefault(before);
        }

        assertThat(Files.readAllLines(Path.of(archive.file())))
                .containsExactly(
                        "{\"Id\":\"1\",\"EventTime\":\"2019-03-10 02:30:00.1234567\",\"Old\":\"2019-03-10 02:30:00.123\","
                                + "\"Small\":\"2019-03-10 02:30:00\",\"Born\":\"2019-03-10\",\"At\":\"02:30:00.1234567\","
                                + "\"Sent\":\"2019-03-10 02:30:00.1234567 -05:00\"}",
                        "{\"Id\":\"2\",\"EventTime\":\"1582-10-10 00:00:00.0000000\",\"Old\":\"1910-01-02 00:00:00.997\","
                                + "\"Small\":\"1910-01-02 00:00:00\",\"Born\":\"0001-01-01\",\"At\":\"00:00:00.0000000\","
                                + "\"Sent\":\"0001-01-01 00:00:00.0000000 +00:00\"}");
        assertThat(of(sql, "Times").prove(archive, Progress.none()).isProof()).isTrue();
        assertThat(of(sql, "Times").purge(archive, NOW, Progress.none()).deleted())
                .isEqualTo(2);
    }

    @Test
    void masked_values_are_refused_unless_the_login_may_see_them() throws Exception {
        SERVER.script()
                .when(asking("AND c.is_masked = 1"))
                .answer(Answer.rows("name nvarchar(128)").row("Details"));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(this::archive)
                .withMessageContaining("values of Details are masked for this login, which lacks UNMASK on EMR");
        assertThat(directory).isEmptyDirectory();

        SERVER.script()
                .when(asking("HAS_PERMS_BY_NAME").withParameter(2, "UNMASK"))
                .answer(Answer.rows("has int").row(1));
        assertThat(archive().rows()).isEqualTo(OLD);
    }

    @Test
    void what_a_security_policy_may_hide_is_refused_in_the_table_and_in_that_of_the_holds() {
        SERVER.script()
                .when(asking("sys.security_predicates").withParameter(2, "AuditLog"))
                .answer(Answer.rows("name nvarchar(128)").row("OfWards"));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(this::archive)
                .withMessageContaining("the security policy OfWards may hide rows of AuditLog");

        SERVER.script().reset();
        SERVER.script()
                .when(asking("sys.security_predicates").withParameter(2, "LegalHold"))
                .answer(Answer.rows("name nvarchar(128)").row("OfCounsel"));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(this::archive)
                .withMessageContaining("Not all of the legal holds of dbo.LegalHold may be seen")
                .withMessageContaining("the security policy OfCounsel may hide rows of LegalHold");
    }

    @Test
    void a_login_that_may_not_see_definitions_is_refused() {
        SERVER.script()
                .when(asking("HAS_PERMS_BY_NAME").withParameter(2, "VIEW DEFINITION"))
                .answer(Answer.rows("has int").row((Object) null));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(this::archive)
                .withMessageContaining("the login lacks VIEW DEFINITION on EMR");
    }

    @Test
    void rows_of_other_tables_that_would_go_too_are_refused() throws Exception {
        hospital.run("CREATE TABLE dbo.Note (Id int NOT NULL PRIMARY KEY, AuditId bigint NULL,"
                + " FOREIGN KEY (AuditId) REFERENCES dbo.AuditLog (Id) ON DELETE CASCADE)");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(this::archive)
                .withMessageContaining("rows of dbo.Note would go or change with it, by ON DELETE CASCADE");

        hospital.run("DROP TABLE dbo.Note");
        hospital.run("CREATE TABLE dbo.Mark (Id int NOT NULL PRIMARY KEY, AuditId bigint NULL,"
                + " FOREIGN KEY (AuditId) REFERENCES dbo.AuditLog (Id) ON DELETE SET NULL)");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(this::archive)
                .withMessageContaining("by ON DELETE SET NULL");

        hospital.run("DROP TABLE dbo.Mark");
        hospital.run("CREATE TABLE dbo.Plain (Id int NOT NULL PRIMARY KEY, AuditId bigint NULL,"
                + " FOREIGN KEY (AuditId) REFERENCES dbo.AuditLog (Id))");
        assertThat(archive().rows()).isEqualTo(OLD);
    }

    @Test
    void a_trigger_instead_of_a_deletion_is_refused() {
        SERVER.script()
                .when(asking("sys.trigger_events"))
                .answer(Answer.rows("name nvarchar(128)").row("KeepAll"));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(this::archive)
                .withMessageContaining("the trigger KeepAll does something else instead of a deletion");
    }

    @Test
    void a_deletion_that_counts_rows_and_leaves_them_is_taken_back() throws Exception {
        var archive = archive();
        SERVER.script()
                .when(asking("DELETE t FROM [" + hospital.database + "]"))
                .answer(Answer.rows("deleted bigint").row(4L));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> hospital.retention(sql).purge(archive, NOW, Progress.none()))
                .withMessageContaining("are still there")
                .withMessageContaining("0 rows were deleted in 0 batches before");
        assertThat(hospital.rows()).hasSize(OLD);
    }

    @Test
    void nothing_is_deleted_on_the_server_that_the_url_leads_to_in_the_middle() throws Exception {
        var archive = archive();
        try (var other = other()) {
            var source = new MovingSource(SERVER.dataSource());
            var cut = new CutSource(source);
            cut.before("SELECT COUNT_BIG(*) AS rows_there", () -> source.moveTo(other.dataSource()));
            try (var moving = hospital.sql(cut)) {
                assertThatExceptionOfType(PreconditionFailedException.class)
                        .isThrownBy(() -> hospital.retention(moving).purge(archive, NOW, Progress.none()))
                        .withMessageContaining("Nothing was changed there");
            }
            assertThat(cut.sent()).noneMatch(statement -> statement.startsWith("BEGIN TRANSACTION"));
        }
        assertThat(hospital.rows()).hasSize(OLD);
    }

    @Test
    void what_begins_after_a_failover_is_of_the_server_that_answers_then() throws Exception {
        try (var other = other()) {
            var source = new MovingSource(SERVER.dataSource());
            try (var moving = SqlServer.of(source)) {
                var retention = hospital.retention(moving);
                assertThat(retention.state().all().rows()).isEqualTo(OLD);
                var before = moving.facts().identity();
                source.moveTo(other.dataSource());

                // There is no such database over there.
                assertThatExceptionOfType(PreconditionFailedException.class)
                        .isThrownBy(() -> retention.archive(NOW, directory, "k", Progress.none()));

                assertThat(moving.facts().identity()).isNotEqualTo(before);
            }
        }
    }

    @Test
    void rows_that_were_read_while_the_url_moved_are_no_archive() throws Exception {
        try (var other = other()) {
            var source = new MovingSource(SERVER.dataSource());
            var cut = new CutSource(source);
            cut.before("SELECT t.[Id]", () -> source.moveTo(other.dataSource()));
            try (var moving = hospital.sql(cut)) {
                assertThatExceptionOfType(TargetUnavailableException.class)
                        .isThrownBy(() -> hospital.archive(moving, directory, "k"))
                        .withMessageContaining("leads to another server");
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void an_error_at_a_commit_that_ended_the_transaction_leaves_it_unknown() throws Exception {
        var archive = archive();
        SERVER.script()
                .when(RequestPattern.text("COMMIT TRANSACTION"))
                .answer(Answer.error(SqlError.lockTimeout()))
                .times(1);
        SERVER.script()
                .when(asking("@@TRANCOUNT AS open_transactions"))
                .answer(Answer.rows("open_transactions int").row(0));

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> hospital.retention(sql).purge(archive, NOW, Progress.none()))
                .withMessageContaining("of 4 rows, was to be committed")
                .withMessageContaining(
                        "whether they are deleted is not known; 0 rows were deleted in 0 batches before");

        SERVER.script().reset();
        assertThat(hospital.retention(sql).purge(archive, NOW, Progress.none()).deleted())
                .isEqualTo(OLD);
    }

    @Test
    void an_error_at_a_commit_that_left_the_transaction_open_is_taken_back_and_tried_again() throws Exception {
        var archive = archive();
        SERVER.script()
                .when(RequestPattern.text("COMMIT TRANSACTION"))
                .answer(Answer.error(SqlError.lockTimeout()))
                .times(1);

        var purge = hospital.retention(sql).purge(archive, NOW, Progress.none());

        assertThat(purge.deleted()).isEqualTo(OLD);
        assertThat(purge.batches()).isEqualTo(2);
        assertThat(hospital.rows()).isEmpty();
    }

    @Test
    void a_log_of_which_nothing_is_known_stops_it() throws Exception {
        var archive = archive();
        for (var answer : new Answer[] {
            Answer.rows("used_log_space_in_percent real").row((Object) null),
            Answer.rows("used_log_space_in_percent real")
        }) {
            SERVER.script().when(asking("dm_db_log_space_usage")).answer(answer);
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> hospital.retention(sql).purge(archive, NOW, Progress.none()))
                    .withMessageContaining("does not say how far the log of EMR");
            SERVER.script().reset();
        }
        assertThat(hospital.rows()).hasSize(OLD);
    }

    @Test
    void holds_that_are_being_written_are_waited_for() throws Exception {
        var source = new CutSource(SERVER.dataSource());
        try (var watched = hospital.sql(source)) {
            var retention = hospital.retention(watched);
            var archive = retention.archive(NOW, directory, "k", Progress.none());
            source.cut(Cut.NEVER, 0, () -> {});

            retention.purge(archive, NOW, Progress.none());
        }

        assertThat(source.sent())
                .filteredOn(statement -> statement.startsWith("DELETE t"))
                .hasSize(2)
                .allMatch(statement -> statement.contains("[dbo].[LegalHold] AS h WITH (READCOMMITTEDLOCK) WHERE "));
    }

    @Test
    void keys_of_one_byte_for_a_letter_are_sought_by_their_own_type() throws Exception {
        hospital.run(
                "CREATE TABLE dbo.Texts (Id varchar(12) NOT NULL PRIMARY KEY, EventTime datetime2(3) NOT NULL)",
                "INSERT INTO dbo.Texts VALUES ('a-1', '2018-01-01'), ('b-2', '2018-01-02'), (N'ä-3', '2018-01-03')");
        var source = new CutSource(SERVER.dataSource());
        try (var watched = hospital.sql(source)) {
            var retention = of(watched, "Texts");
            var archive = retention.archive(NOW, directory, "k", Progress.none());

            assertThat(retention.purge(archive, NOW, Progress.none()).deleted()).isEqualTo(3);
        }

        assertThat(source.sent())
                .filteredOn(statement -> statement.startsWith("DELETE t"))
                .singleElement()
                .asString()
                .contains("IN (CAST(? AS varchar(12)), ?, CAST(? AS varchar(12)))");
    }

    @Test
    void a_hold_that_could_not_hold_is_not_taken() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> sql.auditRetention(
                        hospital.database,
                        TABLE,
                        RetentionPolicy.standard(),
                        LegalHold.flaggedBy("OnHold").key("AuditId")));
    }
}
