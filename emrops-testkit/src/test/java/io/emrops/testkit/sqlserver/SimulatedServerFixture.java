package io.emrops.testkit.sqlserver;

import io.emrops.testkit.sqlserver.instance.DatabaseState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A simulated server with the database EMRNext, and a connection to its master through the real driver. */
@Timeout(60)
abstract class SimulatedServerFixture {
    final SimulatedSqlServer server = SimulatedSqlServer.start();
    Connection connection;

    @BeforeEach
    final void connect() throws SQLException {
        connection = server.dataSource().getConnection();
        execute("CREATE DATABASE EMRNext");
    }

    @AfterEach
    final void stop() throws SQLException {
        connection.close();
        server.close();
    }

    final void execute(String sql) throws SQLException {
        execute(connection, sql);
    }

    static void execute(Connection on, String sql) throws SQLException {
        try (var statement = on.createStatement()) {
            execute(statement, sql);
        }
    }

    static void execute(Statement statement, String sql) throws SQLException {
        statement.execute(sql);
        while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
            // Errors come late.
        }
    }

    /** The numbers of the errors, the first one being the cause. */
    final List<Integer> errorsOf(String sql) {
        var numbers = new ArrayList<Integer>();
        try {
            execute(sql);
        } catch (SQLException e) {
            for (var next = e; next != null; next = next.getNextException()) {
                numbers.add(next.getErrorCode());
            }
        }
        return numbers;
    }

    final DatabaseState stateOf(String database) {
        return server.instance().database(database).orElseThrow().state();
    }
}
