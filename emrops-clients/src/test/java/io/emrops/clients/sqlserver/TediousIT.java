package io.emrops.clients.sqlserver;

import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.message;
import static io.emrops.testkit.sqlserver.script.Answer.output;
import static io.emrops.testkit.sqlserver.script.Answer.print;
import static io.emrops.testkit.sqlserver.script.Answer.returnStatus;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static io.emrops.testkit.sqlserver.script.Answer.rowsLoaded;
import static io.emrops.testkit.sqlserver.script.Answer.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.clients.sqlserver.Tedious.Step;
import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.session.LoginAttempt;
import io.emrops.testkit.sqlserver.type.TableValue;
import io.emrops.testkit.tls.TestCertificate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** tedious: JavaScript that parses each token by itself, and has no opinion on text. */
@RequiresEngine("tedious")
@Timeout(180)
class TediousIT {
    private ScriptedSqlServer server = ScriptedSqlServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    private void restart(Encryption encryption) {
        server.close();
        server = ScriptedSqlServer.builder().encryption(encryption).start();
    }

    private JsonNode run(Step... steps) throws Exception {
        return run(Map.of(), steps);
    }

    private JsonNode run(Map<String, ?> options, Step... steps) throws Exception {
        var said = tryToRun(options, steps);
        assertThat(said.at("/connected").booleanValue()).as("%s", said).isTrue();
        return said.at("/steps");
    }

    private JsonNode tryToRun(Map<String, ?> options, Step... steps) throws Exception {
        return Tedious.run(Tedious.connection(server.port(), server.user(), server.password(), options), steps);
    }

    @Test
    void it_logs_in() throws Exception {
        run(Map.of("database", "EMRNext", "appName", "admissions"));

        assertThat(server.logins())
                .extracting(
                        LoginAttempt::user, LoginAttempt::database, LoginAttempt::application, LoginAttempt::granted)
                .containsExactly(tuple("sa", "EMRNext", "admissions", true));
        server.requireAllScripted();
    }

    @Test
    void a_wrong_password_is_refused() throws Exception {
        var said = Tedious.run(Tedious.connection(server.port(), "sa", "wrong", Map.of()));

        assertThat(said.at("/connected").booleanValue()).isFalse();
        assertThat(said.at("/error/code").textValue()).isEqualTo("ELOGIN");
        assertThat(said.at("/said/0/number").intValue()).isEqualTo(18456);
        assertThat(said.at("/said/0/severity").intValue()).isEqualTo(14);
        assertThat(said.at("/said/0/state").intValue()).isEqualTo(1);
        assertThat(said.at("/said/0/message").textValue()).isEqualTo("Login failed for user 'sa'.");
    }

    @Test
    void everything_is_encrypted_whoever_signed_the_certificate() throws Exception {
        restart(Encryption.OFFERED);
        server.when("SELECT Story FROM Beds").answer(rows("Story nvarchar(max)").row(EveryType.LONG_TEXT));

        var steps = run(Map.of("encrypt", true, "trustServerCertificate", true), Step.batch("SELECT Story FROM Beds"));

        assertThat(steps.at("/0/results/0/rows/0/0").textValue()).isEqualTo(EveryType.LONG_TEXT);
        assertThat(server.logins()).extracting(LoginAttempt::encrypted).containsExactly(true);
    }

    @Test
    void everything_is_encrypted_under_the_certificate_of_the_server() throws Exception {
        restart(Encryption.REQUIRED);
        var authority = Map.of("ca", server.certificate().pem());

        run(Map.of("encrypt", true, "trustServerCertificate", false, "cryptoCredentialsDetails", authority));

        assertThat(server.logins()).extracting(LoginAttempt::encrypted).containsExactly(true);
    }

    @Test
    void everything_is_encrypted_from_the_first_byte_on() throws Exception {
        restart(Encryption.REQUIRED);
        server.when("SELECT Story FROM Beds").answer(rows("Story nvarchar(max)").row(EveryType.LONG_TEXT));
        var authority = Map.of("ca", server.certificate().pem());

        var steps = run(
                Map.of("encrypt", "strict", "cryptoCredentialsDetails", authority),
                Step.batch("SELECT Story FROM Beds"));

        assertThat(steps.at("/0/results/0/rows/0/0").textValue()).isEqualTo(EveryType.LONG_TEXT);
        assertThat(server.logins()).extracting(LoginAttempt::encrypted).containsExactly(true);
    }

