package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.protocol.TokenWriter;
import io.emrops.testkit.sqlserver.script.SessionControl;
import io.emrops.testkit.sqlserver.script.SessionState;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The session that a reply is a part of. What changes is said in its turn: after what the reply has said before. */
final class RepliedSession implements SessionControl {
    private static final Duration MOMENT = Duration.ofMillis(5);

    private final ReplyWriter reply;
    private final TokenWriter tokens;
    private final Session session;
    private final Interruptions interruptions;

    RepliedSession(ReplyWriter reply, TokenWriter tokens, Session session, Interruptions interruptions) {
        this.reply = reply;
        this.tokens = tokens;
        this.session = session;
        this.interruptions = interruptions;
    }

    @Override
    public SessionState state() {
        return session.stateNow();
    }

    @Override
    public void check() throws IOException {
        interruptions.check();
    }

    @Override
    public void onInterruption(Runnable stop) {
        interruptions.onInterruption(stop);
    }

    @Override
    public void ignoreInterruptions() {
        interruptions.ignoreInterruptions();
    }

    @Override
    public void waitForOthers() throws IOException {
        reply.flush();
        interruptions.await(MOMENT);
    }

    @Override
    public void statement(String keywords) {
        reply.statement(keywords);
    }

    @Override
    public void touchTransaction() throws IOException {
        reply.settle();
        session.transaction.touch(tokens);
    }

    @Override
    public void beginTransaction(String name) throws IOException {
        reply.beginTransaction(name);
    }

    @Override
    public Optional<SqlError> commit() throws IOException {
        reply.settle();
        return session.transaction.commit(tokens);
    }

    @Override
    public Optional<SqlError> rollback(String name) throws IOException {
        reply.settle();
        return session.transaction.rollback(tokens, name);
    }

    @Override
    public Optional<SqlError> save(String name) {
        return session.transaction.save(name);
    }

    @Override
    public Optional<SqlError> use(String database) throws IOException {
        return reply.use(database);
    }

    @Override
    public void abandonTransaction() {
        session.transaction.abandon();
    }

    @Override
    public void endTransaction() throws IOException {
        reply.settle();
        session.transaction.end(tokens);
    }

    @Override
    public Optional<SqlError> unprepare(int handle) {
        return session.prepared.remove(handle) == null
                ? Optional.of(Procedures.unknownHandle(handle))
                : Optional.empty();
    }

    @Override
    public Optional<SqlError> closeCursor(int handle) {
        return session.cursors.remove(handle) == null
                ? Optional.of(CursorProcedures.unknownCursor(handle))
                : Optional.empty();
    }

    @Override
    public void implicitTransactions(boolean on) {
        session.transaction.implicit(on);
    }

    @Override
    public void isolationLevel(String level) {
        session.isolationLevel(level);
    }
}
