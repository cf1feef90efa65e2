package io.emrops.sqlserver.session;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.emrops.Secret;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.spi.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to one server: a small pool for short queries, made when the first is asked, and connections of their own for long
 * statements. A login that the server refuses is not tried again. Safe for use by several threads.
 */
public final class Sessions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final Connector connector;
    private final TimeSource time;
    private final @Nullable SystemTime ownTime;
    private final Duration queryTimeout;
    private final Duration waitForConnection;
    private final int poolSize;
    private final Consumer<ServerMessage> debug;
    private final LoginGate gate;
    private final Map<Connection, ServerIdentity> identities = new WeakHashMap<>();
    private @Nullable HikariDataSource pool;
    private boolean closed;

    private Sessions(Builder from) {
        connector = from.connector();
        ownTime = from.time == null ? new SystemTime() : null;
        time = from.time == null ? Objects.requireNonNull(ownTime) : from.time;
        queryTimeout = from.queryTimeout;
        waitForConnection = from.waitForConnection;
        poolSize = from.poolSize;
        debug = new CarefulSink(from.debug);
        gate = new LoginGate(() -> connector.forQueries(queryTimeout.plusSeconds(30)));
    }

    /** By a URL of mssql-jdbc, without user and password. */
    public static Builder at(String jdbcUrl) {
        return new Builder(Objects.requireNonNull(jdbcUrl, "jdbcUrl"), null);
    }

    /**
     * By a source of physical connections of mssql-jdbc, and no pool. What it sets stays: it should have {@code connectRetryCount=0} and a
     * {@code socketTimeout}, which is lifted for long statements.
     */
    public static Builder of(DataSource source) {
        return new Builder(null, Objects.requireNonNull(source, "source"));
    }

    /** What connections are made with. */
    public static final class Builder {
        private final @Nullable String url;
        private final @Nullable DataSource source;
        private @Nullable String user;
        private @Nullable Secret password;
        private String applicationName = "emrops";
        private Duration loginTimeout = Duration.ofSeconds(15);
        private Duration queryTimeout = Duration.ofSeconds(30);
        private Duration waitForConnection = Duration.ofSeconds(10);
        private int poolSize = 3;
        private @Nullable TimeSource time;
        private Consumer<ServerMessage> debug = message -> {};

        private Builder(@Nullable String url, @Nullable DataSource source) {
            this.url = url;
            this.source = source;
        }

        /** Who logs in; for a URL. */
        public Builder user(String newUser, Secret newPassword) {
            if (source != null) {
                throw new IllegalArgumentException("A data source has its user");
            }
            user = Objects.requireNonNull(newUser, "newUser");
            password = Objects.requireNonNull(newPassword, "newPassword");
            return this;
        }

        /** What the server sees as the program's name, behind {@code emrops-}; for a URL. */
        public Builder applicationName(String suffix) {
            applicationName = "emrops-" + suffix;
            return this;
        }

        /** How long a login may take; 15 seconds if nobody says otherwise. */
        public Builder loginWithin(Duration atMost) {
            loginTimeout = ShortQueries.requireSeconds(atMost);
            return this;
        }

        /** How long a short query may take; 30 seconds if nobody says otherwise. */
        public Builder queriesWithin(Duration atMost) {
            queryTimeout = ShortQueries.requireSeconds(atMost);
            return this;
        }

        /** How long a short query waits for a free connection; 10 seconds if nobody says otherwise. */
        public Builder waitForConnection(Duration atMost) {
            waitForConnection = ShortQueries.requireSeconds(atMost);
            return this;
        }

        /** How many short queries there are at a time, 1 to 20; 3 if nobody says otherwise. */
        public Builder poolSize(int connections) {
            if (connections < 1 || connections > 20) {
                throw new IllegalArgumentException(
                        "A pool for short queries has 1 to 20 connections, not " + connections);
            }
            poolSize = connections;
            return this;
        }

        /** Long statements live by this time. It stays the caller's to close. */
        public Builder time(TimeSource newTime) {
            time = Objects.requireNonNull(newTime, "newTime");
            return this;
        }

        /**
         * Takes the raw texts of the server and the driver, for debugging. They can quote rows: this is for places where patient data may
         * be. Called on any thread; must not block. What it throws is dropped.
         */
        public Builder debugTo(Consumer<ServerMessage> sink) {
            debug = Objects.requireNonNull(sink, "sink");
            return this;
        }

        /** Connects to nothing yet. */
        public Sessions build() {
            return new Sessions(this);
        }

        private Connector connector() {
            if (source != null) {
                return new Connector.BySource(source);
            }
            if (url == null || user == null || password == null) {
                throw new IllegalArgumentException("A login has a user and a secret");
            }
            return new Connector.ByUrl(url, user, password, applicationName, loginTimeout);
        }
    }

    /** A sink that throws must not end a statement. */
    private record CarefulSink(Consumer<ServerMessage> sink) implements Consumer<ServerMessage> {
        @Override
        public void accept(ServerMessage message) {
            try {
                sink.accept(message);
            } catch (RuntimeException e) {
                // Whoever asked for the texts has to look after them.
            }
        }
    }

    /** Short queries, over the pool. */
    public ShortQueries queries() {
        return new ShortQueries(
                new ShortQueries.Lender() {
                    @Override
                    public <T> T lend(@Nullable ServerIdentity on, Duration limit, ShortQueries.Work<T> work)
                            throws SQLException {
                        return lendFromPool(on, limit, work);
                    }
                },
                queryTimeout,
                debug,
                null,
                null);
    }

    /**
     * Which server the URL leads to now, over a new connection. Old ones are given up: to a server that is not meant any more they may still be open.
     * Throws as {@link #identity}.
     */
    public ServerIdentity freshIdentity() {
        renew();
        return identity();
    }

    /**
     * Which server a connection of the pool leads to.
     *
     * @throws io.emrops.PreconditionFailedException if the login is refused
     * @throws TargetUnavailableException if the server does not answer
     */
    public ServerIdentity identity() {
        try {
            return lendFromPool(null, queryTimeout, this::identityOf);
        } catch (SQLException e) {
            throw ServerErrors.reading("the server's identity", e, null, debug);
        }
    }

    private ServerIdentity identityOf(Connection connection) throws SQLException {
        synchronized (identities) {
            var known = identities.get(connection);
            if (known != null) {
                return known;
            }
        }
        var read = ServerIdentity.of(connection, queryTimeout);
        synchronized (identities) {
            identities.put(connection, read);
        }
        return read;
    }

    /**
     * A new connection for long statements. It is the caller's to close.
     *
     * @throws io.emrops.PreconditionFailedException if the login is refused; it is not tried again
     * @throws TargetUnavailableException if the server does not answer
     */
    public DedicatedSession dedicated() {
        return begin(connector::dedicated);
    }

    /**
     * A new connection for short queries alone: on a line that is dead, it is given up half a minute after an answer was due. It is the caller's to close.
     *
     * @throws io.emrops.PreconditionFailedException if the login is refused; it is not tried again
     * @throws TargetUnavailableException if the server does not answer
     */
    public DedicatedSession asking() {
        return begin(() -> connector.inDatabase("master", queryTimeout.plusSeconds(30)));
    }

    /** Where a connection comes from. */
    private interface Opening {
        Connection open() throws SQLException;
    }

    private DedicatedSession begin(Opening opening) {
        requireOpen();
        Connection connection;
        try {
            connection = opening.open();
        } catch (SQLException e) {
            throw ServerErrors.connecting(e, null, debug);
        }
        try {
            return DedicatedSession.begin(connection, time, debug, queryTimeout);
        } catch (SQLException e) {
            closeQuietly(connection);
            throw ServerErrors.connecting(e, null, debug);
        }
    }

    /**
     * The same, with the server that is meant.
     *
     * @throws io.emrops.PreconditionFailedException also if it leads to another one by now; nothing was asked there
     */
    public DedicatedSession dedicated(ServerIdentity server, Target target) {
        var session = dedicated();
        try {
            session.requireOn(server, target);
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * The rows of a query that may have very many, read while they are taken, over a connection of its own. Closing the stream ends the query;
     * it is the caller's to close. Belongs to one thread at a time.
     *
     * @throws io.emrops.PreconditionFailedException if the login or a permission is refused
     * @throws TargetUnavailableException if the server does not answer; the stream throws it if the connection is lost
     * @throws io.emrops.StepFailedException for other errors; the stream throws them too
     */
    public <T> Stream<T> stream(StreamedQuery query, ResultReader<T> reader) {
        requireOpen();
        Connection connection;
        try {
            connection = connector.inDatabase(query.database(), query.answerWithin());
        } catch (SQLException e) {
            throw ServerErrors.connecting(e, query.target(), debug);
        }
        var rows = RowStream.open(query, connection, reader, debug);
        return StreamSupport.stream(rows, false).onClose(rows::close);
    }

    /** The time that long statements live by. */
    public TimeSource time() {
        return time;
    }

    /**
     * Has {@code SELECT 1} answered in a database, over a new connection as an application would get one.
     *
     * @return how long that took, connecting included
     * @throws TargetUnavailableException if there was no answer, also if the login or the database was refused
     */
    public Duration ping(String database, @Nullable Target target) {
        requireOpen();
        var begin = time.nanoTime();
        try (var connection = connector.inDatabase(database, queryTimeout);
                var statement = connection.createStatement()) {
            statement.setQueryTimeout((int) queryTimeout.toSeconds());
            try (var results = statement.executeQuery("SELECT 1")) {
                results.next();
            }
        } catch (SQLException e) {
            throw new TargetUnavailableException(
                    "The database " + database + " does not answer: "
                            + ServerErrors.failureOf(e, debug).words(),
                    ServerErrors.safe(e),
                    target);
        }
        return Duration.ofNanos(time.nanoTime() - begin);
    }

    /** A connection that is dead, or leads to a server of before, is replaced once: what is asked here only reads. */
    private <T> T lendFromPool(@Nullable ServerIdentity on, Duration limit, ShortQueries.Work<T> work)
            throws SQLException {
        var begin = System.nanoTime();
        try {
            return lendOnce(on, limit, work);
        } catch (OtherServerException e) {
            LOG.info("A connection for short queries led to another server, and is replaced");
        } catch (SQLException e) {
            if (!ServerErrors.isConnectionLoss(e) || System.nanoTime() - begin >= limit.toNanos()) {
                throw e;
            }
            ServerErrors.messages(e).forEach(debug);
            LOG.info("A connection for short queries was dead, and is replaced");
        }
        renew();
        try {
            return lendOnce(on, limit, work);
        } catch (OtherServerException e) {
            throw new TargetUnavailableException(
                    ServerErrors.leadsElsewhere(Objects.requireNonNull(on), e.found) + ". Nothing was asked there");
        }
    }

    /** The physical connection is used, and the pool does not see what fails on it: it would log the server's text. */
    private <T> T lendOnce(@Nullable ServerIdentity on, Duration limit, ShortQueries.Work<T> work)
            throws SQLException, OtherServerException {
        try (var pooled = acquire()) {
            var physical = pooled.unwrap(ISQLServerConnection.class);
            try {
                if (on != null && !identityOf(physical).equals(on)) {
                    throw new OtherServerException(identityOf(physical));
                }
                return limit.compareTo(queryTimeout) > 0 ? Patience.with(limit, physical, work) : work.with(physical);
            } finally {
                if (physical.isClosed()) {
                    pool().evictConnection(pooled);
                }
            }
        }
    }

    private static final class OtherServerException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ServerIdentity found;

        OtherServerException(ServerIdentity found) {
            super("another server");
            this.found = found;
        }
    }

    private synchronized void renew() {
        if (pool != null && pool.getHikariPoolMXBean() != null) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private Connection acquire() throws SQLException {
        gate.open();
        var from = pool();
        try {
            return from.getConnection();
        } catch (SQLException e) {
            var reason = gate.failure();
            if (reason != null) {
                throw ServerErrors.connecting(reason, null, debug);
            }
            if (from.getHikariPoolMXBean() != null && from.getHikariPoolMXBean().getActiveConnections() >= poolSize) {
                throw new TargetUnavailableException("All " + poolSize
                        + " connections for short queries were in use for " + waitForConnection.toSeconds()
                        + " s; nothing was sent");
            }
            throw ServerErrors.connecting(e, null, debug);
        }
    }

    private synchronized HikariDataSource pool() {
        requireOpen();
        if (pool == null) {
            pool = newPool();
        }
        return pool;
    }

    private HikariDataSource newPool() {
        try {
            gate.prepare(connector.forQueries(queryTimeout.plusSeconds(30)));
        } catch (SQLException e) {
            throw ServerErrors.connecting(e, null, debug);
        }
        var config = new HikariConfig();
        config.setPoolName("emrops-sqlserver");
        config.setDataSource(gate);
        config.setMaximumPoolSize(poolSize);
        config.setMinimumIdle(0);
        config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        config.setConnectionTimeout(waitForConnection.toMillis());
        return new HikariDataSource(config);
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The sessions are closed");
        }
    }

    private void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            ServerErrors.messages(e).forEach(debug);
        }
    }

    /** Closes the pool; dedicated sessions stay their owners'. A second call does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        if (pool != null) {
            pool.close();
            pool = null;
        }
        if (ownTime != null) {
            ownTime.close();
        }
    }
}
