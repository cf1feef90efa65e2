package io.emrops.clients.sqlserver;

import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.message;
import static io.emrops.testkit.sqlserver.script.Answer.print;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static io.emrops.testkit.sqlserver.script.Answer.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.clients.Program;
import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.ScriptedSqlServer.Encryption;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.session.LoginAttempt;
import io.emrops.testkit.tls.TestCertificate;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** FreeTDS: tsql on its own library, fisql, bsqldb and freebcp on DB-Library. */
@RequiresEngine("freetds")
@Timeout(180)
class FreeTdsIT {
    @TempDir
    Path directory;

    private ScriptedSqlServer server = ScriptedSqlServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    private void restart(Encryption encryption) {
        server.close();
        server = ScriptedSqlServer.builder().encryption(encryption).start();
    }

    private FreeTds freeTds(String... settings) throws IOException {
        return FreeTds.of(directory, server.port(), settings);
    }

    private Program tsql(String... batches) throws Exception {
        return freeTds().tsql(server.user(), server.password(), batches);
    }

    @Test
    void it_logs_in_and_says_who_it_is() throws Exception {
        var said = freeTds("database = EMRNext").tsql("sa", server.password());

        assertThat(said.status()).as(said::toString).isZero();
        assertThat(server.logins())
                .extracting(LoginAttempt::user, LoginAttempt::database, LoginAttempt::granted)
                .containsExactly(tuple("sa", "EMRNext", true));
        server.requireAllScripted();
    }

    @Test
    void a_wrong_password_is_refused() throws Exception {
        var said = freeTds().tsql("sa", "wrong");

        assertThat(said.status()).isNotZero();
        assertThat(said.err())
                .contains("Msg 18456 (severity 14, state 1) from SCRIPTED", "Login failed for user 'sa'.");
    }

    @Test
    void older_versions_of_the_protocol_are_spoken() throws Exception {
        server.when("SELECT Name FROM Patients")
                .answer(rows("Name nvarchar(20)").row("Zürich 東京"));

        for (var version : List.of("7.2", "7.3", "7.4")) {
            var said = freeTds("tds version = " + version).tsql("sa", server.password(), "SELECT Name FROM Patients");

            assertThat(said.out()).as(version).contains("Zürich 東京");
        }
    }

    @Test
    void the_login_alone_is_encrypted_if_it_does_not_ask_for_more() throws Exception {
        restart(Encryption.OFFERED);
        server.when("SELECT Name FROM Patients")
                .answer(rows("Name nvarchar(20)").row("Ada"));

        assertThat(tsql("SELECT Name FROM Patients").out()).contains("Ada");
        assertThat(server.logins()).extracting(LoginAttempt::encrypted).containsExactly(false);
    }

    @Test
    void everything_is_encrypted_under_the_certificate_of_the_server() throws Exception {
        restart(Encryption.REQUIRED);
        var authority = Files.writeString(
                directory.resolve("authority.pem"), server.certificate().pem());
        server.when("SELECT Story FROM Patients")
                .answer(rows("Story nvarchar(max)").row("a".repeat(100_000) + "z"));

        var said = freeTds("encryption = require", "ca file = " + authority, "check certificate hostname = yes")
                .tsql("sa", server.password(), "SELECT Story FROM Patients");

        assertThat(said.out()).contains("a".repeat(1_000) + "z");
        assertThat(server.logins()).extracting(LoginAttempt::encrypted).containsExactly(true);
    }

    @Test
    void another_certificate_is_refused() throws Exception {
        restart(Encryption.REQUIRED);
        var authority = Files.writeString(
                directory.resolve("authority.pem"),
                TestCertificate.forLocalhost().pem());

        var said = freeTds("encryption = require", "ca file = " + authority).tsql("sa", server.password());

        assertThat(said.status()).isNotZero();
        assertThat(server.logins()).isEmpty();
    }

    @Test
    void a_server_that_must_encrypt_has_its_way() throws Exception {
        restart(Encryption.REQUIRED);

        var said = freeTds("encryption = off").tsql("sa", server.password());

        assertThat(said.status()).as(said::toString).isZero();
        assertThat(server.logins()).extracting(LoginAttempt::encrypted).containsExactly(true);
    }

    @Test
    void every_type_arrives_and_nulls_do() throws Exception {
        server.when("SELECT * FROM Types").answer(EveryType.rows());

        var said = freeTds("text size = 2147483647").tsql("sa", server.password(), "SELECT * FROM Types");

        assertThat(said.out())
                .contains(
                        "\t-12345678901234.5678\t12345678901234567890123456789012345678\t-922337203685.4775\t214748.3647\t",
                        "1\t255\t-32768\t-2147483648\t9007199254740993\t",
                        "\tZüri  \tZürich €\t東京  \tZürich 東京 🏥\t01020000\tcafe\t",
                        "\t6F9619FF-8B86-D011-B42D-00CF4FC964FF\t",
                        EveryType.LONG_TEXT.strip(),
                        "<bed id=\"7\"/>",
                        "\told\talt 東京\t09",
                        "NULL\tNULL\tNULL",
                        "(2 rows affected)");
    }

