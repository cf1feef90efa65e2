package io.emrops.sqlserver;

import static io.emrops.sqlserver.RetentionHospital.CUTOFF;
import static io.emrops.sqlserver.RetentionHospital.HOLDS;
import static io.emrops.sqlserver.RetentionHospital.NOW;
import static io.emrops.sqlserver.RetentionHospital.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.audit.AuditArchive;
import io.emrops.audit.AuditTable;
import io.emrops.audit.LegalHold;
import io.emrops.audit.RetentionPolicy;
import io.emrops.audit.TimeColumn;
import io.emrops.sqlserver.restore.CutSource;
import io.emrops.sqlserver.restore.CutSource.Cut;
import io.emrops.sqlserver.restore.CutSource.Died;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
@Tag("long")
class AuditRetentionTest {
    private static final SimulatedSqlServer SERVER = RetentionHospital.server(ManualTime.at(NOW.toString()));
    private static final int OLD = 10;

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
        hospital.event(50, LocalDateTime.parse("2019-11-21T23:59:59.9999999"), 1);
        hospital.event(51, LocalDateTime.parse("2019-11-22T00:00:00"), 1);
        hospital.event(52, LocalDateTime.parse("2026-11-01T00:00:00"), 1);
    }

    @AfterEach
    void close() {
        sql.close();
    }

    private AuditArchive archive() throws InterruptedException {
        return hospital.archive(sql, directory, "november");
    }

    @Test
    void what_is_due_is_told_before_anything_is_done() throws Exception {
        hospital.run("INSERT INTO dbo.LegalHold VALUES (3, NULL, NULL)");
        hospital.run("INSERT INTO dbo.AuditLog (Id, EventType) VALUES (99, 'WHEN')");

        var state = hospital.retention(sql).state();

        assertThat(state.cutoff()).isEqualTo(CUTOFF);
        assertThat(state.all().rows()).isEqualTo(OLD + 3);
        assertThat(state.due().rows()).isEqualTo(OLD);
        assertThat(state.due().last()).hasToString("Optional[2019-11-21T23:59:59.999999900Z]");
        assertThat(state.held()).isEqualTo(1);
        assertThat(state.unknown()).isEqualTo(1);
    }

    @Test
    void rows_that_are_due_are_archived_proven_and_deleted() throws Exception {
        var before = hospital.rows();

        var archive = archive();
        var proof = hospital.retention(sql).prove(archive, Progress.none());
        var purge = hospital.retention(sql).purge(archive, NOW, Progress.none());

        assertThat(archive.rows()).isEqualTo(OLD + 1);
        assertThat(archive.cutoff()).isEqualTo(CUTOFF);
        assertThat(archive.policy())
                .isEqualTo("7 years, by policy; 45 CFR 164.316(b)(2)(i) asks for six of documentation");
        assertThat(proof.isProof()).isTrue();
        assertThat(proof.same()).isEqualTo(OLD + 1);
        assertThat(purge.deleted()).isEqualTo(OLD + 1);
        assertThat(purge.batches()).isEqualTo(3);
        assertThat(purge.before().rows()).isEqualTo(OLD + 3);
        assertThat(purge.after().rows()).isEqualTo(2);
        assertThat(purge.after().first()).contains(CUTOFF);
        assertThat(hospital.rows()).isEqualTo(before.tailMap(51L)).hasSize(2);
    }

    @Test
    void the_archive_has_every_column_and_is_its_owners_alone() throws Exception {
        var file = Path.of(archive().file());

        assertThat(Files.readAllLines(file))
                .hasSize(OLD + 1)
                .first()
                .asString()
                .startsWith("{\"Id\":\"1\",\"EventTime\":\"2019-01-02 08:00:00.1234567\",\"UserId\":\"nurse 1\",")
                .contains(
                        "\"Details\":\"=1+1 \\\"quoted\\\" \\\\ back\\u000d\\u000aslash \\u0007\\u2028 \uD83D\uDE00 ä ")
                .contains("\"Raw\":\"01FF00\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getFileName().toString()).startsWith("audit-AuditLog-before-20191122T000000Z-");
    }

    @Test
    void the_same_key_gives_the_same_file_also_on_another_day() throws Exception {
        var first = archive();
        hospital.event(200, LocalDateTime.parse("2019-05-05T00:00:00"), 1);
        var left = directory.resolve(
                "." + Path.of(first.file()).getFileName().toString().replace("2019", "2018") + ".1.part");
        Files.writeString(left, "rows of patients");

        var again =
                hospital.retention(sql).archive(NOW.plus(Duration.ofHours(23)), directory, "november", Progress.none());

        assertThat(again).isEqualTo(first);
        assertThat(left).doesNotExist();
    }

    @Test
    void rows_that_came_in_afterwards_are_not_deleted() throws Exception {
        var archive = archive();
        hospital.event(11, LocalDateTime.parse("2019-02-02T00:00:00"), 1);
        hospital.run("UPDATE dbo.AuditLog SET Details = 'somebody has changed it' WHERE Id = 5");

        var proof = hospital.retention(sql).prove(archive, Progress.none());
        var purge = hospital.retention(sql).purge(archive, NOW, Progress.none());

        assertThat(proof.isProof()).isFalse();
        assertThat(proof.changed()).isEqualTo(1);
        assertThat(purge.changed()).isEqualTo(1);
        assertThat(purge.deleted()).isEqualTo(OLD);
        assertThat(hospital.rows().keySet()).containsExactly(5L, 11L, 51L, 52L);
    }

    @Test
    void held_rows_are_neither_archived_nor_deleted_whenever_the_hold_came() throws Exception {
        hospital.run(
                "INSERT INTO dbo.LegalHold VALUES (2, NULL, NULL)",
                "INSERT INTO dbo.LegalHold VALUES (NULL, 4, '2027-01-01')",
                "INSERT INTO dbo.LegalHold VALUES (NULL, 5, '2026-01-01')");
        var archive = archive();
        hospital.run("INSERT INTO dbo.LegalHold VALUES (NULL, 7, NULL)");

        var purge = hospital.retention(sql).purge(archive, NOW, Progress.none());

        assertThat(archive.rows()).isEqualTo(OLD + 1 - 2);
        assertThat(purge.held()).isEqualTo(1);
        assertThat(hospital.rows().keySet()).containsExactly(2L, 4L, 7L, 51L, 52L);
    }

    @Test
    void a_flag_holds_and_so_does_an_unknown_one() throws Exception {
        hospital.run("ALTER TABLE dbo.AuditLog ADD OnHold bit NULL");
        hospital.run(
                "UPDATE dbo.AuditLog SET OnHold = 0 WHERE Id > 2", "UPDATE dbo.AuditLog SET OnHold = 1 WHERE Id = 1");
        var retention =
                sql.auditRetention(hospital.database, TABLE, RetentionPolicy.standard(), LegalHold.flaggedBy("OnHold"));

        var archive = retention.archive(NOW, directory, "k", Progress.none());
        hospital.run("UPDATE dbo.AuditLog SET OnHold = 1 WHERE Id = 3");

        var proof = retention.prove(archive, Progress.none());
        var purge = retention.purge(archive, NOW, Progress.none());

        assertThat(proof.changed()).isEqualTo(1);
        assertThat(purge.held()).isEqualTo(1);
        assertThat(purge.changed()).isZero();
        assertThat(purge.deleted()).isEqualTo(OLD + 1 - 3);
        assertThat(hospital.rows().keySet()).containsExactly(1L, 2L, 3L, 51L, 52L);
    }

    @Test
    void holds_that_name_nothing_or_do_not_fit_stop_everything() throws Exception {
        hospital.run("INSERT INTO dbo.LegalHold VALUES (NULL, NULL, NULL)");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(this::archive)
                .withMessageContaining("1 of the legal holds of dbo.LegalHold that are in force name nothing");

        for (var hold : List.of(
                LegalHold.listedIn("dbo", "LegalHold"),
                LegalHold.listedIn("dbo", "NoSuchTable").key("AuditId"),
                LegalHold.listedIn("dbo", "LegalHold").key("NoSuchColumn"),
                LegalHold.flaggedBy("NoSuchColumn"))) {
            var retention = sql.auditRetention(hospital.database, TABLE, RetentionPolicy.standard(), hold);
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .as(hold.toString())
                    .isThrownBy(() -> retention.archive(NOW, directory, "k", Progress.none()));
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void tables_whose_rows_cannot_be_told_apart_are_refused() throws Exception {
        hospital.run(
                "CREATE TABLE dbo.NoKey (Id bigint NOT NULL, EventTime datetime2(3) NOT NULL)",
                "CREATE TABLE dbo.WideKey (Id bigint NOT NULL, EventTime datetime2(3) NOT NULL, PRIMARY KEY (Id, EventTime))",
                "CREATE VIEW dbo.Old AS SELECT Id, EventTime FROM dbo.AuditLog");
        for (var name : List.of("NoKey", "WideKey", "Old")) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .as(name)
                    .isThrownBy(() -> of(name).state())
                    .withMessageContaining(name.equals("Old") ? "it is no table" : "its key Id is not unique");
        }
    }

    private SqlServerAuditRetention of(String name) {
        var table = AuditTable.named("dbo", name)
                .key("Id")
                .time(TimeColumn.utc("EventTime"))
                .build();
        return sql.auditRetention(
                hospital.database, table, RetentionPolicy.standard(), LegalHold.none("counsel", "none are kept"));
    }

    @Test
    void values_that_are_more_than_their_texts_are_refused() {
        SERVER.script()
                .when(RequestPattern.containing("FROM [" + hospital.database + "].sys.schemas AS s JOIN"))
                .answer(Answer.rows(
                                "schema_name nvarchar(128)",
                                "object_name nvarchar(128)",
                                "column_name nvarchar(128)",
                                "type_name nvarchar(128)",
                                "is_nullable bit")
                        .row("dbo", "AuditLog", "Id", "bigint", false)
                        .row("dbo", "AuditLog", "EventTime", "datetime2", false)
                        .row("dbo", "AuditLog", "Odd", "sql_variant", true)
                        .row("dbo", "AuditLog", "Place", null, true));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> of("AuditLog").state())
                .withMessageContaining("the values of Odd sql_variant cannot be archived exactly;"
                        + " the values of Place of another type cannot be archived exactly");
    }

    @Test
    void a_ledger_is_never_purged() {
        SERVER.script()
                .when(RequestPattern.containing(
                        "AS t JOIN [" + hospital.database + "].sys.schemas AS s ON s.schema_id = t.schema_id"))
                .answer(Answer.rows("name nvarchar(128)", "ledger_type int", "temporal_type int")
                        .row("AuditLog", 3, 0));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(this::archive)
                .withMessageContaining("it is a ledger table, which keeps every row forever");
    }

    @Test
    void an_archive_that_was_touched_deletes_nothing() throws Exception {
        var archive = archive();
        var file = Path.of(archive.file());
        Files.writeString(file, Files.readString(file).replace("nurse 1", "nurse 2"));

        assertThat(hospital.retention(sql).prove(archive, Progress.none()).isProof())
                .isFalse();
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> hospital.retention(sql).purge(archive, NOW, Progress.none()))
                .withMessageContaining("is not as it was written; nothing was deleted");
        assertThat(hospital.rows()).hasSize(OLD + 3);
    }

    @Test
    void a_policy_that_keeps_more_now_and_a_wrong_clock_delete_nothing() throws Exception {
        var archive = archive();
        var longer = sql.auditRetention(hospital.database, TABLE, RetentionPolicy.years(10), HOLDS);

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> longer.purge(archive, NOW, Progress.none()))
                .withMessageContaining("keeps some of them now");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(
                        () -> hospital.retention(sql).purge(archive, NOW.plus(Duration.ofDays(3650)), Progress.none()))
                .withMessageContaining("one of them is wrong");
        assertThat(hospital.rows()).hasSize(OLD + 3);
    }

    @Test
    void a_full_log_stops_it_before_a_batch_and_a_later_call_goes_on() throws Exception {
        var archive = archive();

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> hospital.retention(sql).logUsedAtMost(1).purge(archive, NOW, Progress.none()))
                .withMessageContaining("0 rows were deleted in 0 batches before");

        assertThat(hospital.retention(sql)
                        .logUsedAtMost(100)
                        .purge(archive, NOW, Progress.none())
                        .deleted())
                .isEqualTo(OLD + 1);
        assertThat(SERVER.script().statements(RequestPattern.containing("dm_db_log_space_usage")))
                .isNotEmpty()
                .last()
                .satisfies(asked -> assertThat(asked.session().database()).isEqualTo(hospital.database));
    }

    @Test
    void an_interrupt_stops_it_between_two_batches_and_a_later_call_goes_on() throws Exception {
        var archive = archive();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> hospital.retention(sql).purge(archive, NOW, (done, total, what) -> {
                    if (done == 4) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .withMessageContaining("4 rows were deleted");

        assertThat(hospital.rows()).hasSize(OLD + 3 - 4);
        var purge = hospital.retention(sql).purge(archive, NOW, Progress.none());
        assertThat(purge.gone()).isEqualTo(4);
        assertThat(purge.deleted()).isEqualTo(OLD + 1 - 4);
    }

    @Test
    void who_is_in_the_way_is_waited_for_and_not_for_ever() throws Exception {
        var archive = archive();
        try (var other = SERVER.dataSource().getConnection();
                var statement = other.createStatement()) {
            other.setCatalog(hospital.database);
            other.setAutoCommit(false);
            statement.execute("UPDATE dbo.AuditLog SET EventType = 'BUSY' WHERE Id = 6");

            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> hospital.retention(sql)
                            .waitsForLocks(Duration.ofMillis(50))
                            .purge(archive, NOW, Progress.none()))
                    .withMessageContaining("in the way")
                    .withMessageContaining("4 rows were deleted in 1 batches before");
            other.rollback();
        }

        assertThat(hospital.retention(sql).purge(archive, NOW, Progress.none()).deleted())
                .isEqualTo(OLD + 1 - 4);
    }

    @Test
    void a_deadlock_is_tried_again() throws Exception {
        var archive = archive();
        var deadlock = SERVER.script()
                .when(RequestPattern.containing("DELETE t FROM [" + hospital.database + "]"))
                .answer(Answer.error(SqlError.deadlockVictim()))
                .times(1);

        assertThat(hospital.retention(sql).purge(archive, NOW, Progress.none()).deleted())
                .isEqualTo(OLD + 1);
        assertThat(deadlock.given()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"DIES_BEFORE", "DIES_AFTER", "LOST_BEFORE", "LOST_ANSWER"})
    void whatever_is_cut_off_goes_on_with_what_is_left(Cut how) throws Exception {
        var archive = archive();
        var changes = changes(archive);
        for (var at : changes) {
            hospital.run("DELETE FROM dbo.AuditLog WHERE Id <= 50");
            hospital.oldEvents(1, OLD);
            hospital.event(50, LocalDateTime.parse("2019-11-21T23:59:59.9999999"), 1);
            var source = new CutSource(SERVER.dataSource());
            var cut = hospital.sql(source);
            cut.facts();
            source.cut(how, at, () -> SERVER.script().faults().onNextRequest(Fault.close()));

            var failure = catchThrowable(() -> hospital.retention(cut).purge(archive, NOW, Progress.none()));
            source.kill();
            cut.close();

            assertThat(failure)
                    .as(how + " at " + at)
                    .isInstanceOfAny(Died.class, TargetUnavailableException.class, OutcomeUnknownException.class);
            var left = hospital.rows().headMap(51L).size();
            var purge = hospital.retention(sql).purge(archive, NOW, Progress.none());
            assertThat(purge.deleted()).isEqualTo(left);
            assertThat(purge.gone()).isEqualTo(OLD + 1 - left);
            assertThat(hospital.rows().keySet()).containsExactly(51L, 52L);
        }
    }

    /** Which statements of a purge are of a batch. */
    private List<Integer> changes(AuditArchive archive) throws InterruptedException {
        var source = new CutSource(SERVER.dataSource());
        try (var whole = hospital.sql(source)) {
            whole.facts();
            source.cut(Cut.NEVER, 0, () -> {});
            hospital.retention(whole).purge(archive, NOW, Progress.none());
            var sent = source.sent();
            var changes = IntStream.range(0, sent.size())
                    .filter(i -> sent.get(i).startsWith("DELETE t")
                            || sent.get(i).startsWith("BEGIN")
                            || sent.get(i).startsWith("COMMIT"))
                    .mapToObj(i -> i + 1)
                    .toList();
            assertThat(changes).hasSize(9);
            return changes.subList(0, 6);
        }
    }

    @Test
    void six_years_are_law_for_documentation_seven_are_policy_and_less_is_somebodys_word() {
        var written = new RetentionPolicy.WrittenOverride(
                "d.privacy", "state law asks for two", LocalDate.parse("2026-01-02"));

        assertThat(RetentionPolicy.standard())
                .hasToString("7 years, by policy; 45 CFR 164.316(b)(2)(i) asks for six of documentation");
        assertThat(RetentionPolicy.years(6)).hasToString("6 years, as 45 CFR 164.316(b)(2)(i) asks of documentation");
        assertThat(RetentionPolicy.shorter(Period.ofYears(2), written))
                .hasToString(
                        "2 years, less than the six years of 45 CFR 164.316(b)(2)(i), on the word of d.privacy of 2026-01-02: state law asks for two");
        assertThat(catchThrowable(() -> RetentionPolicy.years(5))).isInstanceOf(IllegalArgumentException.class);
        assertThat(RetentionPolicy.standard().cutoff(Instant.parse("2024-02-29T12:00:00Z")))
                .isEqualTo("2017-02-28T00:00:00Z");
    }
}