    @Test
    void another_certificate_is_refused() throws Exception {
        restart(Encryption.REQUIRED);
        var authority = Map.of("ca", TestCertificate.forLocalhost().pem());

        for (var encrypt : List.of(true, "strict")) {
            var said = tryToRun(
                    Map.of("encrypt", encrypt, "trustServerCertificate", false, "cryptoCredentialsDetails", authority));

            assertThat(said.at("/connected").booleanValue()).isFalse();
            assertThat(said.at("/error/message").textValue()).containsIgnoringCase("certificate");
        }
        assertThat(server.logins()).isEmpty();
    }

    @Test
    void a_client_that_does_not_encrypt_is_refused_by_a_server_that_must() throws Exception {
        restart(Encryption.REQUIRED);

        var said = tryToRun(Map.of());

        assertThat(said.at("/error/message").textValue()).contains("Server requires encryption");
    }

    @Test
    void every_type_arrives_and_nulls_do() throws Exception {
        server.when("SELECT * FROM Types").answer(EveryType.rows());

        var steps = run(Step.batch("SELECT * FROM Types"));

        var row = steps.at("/0/results/0/rows/0");
        var values = new ArrayList<Object>();
        row.forEach(value -> values.add(value.isTextual() ? value.textValue() : value.toString()));
        assertThat(values)
                .containsExactly(
                        "true",
                        "255",
                        "-32768",
                        "-2147483648",
                        "9007199254740993",
                        "-1.2345678901234568E13",
                        "1.2345678901234568E37",
                        "-9.223372036854775E11",
                        "214748.3647",
                        "0.1",
                        "1.5",
                        "Züri  ",
                        "Zürich €",
                        "東京  ",
                        "Zürich 東京 🏥",
                        "0x01020000",
                        "0xcafe",
                        "6F9619FF-8B86-D011-B42D-00CF4FC964FF",
                        "2026-02-28T00:00:00.000Z",
                        "1970-01-01T23:59:30.120Z",
                        "2026-02-28T23:59:30.120Z",
                        "2026-02-28T23:59:30.123Z",
                        "2026-02-28T23:59:00.000Z",
                        "2026-02-28T18:29:30.120Z",
                        "x".repeat(20_000),
                        EveryType.LONG_TEXT,
                        "0x" + "00".repeat(20_000),
                        "<bed id=\"7\"/>",
                        "old",
                        "alt 東京",
                        "0x09");
        assertThat(steps.at("/0/results/0/rows/1")).hasSameSizeAs(row).allMatch(JsonNode::isNull);
        assertThat(steps.at("/0/rowCount").intValue()).isEqualTo(2);
    }

    @Test
    void parameters_arrive_in_their_types() throws Exception {
        server.when("INSERT INTO Types VALUES (@a, @b, @c, @d, @e, @f, @g, @h, @i, @j)")
                .answer(rowsAffected(1));

        var steps = run(Step.sql("INSERT INTO Types VALUES (@a, @b, @c, @d, @e, @f, @g, @h, @i, @j)")
                .parameter("a", "Int", 42)
                .parameter("b", "BigInt", "9007199254740993")
                .parameter("c", "NVarChar", "Zürich 東京")
                .parameter("d", "Decimal", 12.5, Map.of("precision", 10, "scale", 2))
                .parameter("e", "Bit", true)
                .parameter("f", "Date", LocalDate.of(2026, 2, 28))
                .parameter("g", "DateTime2", EveryType.INSTANT)
                .parameter("h", "UniqueIdentifier", EveryType.GUID)
                .parameter("i", "VarBinary", new byte[] {(byte) 0xCA, (byte) 0xFE})
                .parameter("j", "VarChar", null));

        assertThat(steps.at("/0/rowCount").intValue()).isEqualTo(1);
        assertThat(server.statements())
                .singleElement()
                .satisfies(request -> assertThat(request.values().toArray()).isEqualTo(new Object[] {
                    42,
                    9007199254740993L,
                    "Zürich 東京",
                    new BigDecimal("12.50"),
                    true,
                    LocalDate.of(2026, 2, 28),
                    EveryType.INSTANT,
                    EveryType.GUID,
                    new byte[] {(byte) 0xCA, (byte) 0xFE},
                    null
                }));
    }

