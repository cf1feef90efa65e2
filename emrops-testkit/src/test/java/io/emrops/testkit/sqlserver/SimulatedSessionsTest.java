package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.instance.Sessions.Session;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an instance hears of the sessions that the real driver has. */
@Timeout(60)
class SimulatedSessionsTest {
    private final SimulatedSqlServer server = SimulatedSqlServer.start();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = server.dataSource("applicationName=Nightly").getConnection();
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Session session() {
        var all = server.instance().sessions().all();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void who_is_connected_is_known_until_the_end() throws SQLException {
        assertThat(session().login().program()).isEqualTo("Nightly");
        assertThat(session().login().encrypted()).isEqualTo(false);
        assertThat(session().database()).isEqualTo("master");
        execute("CREATE DATABASE EMRNext");
        execute("USE EMRNext");

        assertThat(session().database()).isEqualTo("EMRNext");
        assertThat(session().text()).isEqualTo("USE EMRNext");
        assertThat(session().running()).isFalse();
        assertThat(session().lastEnded()).isPresent();

        var spid = session().spid();
        try (var other = server.dataSource().getConnection();
                var statement = other.createStatement()) {
            statement.execute("KILL " + spid);

            assertThat(session().spid()).isNotEqualTo(spid);
        }
    }

    @Test
    void a_transaction_is_open_only_once_something_has_been_done_in_it() throws SQLException {
        server.script().when(RequestPattern.startingWith("UPDATE")).answer(Answer.rowsAffected(1));
        connection.setAutoCommit(false);
        assertThat(session().openTransactions()).isZero();

        execute("UPDATE dbo.Beds SET Free = 0");
        assertThat(session().openTransactions()).isEqualTo(1);
        assertThat(session().transaction()).isPresent();

        connection.commit();
        assertThat(session().openTransactions()).isZero();
        assertThat(session().transaction()).isEmpty();
    }

    @Test
    void a_session_runs_while_it_answers() throws Exception {
        var gate = new Gate();
        server.script()
                .when(RequestPattern.startingWith("SELECT slow"))
                .answer(Answer.waitFor(gate).then(Answer.done()));
        var asked = CompletableFuture.runAsync(() -> {
            try {
                execute("SELECT slow");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        gate.awaitArrival(Duration.ofSeconds(30));

        assertThat(session().running()).isTrue();
        assertThat(session().text()).isEqualTo("SELECT slow");

        gate.open();
        asked.get(30, TimeUnit.SECONDS);
        assertThat(session().running()).isFalse();
    }
}
