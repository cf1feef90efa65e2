package io.emrops.benchmarks.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * SQLite in WAL mode with full synchronisation, one transaction for each record and a connection for each writer. A writer
 * that finds the database locked sleeps; that is unfair to it, and several times as fast as a connection that all share.
 */
final class SqliteLog implements DurableLog {
    private record Session(Connection connection, PreparedStatement insert) {}

    private final List<Session> sessions = new ArrayList<>();

    @Override
    public void append(int writer, long sequence, byte[] payload) throws SQLException {
        SqlTable.execute(sessions.get(writer).insert(), writer, sequence, payload);
    }

    @Override
    public void close() throws SQLException {
        for (var session : sessions) {
            session.connection().close();
        }
    }

    private static Connection connect(Path directory) throws SQLException {
        var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("records.db"));
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=60000");
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
        }
        return connection;
    }

    static final class Kind implements DurableLog.Kind {
        @Override
        public DurableLog open(Path directory, int writers) throws SQLException {
            try (var connection = connect(directory)) {
                SqlTable.create(connection);
            }
            var log = new SqliteLog();
            while (log.sessions.size() < writers) {
                var connection = connect(directory);
                log.sessions.add(new Session(connection, SqlTable.insert(connection)));
            }
            return log;
        }

        @Override
        public long[] readBack(Path directory, int writers) throws SQLException {
            try (var connection = connect(directory)) {
                return SqlTable.count(connection, writers);
            }
        }
    }
}