    @Test
    void a_statement_is_prepared_once_and_executed_often() throws Exception {
        server.when("SELECT @ward * 100 AS Id")
                .answer((request, reply) -> rows("Id int not null")
                        .row((Integer) request.value(1) * 100)
                        .give(request, reply));

        var steps = run(Step.prepared("SELECT @ward * 100 AS Id")
                .parameter("ward", "Int", null)
                .values(Map.of("ward", 1))
                .values(Map.of("ward", 2)));

        assertThat(steps.at("/0/error").isMissingNode()).as(steps::toString).isTrue();
        assertThat(steps.at("/0/executions/0/results/0/rows/0/0").intValue()).isEqualTo(100);
        assertThat(steps.at("/0/executions/1/results/0/rows/0/0").intValue()).isEqualTo(200);
        assertThat(steps.at("/0/unprepared/error").isMissingNode()).isTrue();
        assertThat(server.statements()).extracting(Request::values).containsExactly(List.of(1), List.of(2));
        server.requireAllScripted();
    }

    @Test
    void a_procedure_returns_rows_outputs_and_a_status() throws Exception {
        server.when(RequestPattern.procedure("dbo.Admit"))
                .answer(rows("Bed int not null")
                        .row(12)
                        .then(output(2, "West"))
                        .then(output(3, 99))
                        .then(returnStatus(4)));

        var steps = run(Step.call("dbo.Admit")
                .parameter("patient", "Int", 4711)
                .output("ward", "NVarChar")
                .output("number", "Int"));

        assertThat(steps.at("/0/results/0/rows/0/0").intValue()).isEqualTo(12);
        assertThat(steps.at("/0/out/ward").textValue()).isEqualTo("West");
        assertThat(steps.at("/0/out/number").intValue()).isEqualTo(99);
        assertThat(steps.at("/0/status").intValue()).isEqualTo(4);
        assertThat(server.statements())
                .singleElement()
                .extracting(Request::values)
                .isEqualTo(Arrays.asList(4711, null, null));
    }

    @Test
    void a_table_is_a_parameter() throws Exception {
        server.when(RequestPattern.procedure("dbo.AdmitAll")).answer(rowsAffected(2));

        var columns =
                List.of(Map.of("name", "Id", "type", "Int"), Map.of("name", "Name", "type", "NVarChar", "length", 20));
        var rows = List.of(List.of(1, "Ada"), Arrays.asList(2, null));

        run(Step.call("dbo.AdmitAll")
                .parameter("patients", "TVP", Map.of("name", "dbo.PatientList", "columns", columns, "rows", rows)));

        assertThat(server.statements())
                .singleElement()
                .extracting(request -> request.value(1))
                .isInstanceOfSatisfying(
                        TableValue.class,
                        table -> assertThat(table.rows()).containsExactly(List.of(1, "Ada"), Arrays.asList(2, null)));
    }

    @Test
    void errors_have_number_severity_state_procedure_and_line() throws Exception {
        server.when("EXEC Admit 7")
                .answer(error(SqlError.of(51000, 16, "Bed 7 is taken.")
                                .withState(3)
                                .in("dbo.Admit", 42))
                        .then(error(3621, 0, "The statement has been terminated.")));
        server.when("SELECT Id FROM Wards").answer(rows("Id int not null").row(3));

        var steps = run(Step.batch("EXEC Admit 7"), Step.batch("SELECT Id FROM Wards"));

        var said = steps.at("/0/said/0");
        assertThat(said.at("/number").intValue()).isEqualTo(51000);
        assertThat(said.at("/severity").intValue()).isEqualTo(16);
        assertThat(said.at("/state").intValue()).isEqualTo(3);
        assertThat(said.at("/procedure").textValue()).isEqualTo("dbo.Admit");
        assertThat(said.at("/line").intValue()).isEqualTo(42);
        assertThat(steps.at("/0/error/message").textValue()).isEqualTo("Bed 7 is taken.");
        assertThat(steps.at("/1/results/0/rows/0/0").intValue()).isEqualTo(3);
    }

