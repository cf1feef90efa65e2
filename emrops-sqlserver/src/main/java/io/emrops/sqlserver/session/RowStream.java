package io.emrops.sqlserver.session;

import com.microsoft.sqlserver.jdbc.ISQLServerStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The rows of one query, over a connection of its own, of which only those are in memory that the driver has just read. */
final class RowStream<T> extends AbstractSpliterator<T> implements AutoCloseable {
    private static final Executor HERE = Runnable::run;
    private static final int GOODBYE_MILLIS = 1000;

    private final StreamedQuery query;
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet results;
    private final ResultReader<T> reader;
    private final Consumer<ServerMessage> debug;
    private boolean ended;
    private boolean closed;

    private RowStream(
            StreamedQuery query,
            Connection connection,
            PreparedStatement statement,
            ResultReader<T> reader,
            Consumer<ServerMessage> debug)
            throws SQLException {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.query = query;
        this.connection = connection;
        this.statement = statement;
        this.reader = reader;
        this.debug = debug;
        results = statement.executeQuery();
    }

    /** Asks, and has the first answer of the server when it returns. The connection is this stream's then, and is closed if that fails. */
    static <T> RowStream<T> open(
            StreamedQuery query, Connection connection, ResultReader<T> reader, Consumer<ServerMessage> debug) {
        try {
            var statement =
                    connection.prepareStatement(query.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
            // A source of connections may be set to read the whole answer into memory.
            statement.unwrap(ISQLServerStatement.class).setResponseBuffering("adaptive");
            statement.setQueryTimeout((int) query.answerWithin().toSeconds());
            for (var i = 0; i < query.parameters().size(); i++) {
                statement.setObject(i + 1, query.parameters().get(i));
            }
            return new RowStream<>(query, connection, statement, reader, debug);
        } catch (SQLException e) {
            quietly(connection::close, debug);
            throw ServerErrors.reading(query.what(), e, query.target(), debug);
        } catch (RuntimeException e) {
            quietly(connection::close, debug);
            throw ServerErrors.unreadable(query.what(), e, query.target());
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (ended) {
            return false;
        }
        if (closed) {
            throw new IllegalStateException("The stream of " + query.what() + " is closed");
        }
        T next;
        try {
            if (!results.next()) {
                finish();
                return false;
            }
            next = reader.read(results);
        } catch (SQLException e) {
            close();
            throw ServerErrors.reading(query.what(), e, query.target(), debug);
        } catch (RuntimeException e) {
            close();
            throw ServerErrors.unreadable(query.what(), e, query.target());
        }
        action.accept(next);
        return true;
    }

    /** Some errors come behind the last row. */
    private void finish() throws SQLException {
        while (statement.getMoreResults() || statement.getUpdateCount() != -1) {}
        ended = true;
        close();
    }

    /** Ends the query on the server, if it has not ended: without the cancellation, the driver or TLS would wait for the rest of the rows. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!ended) {
            quietly(statement::cancel, debug);
            quietly(() -> connection.setNetworkTimeout(HERE, GOODBYE_MILLIS), debug);
        }
        quietly(connection::close, debug);
    }

    private interface Closing {
        void close() throws SQLException;
    }

    private static void quietly(Closing closing, Consumer<ServerMessage> debug) {
        try {
            closing.close();
        } catch (SQLException e) {
            ServerErrors.messages(e).forEach(debug);
        }
    }
}
