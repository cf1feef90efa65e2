package io.emrops.testkit.sqlserver.session;

import io.emrops.spi.TimeSource;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.protocol.TokenWriter;
import io.emrops.testkit.sqlserver.protocol.TokenWriter.Change;
import io.emrops.testkit.sqlserver.protocol.TokenWriter.End;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.Reply;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.Rows;
import io.emrops.testkit.sqlserver.script.SessionControl;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.tsql.SqlText;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is said to one request into tokens. The end of a statement is held back until it is known whether another one follows,
 * because it has to say so.
 */
final class ReplyWriter implements Reply {
    private static final List<Column> GENERATED_KEYS = List.of(Column.of("GENERATED_KEYS", SqlType.numeric(38, 0)));

    private final TokenWriter tokens;
    private final ServerSettings settings;
    private final Session session;
    private final Interruptions interruptions;
    private Request request;
    private SqlText statement;
    private final @Nullable Call call;

    private final SessionControl control;
    private @Nullable List<Column> columns;
    private long rows;
    private @Nullable Done held;
    private boolean failed;
    private boolean resultFailed;
    private boolean keysSaid;
    private int returnStatus;

    private record Done(int status, int command, long rows) {}

    /** @param call null for a batch */
    ReplyWriter(
            TokenWriter tokens,
            ServerSettings settings,
            Session session,
            Interruptions interruptions,
            Request request,
            @Nullable Call call) {
        this.tokens = tokens;
        this.settings = settings;
        this.session = session;
        this.interruptions = interruptions;
        this.request = request;
        this.statement = request.sql();
        this.call = call;
        this.control = new RepliedSession(this, tokens, session, interruptions);
    }

    /** What is said next is said of another statement, which begins with these words. */
    void statement(String keywords) {
        endStatement();
        statement = SqlText.of(keywords);
    }

    /** The answer goes on with another statement of the same batch. */
    void next(Request part) {
        endStatement();
        request = part;
        statement = part.sql();
    }

    @Override
    public void columns(List<Column> newColumns) throws IOException {
        interruptions.check();
        settle();
        columns = List.copyOf(newColumns);
        rows = 0;
        resultFailed = false;
        tokens.columns(columns);
    }

    @Override
    public void row(@Nullable Object... values) throws IOException {
        var current = columns;
        if (current == null) {
            throw new IllegalArgumentException("a row without columns before it");
        }
        var checked = Rows.checked(current, values);
        interruptions.check();
        tokens.row(current, checked);
        rows++;
    }

    @Override
    public void rowsAffected(long count) throws IOException {
        interruptions.check();
        settle();
        held = new Done(TokenWriter.COUNT, Command.ofChange(statement), count);
    }

    @Override
    public void done() throws IOException {
        interruptions.check();
        if (columns != null) {
            endStatement();
        } else {
            release();
            held = new Done(0, Command.of(statement), 0);
        }
    }

    @Override
    public void message(SqlError message) throws IOException {
        interruptions.check();
        if (held != null && held.status != TokenWriter.ERROR) {
            release();
        }
        tokens.message(
                message.number(),
                message.state(),
                message.severity(),
                message.text(),
                settings.name(),
                message.procedure(),
                message.line());
        if (message.isError()) {
            failed = true;
            resultFailed = true;
            returnStatus = message.number();
            if (message.rollsBack()) {
                session.transaction.end(tokens);
            }
            if (columns == null) {
                held = new Done(TokenWriter.ERROR, 0, 0);
            }
        }
        if (message.isFatal()) {
            tokens.done(end(), TokenWriter.ERROR | TokenWriter.FATAL, 0, 0);
            tokens.packets().end();
            throw new SessionEndedException("error " + message.number() + " of severity " + message.severity());
        }
    }

    @Override
    public void generatedKey(long key) throws IOException {
        if (request.wantsGeneratedKeys()) {
            columns(GENERATED_KEYS);
            row(key);
            keysSaid = true;
        }
    }

    @Override
    public void output(int index, @Nullable Object value) {
        if (call == null) {
            throw new IllegalArgumentException("a batch has no parameters");
        }
        call.output(index, value);
    }

    @Override
    public void returnStatus(int status) {
        returnStatus = status;
    }

    @Override
    public void flush() throws IOException {
        interruptions.check();
        tokens.packets().flush();
    }

