package io.emrops.benchmarks.steps;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;

/** New databases of H2, for peers that keep what they did in one. A commit of H2 does not force anything to the disk. */
final class H2 {
    private H2() {}

    static JdbcConnectionPool inMemory() {
        return pool("mem:" + UUID.randomUUID());
    }

    static JdbcConnectionPool onFile(Path directory) {
        return pool("file:" + directory.resolve(UUID.randomUUID().toString()).toAbsolutePath());
    }

    private static JdbcConnectionPool pool(String database) {
        return JdbcConnectionPool.create("jdbc:h2:" + database + ";DB_CLOSE_DELAY=-1", "sa", "");
    }

    /** Closes the database, which would otherwise live on with the JVM. */
    static void close(JdbcConnectionPool pool) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
        pool.dispose();
    }
}