    @Test
    void a_chain_of_errors_stays_one() throws Exception {
        server.when("BACKUP DATABASE EMRNext TO DISK = 'x'")
                .answer(error(3201, 16, "Cannot open backup device 'x'.")
                        .then(error(3013, 16, "BACKUP DATABASE is terminating abnormally.")));

        var steps = run(Step.batch("BACKUP DATABASE EMRNext TO DISK = 'x'"));

        assertThat(steps.at("/0/error/all/0/number").intValue()).isEqualTo(3201);
        assertThat(steps.at("/0/error/all/1/number").intValue()).isEqualTo(3013);
    }

    @Test
    void what_nobody_has_scripted_is_an_error_that_quotes_it() throws Exception {
        var steps = run(
                Step.batch("DELETE FROM Beds WHERE Id = 7"),
                Step.sql("SELECT @a").parameter("a", "Int", 1),
                Step.call("dbo.Nobody"));

        assertThat(steps.at("/0/error/number").intValue()).isEqualTo(50000);
        assertThat(steps.at("/0/error/message").textValue()).contains("DELETE FROM Beds WHERE Id = 7");
        assertThat(steps.at("/1/error/message").textValue()).contains("SELECT @a");
        assertThat(steps.at("/2/error/message").textValue()).contains("dbo.Nobody");
    }

    @Test
    void prints_and_information_come_in_their_order() throws Exception {
        server.when("BACKUP DATABASE EMRNext TO DISK = 'x'")
                .answer(message(3211, "10 percent processed.")
                        .then(print("half way"))
                        .then(message(3014, "BACKUP DATABASE successfully processed 7 pages.")));

        var said = run(Step.batch("BACKUP DATABASE EMRNext TO DISK = 'x'")).at("/0/said");

        assertThat(said.findValuesAsText("message"))
                .containsExactly(
                        "10 percent processed.", "half way", "BACKUP DATABASE successfully processed 7 pages.");
        assertThat(said.findValuesAsText("number")).containsExactly("3211", "0", "3014");
    }

    @Test
    void several_statements_have_several_results() throws Exception {
        server.when("UPDATE Beds SET Free = 1 SELECT Id FROM Beds SELECT Name FROM Wards")
                .answer(rowsAffected(3)
                        .then(rows("Id int not null").row(1).row(2))
                        .then(rows("Name nvarchar(20) not null").row("West")));

        var steps = run(
                Step.batch("UPDATE Beds SET Free = 1 SELECT Id FROM Beds SELECT Name FROM Wards"),
                Step.sql("UPDATE Beds SET Free = 1 SELECT Id FROM Beds SELECT Name FROM Wards"));

        for (var step : steps) {
            assertThat(step.at("/results/0/rows").toString()).isEqualTo("[[1],[2]]");
            assertThat(step.at("/results/1/rows").toString()).isEqualTo("[[\"West\"]]");
            assertThat(step.at("/results/1/columns/0/name").textValue()).isEqualTo("Name");
            assertThat(step.at("/counts").toString()).startsWith("[3,2,1");
            assertThat(step.at("/rowCount").intValue()).isEqualTo(6);
        }
    }

    @Test
    void transactions_are_seen_by_both_sides() throws Exception {
        server.when("UPDATE Beds SET Free = 1").answer(rowsAffected(1));
        var update = Step.batch("UPDATE Beds SET Free = 1");

        var steps = run(
                Step.begin("admission").with("isolation", "SERIALIZABLE"),
                update,
                Step.save("before"),
                update,
                Step.rollback("before"),
                Step.commit(),
                update,
                Step.begin(""),
                Step.rollback(""),
                update);

        assertThat(steps.findValues("error")).as(steps::toString).isEmpty();
        assertThat(server.statements())
                .extracting(request -> request.session().openTransactions())
                .containsExactly(1, 1, 0, 0);
        assertThat(server.statements().get(0).session().isolationLevel()).isEqualTo("SERIALIZABLE");
        assertThat(steps.findValuesAsText("inTransaction"))
                .containsExactly("true", "true", "true", "true", "true", "false", "false", "true", "false", "false");
    }

