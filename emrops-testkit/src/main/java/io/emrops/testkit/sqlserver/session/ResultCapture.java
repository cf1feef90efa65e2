package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.Reply;
import io.emrops.testkit.sqlserver.script.Rows;
import io.emrops.testkit.sqlserver.script.SessionControl;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.type.Column;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the one result set of an answer, for a cursor or for a description. An answer that turns out to be something else is
 * passed on as it is.
 */
final class ResultCapture implements Reply {
    private static final SqlError NO_CURSOR = SqlError.of(16954, 10, "Executing SQL directly; no cursor.");

    private final ReplyWriter reply;
    private final boolean forCursor;
    private @Nullable List<Column> columns;
    private List<List<@Nullable Object>> rows = new ArrayList<>();
    private boolean passesOn;

    private ResultCapture(ReplyWriter reply, boolean forCursor) {
        this.reply = reply;
        this.forCursor = forCursor;
    }

    /** The client is told if there will be no cursor: it has to read the rows at once. */
    static ResultCapture forCursor(ReplyWriter reply) {
        return new ResultCapture(reply, true);
    }

    static ResultCapture forDescription(ReplyWriter reply) {
        return new ResultCapture(reply, false);
    }

    /** The columns of the result set; null if the answer was something else, and has been passed on. */
    @Nullable
    List<Column> columns() {
        return passesOn ? null : columns;
    }

    List<List<@Nullable Object>> rows() {
        return rows;
    }

    /** What has been said and what will be said is the answer itself. */
    void passOn() throws IOException {
        if (!passesOn) {
            passesOn = true;
            if (forCursor) {
                reply.message(NO_CURSOR);
            }
            if (columns != null) {
                reply.columns(columns);
                for (var row : rows) {
                    reply.row(row.toArray());
                }
                rows = List.of();
            }
        }
    }

    @Override
    public void columns(List<Column> newColumns) throws IOException {
        if (columns != null) {
            passOn();
        }
        if (passesOn) {
            reply.columns(newColumns);
        } else {
            columns = List.copyOf(newColumns);
        }
    }

    @Override
    public void row(@Nullable Object... values) throws IOException {
        if (passesOn) {
            reply.row(values);
        } else if (columns == null) {
            throw new IllegalArgumentException("a row without columns before it");
        } else {
            rows.add(Rows.checked(columns, values));
        }
    }

    @Override
    public void rowsAffected(long count) throws IOException {
        passOn();
        reply.rowsAffected(count);
    }

    @Override
    public void done() throws IOException {
        if (columns == null) {
            passOn();
        }
        if (passesOn) {
            reply.done();
        }
    }

    @Override
    public void message(SqlError message) throws IOException {
        if (message.isError()) {
            passOn();
        }
        reply.message(message);
    }

    @Override
    public void generatedKey(long key) throws IOException {
        passOn();
        reply.generatedKey(key);
    }

    @Override
    public void output(int index, @Nullable Object value) {
        reply.output(index, value);
    }

    @Override
    public void returnStatus(int status) {
        reply.returnStatus(status);
    }

    @Override
    public void flush() throws IOException {
        reply.flush();
    }

    @Override
    public void pause(Duration duration) throws IOException {
        reply.pause(duration);
    }

    @Override
    public void waitFor(Gate gate) throws IOException {
        reply.waitFor(gate);
    }

    @Override
    public void fault(Fault fault) throws IOException {
        reply.fault(fault);
    }

    @Override
    public void changeDatabase(String database) throws IOException {
        reply.changeDatabase(database);
    }

    @Override
    public SessionControl session() {
        return reply.session();
    }
}
