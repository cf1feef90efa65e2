package io.emrops.benchmarks.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** H2 with a connection for each writer. Its commit forces nothing, so each is followed by a checkpoint that does. */
final class H2Log implements DurableLog {
    private record Session(Connection connection, PreparedStatement insert, Statement checkpoint) {
        static Session open(Path directory) throws SQLException {
            var connection = connect(directory);
            return new Session(connection, SqlTable.insert(connection), connection.createStatement());
        }
    }

    private final List<Session> sessions = new ArrayList<>();

    @Override
    public void append(int writer, long sequence, byte[] payload) throws SQLException {
        var session = sessions.get(writer);
        SqlTable.execute(session.insert(), writer, sequence, payload);
        session.checkpoint().execute("CHECKPOINT SYNC");
    }

    @Override
    public void close() throws SQLException {
        for (var session : sessions) {
            session.connection().close();
        }
    }

    private static Connection connect(Path directory) throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("records"), "sa", "");
    }

    static final class Kind implements DurableLog.Kind {
        @Override
        public DurableLog open(Path directory, int writers) throws SQLException {
            var log = new H2Log();
            try (var connection = connect(directory)) {
                SqlTable.create(connection);
            }
            while (log.sessions.size() < writers) {
                log.sessions.add(Session.open(directory));
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
