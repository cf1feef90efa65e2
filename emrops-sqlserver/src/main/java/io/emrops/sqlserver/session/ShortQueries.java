package io.emrops.sqlserver.session;

import io.emrops.EmropsException;
import io.emrops.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queries that read and are answered soon, with bound parameters. Safe for use by several threads if they come from a pool: then one whose
 * connection turns out to be dead is asked once more, over a new one. All methods throw {@link io.emrops.TargetUnavailableException} if there is no answer in time, {@link io.emrops.PreconditionFailedException} if the login
 * or a permission is refused, and {@link io.emrops.StepFailedException} for other errors; nothing is changed by any of them.
 */
public final class ShortQueries {
    /** Lends connections. */
    interface Lender {
        /**
         * @param on the server that it has to lead to, if that matters
         * @param limit how long the work may wait for an answer
         * @throws EmropsException if there is none
         */
        <T> T lend(@Nullable ServerIdentity on, Duration limit, Work<T> work) throws SQLException;
    }

    /**
     * What is done with a connection.
     *
     * @param <T> what comes of it
     */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private final Lender lender;
    private final Duration timeout;
    private final Consumer<ServerMessage> debug;
    private final @Nullable Target target;
    private final @Nullable ServerIdentity on;

    ShortQueries(
            Lender lender,
            Duration timeout,
            Consumer<ServerMessage> debug,
            @Nullable Target target,
            @Nullable ServerIdentity on) {
        this.lender = lender;
        this.timeout = timeout;
        this.debug = debug;
        this.target = target;
        this.on = on;
    }

    /** The same, whose errors name this target. */
    public ShortQueries about(Target newTarget) {
        return new ShortQueries(lender, timeout, debug, newTarget, on);
    }

    /** The same, asked of this server and no other: {@link io.emrops.TargetUnavailableException} if the pool leads elsewhere. */
    public ShortQueries on(ServerIdentity server) {
        return new ShortQueries(lender, timeout, debug, target, server);
    }

    /**
     * The same with another limit: reading the headers of backups takes its time.
     *
     * @param atMost whole seconds, at least one
     */
    public ShortQueries within(Duration atMost) {
        return new ShortQueries(lender, requireSeconds(atMost), debug, target, on);
    }

    static Duration requireSeconds(Duration atMost) {
        if (atMost.toSeconds() < 1 || atMost.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("A query is given a second or more, not " + atMost);
        }
        return atMost;
    }

    /**
     * All rows.
     *
     * @param what is asked for, for errors: "the history of backups"
     * @param sql with {@code ?} for each parameter; without parameters it is sent as it is
     */
    public <T> List<T> list(String what, String sql, RowReader<T> reader, @Nullable Object... parameters) {
        try {
            return lender.lend(on, timeout, connection -> read(what, connection, sql, reader, parameters));
        } catch (SQLException e) {
            throw ServerErrors.reading(what, e, target, debug);
        }
    }

    /**
     * The only row.
     *
     * @return empty if there is none
     * @throws IllegalStateException if there are several
     */
    public <T> Optional<T> find(String what, String sql, RowReader<T> reader, @Nullable Object... parameters) {
        var rows = list(what, sql, reader, parameters);
        if (rows.size() > 1) {
            throw new IllegalStateException("The query for " + what + " gave " + rows.size() + " rows, not one");
        }
        return rows.stream().findFirst();
    }

    private <T> List<T> read(
            String what, Connection connection, String sql, RowReader<T> reader, @Nullable Object[] parameters)
            throws SQLException {
        try (var statement = parameters.length == 0 ? connection.createStatement() : connection.prepareStatement(sql)) {
            statement.setQueryTimeout((int) timeout.toSeconds());
            var rows = new ArrayList<T>();
            var isResult = statement instanceof PreparedStatement prepared
                    ? execute(prepared, parameters)
                    : statement.execute(sql);
            while (isResult || statement.getUpdateCount() != -1) {
                if (isResult) {
                    readRows(what, statement, reader, rows);
                }
                isResult = statement.getMoreResults();
            }
            return rows;
        }
    }

    private static boolean execute(PreparedStatement statement, @Nullable Object[] parameters) throws SQLException {
        for (var i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement.execute();
    }

    private <T> void readRows(String what, Statement statement, RowReader<T> reader, List<T> rows) throws SQLException {
        try (var results = statement.getResultSet()) {
            var row = new Row(results);
            while (results.next()) {
                rows.add(read(what, reader, row));
            }
        }
    }

    private <T> T read(String what, RowReader<T> reader, Row row) throws SQLException {
        try {
            return reader.read(row);
        } catch (RuntimeException e) {
            throw ServerErrors.unreadable("the answer to the query for " + what, e, target);
        }
    }
}
