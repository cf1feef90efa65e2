package io.emrops.testkit.sqlserver.script;

import java.io.IOException;
import java.util.Optional;

/**
 * The session of a request while it is answered, for answers that run statements of their own. The client is told what changes. For the
 * thread that gives the answer, as {@link Reply} is.
 */
public interface SessionControl {
    /** What the session is now; the open transactions are those that have begun. */
    SessionState state();

    /** Does nothing, unless the client has cancelled or gone; then it throws as every method of a reply. */
    void check() throws IOException;

    /**
     * From now on {@code stop} is called as soon as {@link #check} would throw, by another thread, or at once if it would already; it returns without delay. There is one
     * at a time.
     */
    void onInterruption(Runnable stop);

    /** What {@link #onInterruption} was told is not called any more when this returns. */
    void ignoreInterruptions();

    /**
     * Sends what has been said, and lets a moment go by in which other sessions may get out of the way. They have threads of their own, so
     * it is a moment of real time, whatever time the server lives by.
     */
    void waitForOthers() throws IOException;

    /**
     * What is said next is said of another statement.
     *
     * @param keywords which it begins with, as in {@code CREATE TABLE}; {@code SELECT INTO} is one of its own
     */
    void statement(String keywords) throws IOException;

    /** Begins a transaction where they are implicit and none is open. */
    void touchTransaction() throws IOException;

    /** {@code BEGIN TRANSACTION}; the name may be empty. */
    void beginTransaction(String name) throws IOException;

    /** {@code COMMIT}. @return why not, which is not told yet; empty if it is done */
    Optional<SqlError> commit() throws IOException;

    /** {@code ROLLBACK}, to a savepoint if it has the name of one. @return why not, which is not told yet; empty if it is done */
    Optional<SqlError> rollback(String name) throws IOException;

    /** {@code SAVE TRANSACTION}. @return why not, which is not told yet; empty if it is done */
    Optional<SqlError> save(String name) throws IOException;

    /** {@code USE}. @return why not, which is not told yet; empty if the session is in the database */
    Optional<SqlError> use(String database) throws IOException;

    /** If the client has cancelled, its transaction does not outlive the request. */
    void abandonTransaction();

    /** The server rolls back all of the transaction, if there is one. */
    void endTransaction() throws IOException;

    /** {@code sp_unprepare}. @return why not, which is not told yet; empty if the handle is forgotten */
    Optional<SqlError> unprepare(int handle);

    /** {@code sp_cursorclose}. @return why not, which is not told yet; empty if the cursor is closed */
    Optional<SqlError> closeCursor(int handle);

    /** {@code SET IMPLICIT_TRANSACTIONS}. */
    void implicitTransactions(boolean on);

    /** {@code SET TRANSACTION ISOLATION LEVEL}; as in {@code READ COMMITTED}. */
    void isolationLevel(String level);
}
