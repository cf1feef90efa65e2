package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.assertThatFailure;
import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.session.LoginAttempt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoginTest {
    private static final String ONCE = "connectRetryCount=0;transparentNetworkIPResolution=false";
    private static final String PASSWORD = "Kein-Gehe1mnis mit Ümlaut & {Klammer}";

    @RegisterExtension
    static final SqlServerExtension SERVERS = new SqlServerExtension(
            ScriptedSqlServer.builder().login("emrops", PASSWORD).databases("EMRNext"));

    private static SQLException refusal(ScriptedSqlServer server, String properties, String user, String password) {
        return failureOf(() ->
                server.dataSource(properties).getConnection(user, password).close());
    }

    @Test
    void the_right_name_and_password_are_let_in(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource("databaseName=EMRNext;applicationName=emrops-1;workstationID=ward-7")
                .getConnection()) {
            assertThat(connection.getCatalog()).isEqualTo("EMRNext");
        }

        assertThat(server.logins()).singleElement().satisfies(login -> {
            assertThat(login.granted()).isTrue();
            assertThat(login.encrypted()).isFalse();
            assertThat(login.user()).isEqualTo("emrops");
            assertThat(login.database()).isEqualTo("EMRNext");
            assertThat(login.application()).isEqualTo("emrops-1");
            assertThat(login.host()).isEqualTo("ward-7");
            assertThat(login.server()).isEqualTo("localhost");
            assertThat(login.packetSize()).isEqualTo(8000);
        });
    }

    @Test
    void a_wrong_password_is_error_18456_at_the_first_attempt(ScriptedSqlServer server) {
        var refusal = refusal(server, ONCE, "emrops", "wrong");

        assertThatFailure(refusal).hasMessageContaining("Login failed for user 'emrops'");
        assertThat(refusal.getErrorCode()).isEqualTo(18456);
        assertThat(server.logins()).extracting(LoginAttempt::granted).containsExactly(false);
        assertThat(server.statements()).isEmpty();
    }

    @Test
    void a_wrong_name_is_told_apart_from_a_wrong_password_by_nobody(ScriptedSqlServer server) {
        var refusal = refusal(server, ONCE, "nobody", PASSWORD);

        assertThat(refusal.getErrorCode()).isEqualTo(18456);
        assertThatFailure(refusal).hasMessageContaining("Login failed for user 'nobody'");
    }

    @Test
    void the_case_of_a_password_counts_and_that_of_a_name_does_not(ScriptedSqlServer server) throws SQLException {
        server.dataSource().getConnection("EMROPS", PASSWORD).close();

        var refusal = refusal(server, ONCE, "emrops", PASSWORD.toUpperCase(Locale.ROOT));

        assertThat(refusal.getErrorCode()).isEqualTo(18456);
    }

    @Test
    void a_database_that_is_not_there_is_error_4060(ScriptedSqlServer server) {
        var refusal = refusal(server, ONCE + ";databaseName=Elsewhere", "emrops", PASSWORD);

        assertThat(refusal.getErrorCode()).isEqualTo(4060);
        assertThatFailure(refusal).hasMessageContaining("Elsewhere");
        assertThat(server.logins()).hasSize(1);
    }

    static Stream<SqlError> refusals() {
        return Stream.of(
                SqlError.lockedOut("emrops"),
                SqlError.of(18488, 14, "Login failed for user 'emrops'.  Reason: The password must be changed."),
                SqlError.of(17142, 14, "SQL Server service has been paused."),
                SqlError.sessionKilled());
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_refusal_arrives_with_its_number_and_the_next_login_is_let_in(SqlError error, ScriptedSqlServer server)
            throws SQLException {
        server.refuseNextLogin(error);

        var refusal = refusal(server, ONCE, "emrops", PASSWORD);

        assertThat(refusal.getErrorCode()).isEqualTo(error.number());
        assertThatFailure(refusal).hasMessageContaining(error.text());
        server.dataSource().getConnection().close();
        assertThat(server.logins()).extracting(LoginAttempt::granted).containsExactly(false, true);
    }

    @Test
    void no_password_stands_in_any_message_or_description(ScriptedSqlServer server) {
        var asText = new StringWriter();

        refusal(server, ONCE, "nobody", PASSWORD).printStackTrace(new PrintWriter(asText));
        refusal(server, ONCE, "emrops", "another-S3cret").printStackTrace(new PrintWriter(asText));

        assertThat(asText.toString()).doesNotContain("Gehe1mnis", "another-S3cret");
        assertThat(server.toString() + server.dataSource() + server.jdbcUrl() + server.logins())
                .doesNotContain("Gehe1mnis", "another-S3cret");
    }

    @Test
    void a_windows_login_is_refused_in_words(ScriptedSqlServer server) {
        failureOf(() -> server.dataSource(ONCE + ";integratedSecurity=true;authenticationScheme=NTLM;domain=WARD")
                .getConnection()
                .close());

        assertThat(server.logins()).noneMatch(LoginAttempt::granted);
    }

    @Test
    void a_password_of_128_characters_is_let_in() throws SQLException {
        var longest = "Pä$5-".repeat(25) + "end";

        try (var server = ScriptedSqlServer.builder().login("emrops", longest).start();
                var connection = server.dataSource().getConnection()) {
            assertThat(connection.isValid(10)).isTrue();
        }
    }
}