    @Test
    void a_deadlock_ends_the_transaction() throws Exception {
        server.when("UPDATE Beds SET Free = 1").answer(error(SqlError.deadlockVictim()));

        var steps = run(Step.begin(""), Step.batch("UPDATE Beds SET Free = 1"));

        assertThat(steps.at("/1/error/number").intValue()).isEqualTo(1205);
        assertThat(steps.at("/1/inTransaction").booleanValue()).isFalse();
    }

    @Test
    void a_reset_connection_is_as_after_the_login() throws Exception {
        server.when("SELECT Id FROM Wards").answer(rows("Id int not null").row(3));
        var ask = Step.batch("SELECT Id FROM Wards");

        run(Step.batch("USE EMRNext"), Step.begin(""), ask, Step.reset(), ask);

        assertThat(server.statements())
                .extracting(
                        request -> request.session().database(),
                        request -> request.session().openTransactions())
                .containsExactly(tuple("EMRNext", 1), tuple("master", 0));
    }

    @Test
    void a_cancelled_statement_leaves_a_connection_that_goes_on() throws Exception {
        server.when("WAITFOR DELAY '01:00'").answer(waitFor(new Gate()).then(rowsAffected(1)));
        server.when("SELECT Id FROM Beds").answer(rows("Id int not null").generate(1_000_000, id -> new Object[] {id}));
        server.when("SELECT Id FROM Wards").answer(rows("Id int not null").row(3));

        var steps = run(
                Step.batch("WAITFOR DELAY '01:00'").with("cancel", 100),
                Step.sql("WAITFOR DELAY '01:00'").with("timeout", 100),
                Step.batch("SELECT Id FROM Beds").with("cancel", "first row"),
                Step.batch("SELECT Id FROM Wards"));

        assertThat(steps.at("/0/error/code").textValue()).isEqualTo("ECANCEL");
        assertThat(steps.at("/1/error/code").textValue()).isEqualTo("ETIMEOUT");
        assertThat(steps.at("/2/error/code").textValue()).isEqualTo("ECANCEL");
        assertThat(steps.at("/3/results/0/rows/0/0").intValue()).isEqualTo(3);
    }

    @Test
    void rows_are_loaded_in_bulk() throws Exception {
        server.when(RequestPattern.bulkInsert("Wards")).answer(rowsLoaded());
        var steps = run(
                Step.bulk("Wards")
                        .with("options", Map.of("keepNulls", true))
                        .column("Id", "Int", Map.of("nullable", false))
                        .column("Name", "NVarChar", Map.of("nullable", true, "length", 20))
                        .column("Price", "Decimal", Map.of("nullable", true, "precision", 10, "scale", 2))
                        .column("Story", "NText", Map.of("nullable", true))
                        .row(1, "Zürich 東京", 12.5, "long")
                        .row(2, null, null, null),
                Step.bulk("Wards").column("Id", "Int", Map.of("nullable", false)));

        assertThat(steps.findValues("error")).as(steps::toString).isEmpty();
        assertThat(steps.findValuesAsText("rowCount")).containsExactly("2", "0");
        assertThat(server.statements())
                .extracting(Request::kind)
                .containsExactly(
                        Request.Kind.BATCH, Request.Kind.BULK_LOAD, Request.Kind.BATCH, Request.Kind.BULK_LOAD);
        assertThat(server.statements().get(0).text())
                .isEqualTo("insert bulk Wards([Id] int, [Name] nvarchar(20), [Price] decimal(10, 2), [Story] ntext)"
                        + " WITH (KEEP_NULLS)");
        assertThat(server.statements().get(1).rows().orElseThrow().rows())
                .containsExactly(
                        List.of(1, "Zürich 東京", new BigDecimal("12.50"), "long"), Arrays.asList(2, null, null, null));
        server.requireAllScripted();
    }

    @Test
    void old_versions_of_the_protocol_are_spoken() throws Exception {
        server.when("SELECT Name FROM Patients")
                .answer(rows("Name nvarchar(20)").row("Ada"));

        for (var version : List.of("7_2", "7_3_A", "7_3_B", "7_4")) {
            var steps = run(Map.of("tdsVersion", version), Step.batch("SELECT Name FROM Patients"));

            assertThat(steps.at("/0/results/0/rows/0/0").textValue())
                    .as(version)
                    .isEqualTo("Ada");
        }
    }
}
