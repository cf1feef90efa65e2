package io.emrops.sqlserver.session;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.spi.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection of its own, in master, without a transaction, for long statements one after the other. Belongs to one thread at a time.
 */
public final class DedicatedSession implements AutoCloseable {
    private static final Executor HERE = Runnable::run;
    private static final int GOODBYE_MILLIS = 1000;

    private final Connection connection;
    private final int id;
    private final TimeSource time;
    private final Consumer<ServerMessage> debug;
    private final Duration timeout;
    private volatile boolean closed;

    private DedicatedSession(
            Connection connection, int id, TimeSource time, Consumer<ServerMessage> debug, Duration timeout) {
        this.connection = connection;
        this.id = id;
        this.time = time;
        this.debug = debug;
        this.timeout = timeout;
    }

    static DedicatedSession begin(
            Connection connection, TimeSource time, Consumer<ServerMessage> debug, Duration timeout)
            throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.setAutoCommit(true);
        }
        try (var statement = connection.createStatement()) {
            statement.setQueryTimeout((int) timeout.toSeconds());
            try (var results = statement.executeQuery("SELECT @@SPID AS session_id")) {
                results.next();
                return new DedicatedSession(connection, results.getInt("session_id"), time, debug, timeout);
            }
        }
    }

    /** What the server calls this session; used again for others when it has ended. */
    public int id() {
        return id;
    }

    /** Begins a long statement. */
    public LongOperation.Builder operation(String statement) {
        return new LongOperation.Builder(this, statement);
    }

    /** Short queries in this session, for what others cannot see. They are bounded on a dead line only if the session {@linkplain Sessions#asking asks}. */
    public ShortQueries queries(@Nullable Target target) {
        return new ShortQueries(
                new ShortQueries.Lender() {
                    @Override
                    public <T> T lend(@Nullable ServerIdentity on, Duration limit, ShortQueries.Work<T> work)
                            throws SQLException {
                        return work.with(connection);
                    }
                },
                timeout,
                debug,
                target,
                null);
    }

    /**
     * Makes sure that this is a session with the server that is meant, before anything is changed on it.
     *
     * @throws io.emrops.PreconditionFailedException if it is one with another
     * @throws io.emrops.TargetUnavailableException if there is no answer
     */
    public void requireOn(ServerIdentity server, Target target) {
        ServerIdentity found;
        try {
            found = ServerIdentity.of(connection, timeout);
        } catch (SQLException e) {
            throw ServerErrors.reading("the server's identity", e, target, debug);
        }
        if (!found.equals(server)) {
            throw new PreconditionFailedException(
                    ServerErrors.leadsElsewhere(server, found) + ". Nothing was changed there", null, target);
        }
    }

    /** Whether it can still be used. */
    public boolean isOpen() {
        try {
            return !closed && !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    Connection connection() {
        return connection;
    }

    ISQLServerConnection driverConnection() throws SQLException {
        return connection.unwrap(ISQLServerConnection.class);
    }

    TimeSource time() {
        return time;
    }

    Consumer<ServerMessage> debug() {
        return debug;
    }

    /**
     * Ends the session without the server. Does not wait: a socket with TLS is closed only when the other side has said goodbye, and this
     * one is silent.
     */
    void abort() {
        closed = true;
        var thread = new Thread(
                () -> {
                    try {
                        connection.setNetworkTimeout(HERE, GOODBYE_MILLIS);
                        connection.abort(HERE);
                    } catch (SQLException e) {
                        ServerErrors.messages(e).forEach(debug);
                    }
                },
                "emrops-sqlserver-abort-" + id);
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the session. A second call does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            connection.close();
        } catch (SQLException e) {
            ServerErrors.messages(e).forEach(debug);
        }
    }
}
