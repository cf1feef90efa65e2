package io.emrops.benchmarks.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * SQLite in WAL mode with full synchronisation, one transaction for each record. All writers share one connection behind a
 * lock: with one for each, those that find the database locked sleep, and all together are no faster.
 */
final class SqliteLog implements DurableLog {
    private final Connection connection;
    private final PreparedStatement insert;
    private final ReentrantLock lock = new ReentrantLock();

    private SqliteLog(Connection connection) throws SQLException {
        this.connection = connection;
        this.insert = SqlTable.insert(connection);
    }

    @Override
    public void append(int writer, long sequence, byte[] payload) throws SQLException {
        lock.lock();
        try {
            SqlTable.execute(insert, writer, sequence, payload);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static Connection connect(Path directory) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("records.db"));
    }

    static final class Kind implements DurableLog.Kind {
        @Override
        public DurableLog open(Path directory, int writers) throws SQLException {
            var connection = connect(directory);
            try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode=WAL");
                statement.execute("PRAGMA synchronous=FULL");
            }
            SqlTable.create(connection);
            return new SqliteLog(connection);
        }

        @Override
        public long[] readBack(Path directory, int writers) throws SQLException {
            try (var connection = connect(directory)) {
                return SqlTable.count(connection, writers);
            }
        }
    }
}