    @Test
    void errors_have_number_severity_state_procedure_and_line() throws Exception {
        server.when("EXEC Admit 7")
                .answer(error(
                        SqlError.of(51000, 16, "Bed 7 is taken.").withState(3).in("dbo.Admit", 42)));

        var said = tsql("EXEC Admit 7");

        assertThat(said.err()).contains("Msg 51000 (severity 16, state 3) from SCRIPTED", "Line 42", "Bed 7 is taken.");
    }

    @Test
    void what_nobody_has_scripted_is_an_error_that_quotes_it() throws Exception {
        var said = tsql("DELETE FROM Beds WHERE Id = 7");

        assertThat(said.err()).contains("Msg 50000", "DELETE FROM Beds WHERE Id = 7");
    }

    @Test
    void prints_and_information_come_in_their_order() throws Exception {
        server.when("BACKUP DATABASE EMRNext TO DISK = 'x'")
                .answer(message(3211, "10 percent processed.")
                        .then(print("half way"))
                        .then(message(3014, "BACKUP DATABASE successfully processed 7 pages."))
                        .then(rowsAffected(0)));

        var said = freeTds().fisql("sa", server.password(), "BACKUP DATABASE EMRNext TO DISK = 'x'");

        assertThat(said.toString())
                .containsSubsequence(
                        "10 percent processed.", "half way", "BACKUP DATABASE successfully processed 7 pages.");
    }

    @Test
    void several_statements_have_several_results() throws Exception {
        server.when("UPDATE Beds SET Free = 1 SELECT Id FROM Beds SELECT Name FROM Wards")
                .answer(rowsAffected(3)
                        .then(rows("Id int not null").row(1).row(2))
                        .then(rows("Name nvarchar(20) not null").row("West")));

        var said = freeTds()
                .fisql("sa", server.password(), "UPDATE Beds SET Free = 1 SELECT Id FROM Beds SELECT Name FROM Wards");

        assertThat(said.toString())
                .containsSubsequence(
                        "(3 rows affected)", "Id", "1", "2", "(2 rows affected)", "Name", "West", "(1 rows affected)");
    }

    @Test
    void transactions_are_kept_for_the_session() throws Exception {
        server.when("UPDATE Beds SET Free = 1").answer(rowsAffected(1));

        var said = tsql("BEGIN TRAN", "UPDATE Beds SET Free = 1", "COMMIT", "UPDATE Beds SET Free = 1", "ROLLBACK");

        assertThat(server.statements())
                .extracting(request -> request.session().openTransactions())
                .containsExactly(1, 0);
        assertThat(said.err()).contains("Msg 3903");
    }

    @Test
    void a_database_is_changed() throws Exception {
        server.when("SELECT Name FROM Patients")
                .answer(rows("Name nvarchar(20)").row("Ada"));

        var said = freeTds().fisql("sa", server.password(), "USE EMRNext", "SELECT Name FROM Patients");

        assertThat(said.toString()).contains("Ada");
        assertThat(server.statements())
                .extracting(request -> request.session().database())
                .containsExactly("EMRNext");
    }

    @Test
    void a_statement_that_takes_too_long_is_cancelled_and_the_connection_goes_on() throws Exception {
        server.when("WAITFOR DELAY '01:00'").answer(waitFor(new Gate()).then(rowsAffected(1)));
        server.when("SELECT Name FROM Patients")
                .answer(rows("Name nvarchar(20)").row("Ada"));

        var said =
                freeTds().fisqlWithin(1, "sa", server.password(), "WAITFOR DELAY '01:00'", "SELECT Name FROM Patients");

        assertThat(said.out()).as(said::toString).contains("timed out", "Ada");
        assertThat(server.logins()).hasSize(1);
    }

    @Test
    void columns_are_described() throws Exception {
        server.when("SELECT Id, Name, Weight FROM Patients")
                .answer(rows("Id int not null", "Name nvarchar(20)", "Weight decimal(5,1)")
                        .row(7, "Ada", new BigDecimal("61.5")));

        var said = freeTds().bsqldb("sa", server.password(), "SELECT Id, Name, Weight FROM Patients");

        assertThat(said.out()).as(said::toString).contains("7|Ada|61.5");
    }

    @Test
    void rows_are_loaded_in_bulk() throws Exception {
        server.table("Wards", "Id int not null", "Name nvarchar(20)", "Opened date");

        var said = freeTds()
                .freebcp(
                        "sa",
                        server.password(),
                        "Wards",
                        List.of("1;West;2026-02-28", "2;Zürich 東京;", "3;;1753-01-01"));

        assertThat(said.out()).as(said::toString).contains("3 rows copied");
        server.requireAllScripted();
        assertThat(server.statements(RequestPattern.bulkInsert("Wards")))
                .last()
                .extracting(request -> request.rows().orElseThrow().rows())
                .hasToString("[[1, West, 2026-02-28], [2, Zürich 東京, null], [3, null, 1753-01-01]]");
        assertThat(server.statements()).extracting(Request::kind).contains(Request.Kind.BULK_LOAD);
    }
}
