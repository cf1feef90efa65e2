package io.emrops.clients.sqlserver;

import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.generatedKey;
import static io.emrops.testkit.sqlserver.script.Answer.message;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static io.emrops.testkit.sqlserver.script.Answer.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.session.LoginAttempt;
import io.r2dbc.mssql.MssqlConnection;
import io.r2dbc.mssql.MssqlConnectionConfiguration;
import io.r2dbc.mssql.MssqlConnectionFactory;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.ValidationDepth;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** r2dbc-mssql: a reader on Netty that keeps the bytes it is given, and takes a cursor for every SELECT. */
@Timeout(120)
class R2dbcTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One that can encrypt: from one that cannot, this driver waits for a second answer to its first message. */
    private ScriptedSqlServer server =
            ScriptedSqlServer.builder().encryption(Encryption.OFFERED).start();

    @AfterEach
    void close() {
        server.close();
    }

    private MssqlConnection connect() {
        return connect(MssqlConnectionConfiguration.Builder::trustServerCertificate);
    }

    private MssqlConnection connect(UnaryOperator<MssqlConnectionConfiguration.Builder> more) {
        var configuration = MssqlConnectionConfiguration.builder()
                .host("localhost")
                .port(server.port())
                .username(server.user())
                .password(server.password());
        return some(new MssqlConnectionFactory(more.apply(configuration).build()).create());
    }

    private static <T> T some(Mono<T> mono) {
        return mono.blockOptional(PATIENCE).orElseThrow();
    }

    private static <T> List<T> all(Flux<? extends Result> results, Function<Row, T> row) {
        return some(results.concatMap(result -> result.map((it, metadata) -> row.apply(it)))
                .collectList());
    }

    private static List<Long> counts(Flux<? extends Result> results) {
        return some(results.concatMap(Result::getRowsUpdated).collectList());
    }

    private static void done(Mono<Void> mono) {
        mono.block(PATIENCE);
    }

    @Test
    void it_logs_in_and_learns_what_it_is_connected_to() {
        var connection =
                connect(configuration -> configuration.database("EMRNext").applicationName("admissions"));

        assertThat(connection.getMetadata().getDatabaseProductName()).contains("Developer Edition");
        assertThat(connection.getMetadata().getDatabaseVersion()).isEqualTo("16.00.1000");
        assertThat(connection.validate(ValidationDepth.REMOTE).block(PATIENCE)).isTrue();
        done(connection.close());
        assertThat(server.logins())
                .extracting(
                        LoginAttempt::user, LoginAttempt::database, LoginAttempt::application, LoginAttempt::granted)
                .containsExactly(tuple("sa", "EMRNext", "admissions", true));
        server.requireAllScripted();
    }

    @Test
    void a_wrong_password_is_refused() {
        assertThatThrownBy(() -> connect(
                        configuration -> configuration.trustServerCertificate().password("wrong")))
                .isInstanceOfSatisfying(R2dbcException.class, e -> {
                    assertThat(e.getErrorCode()).isEqualTo(18456);
                    assertThat(e).hasMessage("Login failed for user 'sa'.");
                });
    }

    @Test
    void the_login_alone_is_encrypted_if_it_does_not_ask_for_more() {
        server.when("SELECT 7 AS Id").answer(rows("Id int not null").row(7));

        var connection = connect();

        assertThat(all(connection.createStatement("SELECT 7 AS Id").execute(), row -> row.get("Id", Integer.class)))
                .containsExactly(7);
        assertThat(server.logins()).extracting(LoginAttempt::encrypted).containsExactly(false);
    }

    @Test
    void everything_is_encrypted_under_the_certificate_of_the_server() {
        requireEncryption();
        server.when("SELECT Story FROM Beds").answer(rows("Story nvarchar(max)").row(EveryType.LONG_TEXT));

        var connection = connect(configuration -> configuration
                .enableSsl()
                .trustStore(server.trustStore().toFile())
                .trustStoreType("PKCS12")
                .trustStorePassword("emrops-test".toCharArray()));

        assertThat(all(
                        connection.createStatement("SELECT Story FROM Beds").execute(),
                        row -> row.get("Story", String.class)))
                .containsExactly(EveryType.LONG_TEXT);
        assertThat(server.logins()).extracting(LoginAttempt::encrypted).containsExactly(true);
    }

    @Test
    void a_certificate_it_does_not_know_is_refused() {
        requireEncryption();

        assertThatThrownBy(() -> connect(configuration -> configuration.enableSsl()))
                .isInstanceOf(R2dbcNonTransientResourceException.class);
        assertThat(server.logins()).isEmpty();
    }

    private void requireEncryption() {
        server.close();
        server = ScriptedSqlServer.builder().encryption(Encryption.REQUIRED).start();
    }

    @Test
    void every_type_that_it_knows_arrives_and_nulls_do() {
        server.when("SELECT * FROM Types").answer(EveryType.rows("xml", "smallmoney"));
        var connection = connect();

        var rows = all(connection.createStatement("SELECT * FROM Types").execute(), row -> new Object[] {
            row.get("Bit"),
            row.get("Tinyint", Byte.class),
            row.get("Smallint", Integer.class),
            row.get("Int", Integer.class),
            row.get("Bigint", Long.class),
            row.get("Decimal", BigDecimal.class),
            row.get("Numeric", BigDecimal.class),
            row.get("Money", BigDecimal.class),
            row.get("Float", Double.class),
            row.get("Real", Float.class),
            row.get("Char", String.class),
            row.get("Varchar", String.class),
            row.get("Nchar", String.class),
            row.get("Nvarchar", String.class),
            row.get("Binary", byte[].class),
            row.get("Varbinary", byte[].class),
            row.get("Uniqueidentifier", UUID.class),
            row.get("Date", LocalDate.class),
            row.get("Time", LocalTime.class),
            row.get("Datetime", LocalDateTime.class),
            row.get("Datetime2", LocalDateTime.class),
            row.get("Smalldatetime", LocalDateTime.class),
            row.get("Datetimeoffset", OffsetDateTime.class),
            row.get("VarcharMax", String.class),
            row.get("NvarcharMax", String.class),
            row.get("VarbinaryMax", byte[].class),
            row.get("Text", String.class),
            row.get("Ntext", String.class),
            row.get("Image", byte[].class)
        });

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0)).isEqualTo(new Object[] {
            true,
            (byte) 255,
            -32768,
            -2147483648,
            9007199254740993L,
            new BigDecimal("-12345678901234.5678"),
            new BigDecimal("12345678901234567890123456789012345678"),
            new BigDecimal("-922337203685.4775"),
            0.1,
            1.5f,
            "Züri  ",
            "Zürich €",
            "東京  ",
            "Zürich 東京 🏥",
            new byte[] {1, 2, 0, 0},
            new byte[] {(byte) 0xCA, (byte) 0xFE},
            EveryType.GUID,
            LocalDate.of(2026, 2, 28),
            LocalTime.of(23, 59, 30, 120_000_000),
            EveryType.INSTANT,
            EveryType.INSTANT.plusNanos(3_456_700),
            LocalDateTime.of(2026, 2, 28, 23, 59),
            OffsetDateTime.parse("2026-02-28T23:59:30.120+05:30"),
            "x".repeat(20_000),
            EveryType.LONG_TEXT,
            new byte[20_000],
            "old",
            "alt 東京",
            new byte[] {9}
        });
        assertThat(rows.get(1)).containsOnlyNulls();
    }

    @Test
    void a_cursor_brings_all_rows_in_many_fetches() {
        server.when("SELECT Id, Name FROM Beds")
                .answer(rows("Id int not null", "Name nvarchar(20)")
                        .generate(1_000, id -> new Object[] {id, "bed " + id}));
        var connection = connect();

        var rows = all(
                connection
                        .createStatement("SELECT Id, Name FROM Beds")
                        .fetchSize(64)
                        .execute(),
                row -> row.get("Id", Integer.class) + " " + row.get("Name", String.class));

        assertThat(rows).hasSize(1_000).startsWith("0 bed 0", "1 bed 1").endsWith("999 bed 999");
    }

    @Test
    void a_cursor_over_no_rows_has_none_and_the_connection_goes_on() {
        server.when("SELECT Id FROM Beds").answer(rows("Id int not null"));
        server.when("SELECT Id FROM Wards").answer(rows("Id int not null").row(3));
        var connection = connect();

        assertThat(ids(connection, "SELECT Id FROM Beds")).isEmpty();
        assertThat(ids(connection, "SELECT Id FROM Wards")).containsExactly(3);
    }

    private static List<Integer> ids(MssqlConnection connection, String sql) {
        return all(connection.createStatement(sql).execute(), row -> row.get("Id", Integer.class));
    }

    @Test
    void a_result_that_is_left_half_read_does_not_hinder_the_next() {
        server.when("SELECT Id FROM Beds").answer(rows("Id int not null").generate(10_000, id -> new Object[] {id}));
        server.when("SELECT Id FROM Wards").answer(rows("Id int not null").row(3));
        var connection = connect();

        var first =
                some(Flux.from(connection.createStatement("SELECT Id FROM Beds").execute())
                        .concatMap(result -> result.map((row, metadata) -> row.get("Id", Integer.class)))
                        .next());

        assertThat(first).isZero();
        assertThat(ids(connection, "SELECT Id FROM Wards")).containsExactly(3);
    }

    /** To this driver a Boolean is a tinyint. */
    @Test
    void parameters_arrive_in_their_types() {
        server.when("INSERT INTO Types VALUES (@a, @b, @c, @d, @e, @f, @g, @h, @i, @j)")
                .answer(rowsAffected(1));
        var connection = connect();

        var counts = counts(connection
                .createStatement("INSERT INTO Types VALUES (@a, @b, @c, @d, @e, @f, @g, @h, @i, @j)")
                .bind("a", 42)
                .bind("b", 9007199254740993L)
                .bind("c", "Zürich 東京")
                .bind("d", new BigDecimal("12.50"))
                .bind("e", true)
                .bind("f", LocalDate.of(2026, 2, 28))
                .bind("g", EveryType.INSTANT)
                .bind("h", EveryType.GUID)
                .bind("i", 0.1)
                .bindNull("j", String.class)
                .execute());

        assertThat(counts).containsExactly(1L);
        assertThat(server.statements())
                .singleElement()
                .extracting(Request::values)
                .isEqualTo(Arrays.asList(
                        42,
                        9007199254740993L,
                        "Zürich 東京",
                        new BigDecimal("12.50"),
                        1,
                        LocalDate.of(2026, 2, 28),
                        EveryType.INSTANT,
                        EveryType.GUID,
                        0.1,
                        null));
    }

    @Test
    void a_statement_that_comes_again_is_executed_by_its_handle() {
        server.when("SELECT Id FROM Beds WHERE Ward = @ward")
                .answer((request, reply) -> rows("Id int not null")
                        .row((Integer) request.value(1) * 100)
                        .give(request, reply));
        var connection = connect();

        for (var ward = 1; ward <= 3; ward++) {
            var statement = connection
                    .createStatement("SELECT Id FROM Beds WHERE Ward = @ward")
                    .bind("ward", ward);

            assertThat(all(statement.execute(), row -> row.get("Id", Integer.class)))
                    .containsExactly(ward * 100);
        }
        assertThat(server.statements()).extracting(Request::values).containsExactly(List.of(1), List.of(2), List.of(3));
    }

    @Test
    void errors_have_number_severity_and_state() {
        server.when("UPDATE Beds SET Patient = @p")
                .answer(error(
                        SqlError.of(547, 16, "The UPDATE statement conflicted.").withState(7)));
        server.when("SELECT Id FROM Beds").answer(error(SqlError.invalidObject("Beds")));
        server.when("DELETE FROM Beds").answer(error(SqlError.deadlockVictim()));
        server.when("SELECT Id FROM Wards").answer(rows("Id int not null").row(3));
        var connection = connect();

        assertThatThrownBy(() -> counts(connection
                        .createStatement("UPDATE Beds SET Patient = @p")
                        .bind("p", 1)
                        .execute()))
                .isInstanceOfSatisfying(R2dbcException.class, e -> {
                    assertThat(e.getErrorCode()).isEqualTo(547);
                    assertThat(e).hasMessage("The UPDATE statement conflicted.");
                });
        assertThatThrownBy(() -> ids(connection, "SELECT Id FROM Beds"))
                .isInstanceOfSatisfying(
                        R2dbcException.class, e -> assertThat(e.getErrorCode()).isEqualTo(208));
        assertThatThrownBy(() ->
                        counts(connection.createStatement("DELETE FROM Beds").execute()))
                .isInstanceOfSatisfying(
                        R2dbcException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1205));
        assertThat(ids(connection, "SELECT Id FROM Wards")).containsExactly(3);
    }

    @Test
    void what_nobody_has_scripted_is_an_error_that_quotes_it() {
        var connection = connect();

        for (var sql : List.of("DELETE FROM Beds WHERE Id = 7", "SELECT Id FROM Beds")) {
            assertThatThrownBy(() -> counts(connection.createStatement(sql).execute()))
                    .isInstanceOfSatisfying(
                            R2dbcException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(50000))
                    .hasMessageContaining(sql);
        }
        assertThatThrownBy(server::requireAllScripted)
                .hasMessageContaining("DELETE FROM Beds WHERE Id = 7")
                .hasMessageContaining("SELECT Id FROM Beds");
    }

    @Test
    void information_does_not_hinder() {
        server.when("BACKUP DATABASE EMRNext TO DISK = 'x'")
                .answer(message(3211, "10 percent processed.")
                        .then(message(3014, "BACKUP DATABASE successfully processed 7 pages."))
                        .then(rowsAffected(0)));
        var connection = connect();

        var messages = some(Flux.from(connection
                        .createStatement("BACKUP DATABASE EMRNext TO DISK = 'x'")
                        .execute())
                .concatMap(result -> result.flatMap(segment -> segment instanceof Result.Message said
                        ? Mono.just(said.errorCode() + " " + said.message())
                        : Mono.empty()))
                .collectList());

        assertThat(messages)
                .containsExactly("3211 10 percent processed.", "3014 BACKUP DATABASE successfully processed 7 pages.");
    }

    @Test
    void several_statements_have_several_results() {
        server.when("UPDATE Beds SET Free = 1; DELETE FROM Queue; SELECT Id FROM Beds")
                .answer(rowsAffected(3)
                        .then(rowsAffected(0))
                        .then(rows("Id int not null").row(1).row(2)));
        var connection = connect();

        var counts = counts(connection
                .createStatement("UPDATE Beds SET Free = 1; DELETE FROM Queue; SELECT Id FROM Beds")
                .execute());

        assertThat(counts).containsExactly(3L, 0L, 2L);
    }

    @Test
    void generated_keys_come_back() {
        server.when("INSERT INTO Beds (Ward) VALUES (@ward)").answer(generatedKey(4711));
        server.when("INSERT INTO Wards (Name) VALUES ('West')").answer(generatedKey(12));
        var connection = connect();

        var bed = all(
                connection
                        .createStatement("INSERT INTO Beds (Ward) VALUES (@ward)")
                        .bind("ward", 7)
                        .returnGeneratedValues()
                        .execute(),
                row -> row.get("GENERATED_KEYS", Long.class));
        var ward = all(
                connection
                        .createStatement("INSERT INTO Wards (Name) VALUES ('West')")
                        .returnGeneratedValues()
                        .execute(),
                row -> row.get("GENERATED_KEYS", Long.class));

        assertThat(bed).containsExactly(4711L);
        assertThat(ward).containsExactly(12L);
    }

    @Test
    void transactions_are_seen_by_both_sides() {
        server.when("UPDATE Beds SET Free = 1").answer(rowsAffected(1));
        var connection = connect();

        done(connection.beginTransaction());
        counts(connection.createStatement("UPDATE Beds SET Free = 1").execute());
        assertThat(connection.isAutoCommit()).isFalse();
        done(connection.commitTransaction());
        counts(connection.createStatement("UPDATE Beds SET Free = 1").execute());
        done(connection.setTransactionIsolationLevel(IsolationLevel.SERIALIZABLE));
        done(connection.beginTransaction());
        done(connection.createSavepoint("before"));
        counts(connection.createStatement("UPDATE Beds SET Free = 1").execute());
        done(connection.rollbackTransactionToSavepoint("before"));
        done(connection.rollbackTransaction());
        done(connection.setAutoCommit(true));
        counts(connection.createStatement("UPDATE Beds SET Free = 1").execute());

        assertThat(server.statements())
                .extracting(request -> request.session().openTransactions())
                .containsExactly(1, 0, 1, 0);
        assertThat(server.statements())
                .extracting(request -> request.session().isolationLevel())
                .containsExactly("READ COMMITTED", "READ COMMITTED", "SERIALIZABLE", "SERIALIZABLE");
        server.requireAllScripted();
    }

    @Test
    void a_deadlock_ends_the_transaction() {
        server.when("UPDATE Beds SET Free = 1").answer(error(SqlError.deadlockVictim()));
        var connection = connect();
        done(connection.beginTransaction());

        assertThatThrownBy(() -> counts(
                        connection.createStatement("UPDATE Beds SET Free = 1").execute()))
                .hasMessageContaining("deadlock victim");

        // The driver tells the error before it has read what follows.
        assertThat(connection.validate(ValidationDepth.REMOTE).block(PATIENCE)).isTrue();
        assertThat(connection.isAutoCommit()).isTrue();
    }

    /**
     * The same connection is not asked again: this driver counts its wish to cancel only once it is sent, and waits without an end if
     * the answer was quicker.
     */
    @Test
    void a_statement_that_takes_too_long_is_cancelled() {
        server.when("WAITFOR DELAY '01:00'").answer(waitFor(new Gate()).then(rowsAffected(1)));
        server.when("SELECT Id FROM Wards").answer(rows("Id int not null").row(3));
        var connection = connect();
        done(connection.setStatementTimeout(Duration.ofMillis(200)));

        assertThatThrownBy(() -> counts(
                        connection.createStatement("WAITFOR DELAY '01:00'").execute()))
                .isInstanceOf(R2dbcTimeoutException.class);

        assertThat(ids(connect(), "SELECT Id FROM Wards")).containsExactly(3);
        server.requireAllScripted();
    }
}
