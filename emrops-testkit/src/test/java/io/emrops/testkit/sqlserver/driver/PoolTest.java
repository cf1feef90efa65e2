package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static io.emrops.testkit.sqlserver.script.Answer.resetConnection;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.sqlserver.jdbc.SQLServerConnectionPoolDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.Request;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SqlServerExtension.class)
class PoolTest {
    private static final String UPDATE = "UPDATE Beds SET Patient = 1";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @BeforeEach
    void anUpdateChangesOneRow(ScriptedSqlServer server) {
        server.when(UPDATE).answer(rowsAffected(1));
    }

    private static HikariDataSource pool(ScriptedSqlServer server, int size) {
        return pool(server, size, LIMIT);
    }

    private static HikariDataSource pool(ScriptedSqlServer server, int size, Duration patience) {
        var config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl("connectRetryCount=0"));
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setCatalog("EMRNext");
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(patience.toMillis());
        return new HikariDataSource(config);
    }

    private static void update(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(UPDATE);
        }
    }

    @Test
    void a_connection_is_used_again(ScriptedSqlServer server) throws SQLException {
        try (var pool = pool(server, 1)) {
            for (var i = 0; i < 10; i++) {
                try (var connection = pool.getConnection()) {
                    assertThat(connection.isValid(10)).isTrue();
                    update(connection);
                }
            }

            assertThat(server.logins()).hasSize(1);
            assertThat(server.connections()).isOne();
        }

        await().atMost(LIMIT).until(() -> server.connections() == 0);
        assertThat(server.statements()).hasSize(10);
    }

    @Test
    void what_a_borrower_has_set_is_not_left_to_the_next_one(ScriptedSqlServer server) throws SQLException {
        try (var pool = pool(server, 1)) {
            try (var connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                connection.setCatalog("Archive");
                update(connection);
            }
            try (var connection = pool.getConnection()) {
                update(connection);
            }
        }

        assertThat(server.statements())
                .extracting(Request::session)
                .extracting(it -> it.openTransactions() + " " + it.isolationLevel() + " " + it.database())
                .containsExactly("1 SERIALIZABLE Archive", "0 READ COMMITTED EMRNext");
        assertThat(server.housekeeping()).anyMatch(it -> it.text().contains("ROLLBACK TRAN"));
    }

    @Test
    void a_pool_whose_connections_are_all_out_says_so(ScriptedSqlServer server) throws SQLException {
        try (var pool = pool(server, 2, Duration.ofMillis(300));
                var first = pool.getConnection();
                var second = pool.getConnection()) {
            var failure = failureOf(pool::getConnection);

            assertThat(failure.getClass()).isEqualTo(SQLTransientConnectionException.class);
            update(first);
            update(second);
        }
        assertThat(server.logins()).hasSize(2);
    }

    @Test
    void a_broken_connection_is_replaced(ScriptedSqlServer server) throws SQLException {
        server.when("UPDATE Beds SET Patient = 2").answer(resetConnection(), rowsAffected(2));

        try (var pool = pool(server, 1)) {
            try (var connection = pool.getConnection();
                    var statement = connection.createStatement()) {
                var failure = failureOf(() -> statement.executeUpdate("UPDATE Beds SET Patient = 2"));
                assertThat(failure.getSQLState()).startsWith("08");
            }
            try (var connection = pool.getConnection();
                    var statement = connection.createStatement()) {
                assertThat(statement.executeUpdate("UPDATE Beds SET Patient = 2"))
                        .isEqualTo(2);
            }
        }

        assertThat(server.logins()).hasSize(2);
    }

    @Test
    void a_pool_gets_over_a_restart_of_the_server(ScriptedSqlServer server) throws SQLException {
        try (var pool = pool(server, 3)) {
            for (var round = 0; round < 3; round++) {
                var borrowed = new ArrayList<Connection>();
                for (var i = 0; i < 3; i++) {
                    borrowed.add(pool.getConnection());
                }
                server.dropConnections();
                for (var connection : borrowed) {
                    assertThat(connection.isValid(10)).isFalse();
                    pool.evictConnection(connection);
                }
            }
            try (var connection = pool.getConnection()) {
                update(connection);
            }
        }

        assertThat(server.statements()).hasSize(1);
    }

    @Test
    void many_threads_share_a_few_connections(ScriptedSqlServer server) throws Exception {
        server.when("SELECT ?")
                .answer((request, reply) -> rows("V int").row(request.value(1)).give(request, reply));
        var threads = Executors.newFixedThreadPool(8);

        try (var pool = pool(server, 3)) {
            var results = new ArrayList<Future<List<Object>>>();
            for (var i = 0; i < 200; i++) {
                var number = i;
                results.add(threads.submit(() -> {
                    try (var connection = pool.getConnection();
                            var statement = connection.prepareStatement("SELECT ?")) {
                        statement.setInt(1, number);
                        return Results.drain(statement, statement.execute());
                    }
                }));
            }
            for (var i = 0; i < 200; i++) {
                assertThat(results.get(i).get()).hasToString("[[" + i + "]]");
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(server.logins()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void a_slow_statement_does_not_keep_others_from_theirs(ScriptedSqlServer server) throws SQLException {
        var gate = new Gate();
        server.when("UPDATE Slow SET A = 1").answer(Answer.waitFor(gate).then(rowsAffected(7)));

        try (var pool = pool(server, 2)) {
            var slow = CompletableFuture.supplyAsync(() -> {
                try (var connection = pool.getConnection();
                        var statement = connection.createStatement()) {
                    return statement.executeUpdate("UPDATE Slow SET A = 1");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            gate.awaitArrival(LIMIT);
            try (var connection = pool.getConnection()) {
                update(connection);
            }
            assertThat(slow).isNotDone();
            gate.open();
            assertThat(slow).succeedsWithin(LIMIT).isEqualTo(7);
        }
    }

    @Test
    void the_pooled_connections_of_the_driver_reset_the_session(ScriptedSqlServer server) throws SQLException {
        var source = new SQLServerConnectionPoolDataSource();
        source.setURL(server.jdbcUrl());
        source.setUser(server.user());
        source.setPassword(server.password());
        var pooled = source.getPooledConnection();
        try {
            try (var connection = pooled.getConnection()) {
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                connection.setCatalog("Archive");
                update(connection);
            }
            try (var connection = pooled.getConnection()) {
                update(connection);
                update(connection);
            }
        } finally {
            pooled.close();
        }

        assertThat(server.statements())
                .extracting(Request::session)
                .extracting(it -> it.openTransactions() + " " + it.isolationLevel() + " " + it.database())
                .containsExactly("1 SERIALIZABLE Archive", "0 READ COMMITTED master", "0 READ COMMITTED master");
    }
}
