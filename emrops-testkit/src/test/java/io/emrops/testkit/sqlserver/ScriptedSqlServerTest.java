package io.emrops.testkit.sqlserver;

import static io.emrops.testkit.sqlserver.script.RequestPattern.startingWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Request;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScriptedSqlServerTest {
    private final ScriptedSqlServer server = ScriptedSqlServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void it_listens_on_the_loopback_alone() throws Exception {
        for (var address : NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList()) {
            assertThatThrownBy(() -> new Socket(address, server.port()).close())
                    .as("%s", address)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void neither_its_words_nor_a_login_show_the_password() throws SQLException {
        execute("SELECT 1");

        assertThat(server.toString() + server.logins() + server.dataSource() + server.jdbcUrl())
                .doesNotContain(server.password());
    }

    @Test
    void the_last_ten_thousand_statements_are_kept() throws SQLException {
        server.when(startingWith("SELECT n")).answer(Answer.rows("n int").row(1));
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (var i = 0; i < 10_005; i++) {
                statement.execute("SELECT n, " + i);
            }
        }

        assertThat(server.statements())
                .hasSize(10_000)
                .extracting(Request::text)
                .startsWith("SELECT n, 5")
                .endsWith("SELECT n, 10004");
    }

    @Test
    void waiting_for_statements_says_what_came_instead() throws SQLException {
        server.when("SELECT a").answer(Answer.done());
        execute("SELECT a");

        assertThatThrownBy(() -> server.awaitStatements(startingWith("UPDATE"), 1, Duration.ofMillis(10)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("starting with \"UPDATE\"")
                .hasMessageContaining("SELECT a");
    }

    @Test
    void waiting_ends_when_the_statement_has_come() throws Exception {
        server.when("SELECT a").answer(Answer.done());
        var waiting = new Thread(() -> server.awaitStatements(startingWith("SELECT"), 2, Duration.ofSeconds(30)));
        waiting.start();

        execute("SELECT a");
        execute("SELECT a");

        waiting.join(30_000);
        assertThat(waiting.isAlive()).isFalse();
    }

    @Test
    void an_answer_that_fails_is_told_to_the_client_and_to_the_test() {
        server.when("SELECT a").answer((request, reply) -> {
            throw new IllegalStateException("no such file");
        });

        assertThatThrownBy(() -> execute("SELECT a"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("IllegalStateException: no such file");
        assertThatThrownBy(server::requireAllScripted).hasMessageContaining("no such file");
    }

    @Test
    void a_row_that_does_not_fit_its_columns_is_refused_when_it_is_told() {
        var rows = Answer.rows("Id int not null", "Name nvarchar(3)");

        assertThatThrownBy(() -> rows.row(1)).hasMessage("a row of 1 values for 2 columns");
        assertThatThrownBy(() -> rows.row(null, "Ada")).hasMessage("column 'Id' is not null");
        assertThatThrownBy(() -> rows.row(1, "Grace"))
                .hasMessage("column 'Name': nvarchar(3) holds no text of 5 characters");
        assertThatThrownBy(() -> rows.row("1", "Ada")).hasMessage("column 'Id': int takes a Number, not a String");
    }

    @Test
    void after_a_reset_nothing_is_left_and_sessions_go_on() throws SQLException {
        server.when("SELECT a").answer(Answer.done());
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SELECT a");

            server.reset();

            assertThat(server.statements()).isEmpty();
            assertThatThrownBy(() -> statement.execute("SELECT a")).hasMessageContaining("No answer is scripted");
        }
    }

    @Test
    void a_second_close_does_nothing_and_the_trust_store_is_gone() throws SQLException {
        var settings = ScriptedSqlServer.builder().encryption(ScriptedSqlServer.Encryption.OFFERED);
        var encrypting = settings.start();
        var store = encrypting.trustStore();
        assertThat(store).exists();

        encrypting.close();
        encrypting.close();

        assertThat(Files.exists(store)).isFalse();
    }

    @Test
    void a_server_without_a_certificate_says_so() {
        assertThatThrownBy(server::certificate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this server does not encrypt");
    }

    @Test
    void versions_that_do_not_exist_are_refused() {
        assertThatThrownBy(() -> ScriptedSqlServer.builder().majorVersion(12))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("13 (2016) to 17 (2025), not 12");
    }

    @Test
    void dropped_connections_end_and_new_ones_are_taken() throws SQLException {
        try (var connection = server.dataSource().getConnection()) {
            server.dropConnections();

            assertThat(connection.isValid(5)).isFalse();
            execute("SELECT 1");
        }
    }

    @Test
    void many_servers_run_side_by_side() throws SQLException {
        var others =
                IntStream.range(0, 5).mapToObj(i -> ScriptedSqlServer.start()).toList();
        try {
            for (var other : others) {
                other.when("SELECT a").answer(Answer.done());
                try (var connection = other.dataSource().getConnection();
                        var statement = connection.createStatement()) {
                    statement.execute("SELECT a");
                }
            }

            assertThat(others)
                    .allSatisfy(other -> assertThat(other.statements()).hasSize(1));
            assertThat(server.statements()).isEmpty();
        } finally {
            others.forEach(ScriptedSqlServer::close);
        }
    }
}
