package io.emrops.sqlserver.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the socket of a pooled connection be silent for as long as one query may take. The next one has the old limit again. */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Executor HERE = Runnable::run;

    /** The server ends a query that takes too long, and is given this time to say so. */
    private static final Duration BEYOND = Duration.ofSeconds(30);

    private Patience() {}

    static <T> T with(Duration limit, Connection connection, ShortQueries.Work<T> work) throws SQLException {
        var before = connection.getNetworkTimeout();
        var needed = (int) Math.min(limit.plus(BEYOND).toMillis(), Integer.MAX_VALUE);
        if (before == 0 || before >= needed) {
            return work.with(connection);
        }
        connection.setNetworkTimeout(HERE, needed);
        try {
            return work.with(connection);
        } finally {
            setBack(connection, before);
        }
    }

    /** One that keeps the longer limit is not used again. */
    private static void setBack(Connection connection, int before) throws SQLException {
        try {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(HERE, before);
            }
        } catch (SQLException e) {
            LOG.info("A connection for short queries is given up: the limit of its socket cannot be set back");
            connection.close();
        }
    }
}
