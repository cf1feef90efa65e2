package io.emrops.testkit.sqlserver.script;

import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.type.Column;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server says to a request, piece by piece. What has been said is sent at the end, at {@link #flush}, and when a packet is
 * full. Whoever forgets to end something need not mind: the next piece or the end of the answer does.
 *
 * <p>For the thread that was given it, until {@link Answer#give} returns. Every method throws an {@code IOException} when the client
 * has cancelled or gone; whoever gives the answer lets it pass.
 */
public interface Reply {
    /** Begins a result set. */
    void columns(List<Column> columns) throws IOException;

    /**
     * A row of the result set that was begun last.
     *
     * @throws IllegalArgumentException if there is none, or the values are not of its columns; nothing was said
     */
    void row(@Nullable Object... values) throws IOException;

    /**
     * The end of a statement that changed rows.
     *
     * @param count 0 or more
     */
    void rowsAffected(long count) throws IOException;

    /** The end of a statement that has no count. */
    void done() throws IOException;

    /** Information, a warning or an error. After an error other statements of the batch may follow; after one of severity 20 none. */
    void message(SqlError message) throws IOException;

    /** The key that the {@code INSERT} before has generated; nothing is said unless the client asks for it. */
    void generatedKey(long key) throws IOException;

    /**
     * The value of an output parameter.
     *
     * @param index from 1, as the client counts its parameters
     * @throws IllegalArgumentException if the request has no such parameter, or the value is not of its type
     */
    void output(int index, @Nullable Object value) throws IOException;

    /** What a procedure returns; 0 if nobody says otherwise. Nothing is said to a batch. */
    void returnStatus(int status) throws IOException;

    /** Sends what has been said. */
    void flush() throws IOException;

    /** Sends what has been said, and lets time go by. */
    void pause(Duration duration) throws IOException;

    /** Sends what has been said, and waits until the gate is open. */
    void waitFor(Gate gate) throws IOException;

    /**
     * This answer has a fault.
     *
     * @throws IllegalStateException if a part of the answer has been sent already
     */
    void fault(Fault fault) throws IOException;

    /** The session is in another database from now on. */
    void changeDatabase(String database) throws IOException;

    /** The session itself, for answers that run statements of their own. */
    SessionControl session();
}