    @Override
    public void pause(Duration duration) throws IOException {
        flush();
        TimeSource time = settings.time();
        if (time == null) {
            interruptions.await(duration);
            return;
        }
        var over = new CompletableFuture<Void>();
        var timer = time.schedule(duration, () -> over.complete(null));
        try {
            interruptions.await(over);
        } finally {
            timer.cancel();
        }
    }

    @Override
    public void waitFor(Gate gate) throws IOException {
        flush();
        interruptions.await(gate);
    }

    @Override
    public void fault(Fault fault) throws IOException {
        tokens.packets().arm(fault);
    }

    @Override
    public void changeDatabase(String database) throws IOException {
        sayIfAny(use(database));
    }

    Optional<SqlError> use(String database) throws IOException {
        interruptions.check();
        var before = session.database();
        var refusal = session.enter(database);
        if (refusal.isEmpty()) {
            tokens.changed(Change.DATABASE, database, before);
            message(SqlError.of(5701, 10, "Changed database context to '" + database + "'."));
        }
        return refusal;
    }

    /** What a cursor will fetch; no rows yet. */
    void cursorColumns(List<Column> cursorColumns) throws IOException {
        settle();
        tokens.columns(cursorColumns);
        tokens.lastColumnIsHidden(cursorColumns.size());
        held = new Done(0, Command.SELECT, 0);
    }

    /** What a cursor has fetched. */
    void cursorRows(List<Column> cursorColumns, List<List<@Nullable Object>> fetched) throws IOException {
        tokens.sameColumns();
        for (var row : fetched) {
            interruptions.check();
            tokens.row(cursorColumns, row);
        }
        held = new Done(TokenWriter.COUNT, Command.SELECT, fetched.size());
    }

    /** Everything was said. */
    void end(boolean lastOfMessage) throws IOException {
        endStatement();
        if (request.wantsGeneratedKeys() && !keysSaid && !failed) {
            columns(GENERATED_KEYS);
            endStatement();
        }
        if (call == null) {
            var last = held == null ? new Done(0, 0, 0) : held;
            tokens.done(End.DONE, last.status, last.command, last.rows);
        } else {
            if (held != null && held.status != TokenWriter.ERROR) {
                release();
            }
            // It is the procedure that has this status, not the one that has executed the text that calls it.
            var isVariables = !failed && call.returned(request.sql(), returnStatus);
            tokens.returnStatus(isVariables ? 0 : returnStatus);
            call.writeOutputs(tokens);
            var status = (failed ? TokenWriter.ERROR : 0) | (lastOfMessage ? 0 : TokenWriter.MORE);
            tokens.done(End.DONE_PROCEDURE, status, Command.EXECUTE, 0);
        }
        held = null;
    }

    @Override
    public SessionControl session() {
        return control;
    }

    Request request() {
        return request;
    }

    /** {@code BEGIN TRANSACTION}. */
    void beginTransaction(String name) throws IOException {
        settle();
        session.transaction.begin(tokens, name);
    }

    /** What a statement does where transactions are implicit. */
    void touchTransaction() throws IOException {
        session.transaction.touch(tokens);
    }

    /** {@code COMMIT}. */
    void commit() throws IOException {
        sayIfAny(control.commit());
    }

    /** {@code ROLLBACK}, to a savepoint if it has a name of one. */
    void rollback(String name) throws IOException {
        sayIfAny(control.rollback(name));
    }

    /** {@code SAVE TRANSACTION}. */
    void save(String name) throws IOException {
        sayIfAny(control.save(name));
    }

    private void sayIfAny(Optional<SqlError> error) throws IOException {
        if (error.isPresent()) {
            message(error.get());
        }
    }

    private End end() {
        return call == null ? End.DONE : End.DONE_PROCEDURE;
    }

    /** What was said so far goes out, with its end: something follows. */
    void settle() throws IOException {
        endStatement();
        release();
    }

    /** The result set that is open ends. */
    private void endStatement() {
        if (columns != null) {
            columns = null;
            held = new Done(TokenWriter.COUNT | (resultFailed ? TokenWriter.ERROR : 0), Command.SELECT, rows);
        }
    }

    /** Something follows: the end that was held back can be said. */
    private void release() throws IOException {
        if (held != null) {
            tokens.done(
                    call == null ? End.DONE : End.DONE_IN_PROCEDURE,
                    held.status | TokenWriter.MORE,
                    held.command,
                    held.rows);
            held = null;
        }
    }
}
