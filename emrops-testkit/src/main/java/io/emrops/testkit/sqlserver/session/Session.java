package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.script.Participant;
import io.emrops.testkit.sqlserver.script.SessionState;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a session keeps between two requests. For the thread that answers. */
final class Session {
    private static final String DEFAULT_ISOLATION = "READ COMMITTED";

    private static final List<String> LEVELS =
            List.of("READ UNCOMMITTED", DEFAULT_ISOLATION, "REPEATABLE READ", "SERIALIZABLE", "SNAPSHOT");

    final int spid;
    final Transaction transaction;
    final Map<Integer, PreparedStatement> prepared = new HashMap<>();
    final Map<Integer, Cursor> cursors = new HashMap<>();

    private final LoginAttempt login;
    private final Host host;
    private final Participant participant;
    private final String databaseOfLogin;
    private String database;
    private String isolationLevel = DEFAULT_ISOLATION;
    private int handles;

    /** The session is in this database. */
    Session(LoginAttempt login, String database, Host host) {
        this.spid = login.spid();
        this.login = login;
        this.host = host;
        this.participant = host.participant(spid);
        this.transaction = new Transaction(participant);
        this.databaseOfLogin = database;
        this.database = database;
        host.entered(spid, database);
    }

    /**
     * A statement with a handle.
     *
     * @param declarations as in {@code @P0 int}; may be empty
     */
    record PreparedStatement(String text, String declarations) {}

    /** As a request finds it. */
    SessionState state() {
        return state(transaction.countInside());
    }

    /** As it is. */
    SessionState stateNow() {
        return state(transaction.count());
    }

    private SessionState state(int openTransactions) {
        return new SessionState(
                spid,
                login.user(),
                database(),
                login.application(),
                login.host(),
                login.encrypted(),
                openTransactions,
                isolationLevel);
    }

    String user() {
        return login.user();
    }

    /** Whoever renames a database takes the sessions in it along. */
    String database() {
        database = host.databaseOf(spid).orElse(database);
        return database;
    }

    /** Why it cannot be another one; empty if it is now. */
    Optional<SqlError> enter(String name) {
        var refusal = host.refusesToEnter(spid, name);
        if (refusal.isEmpty()) {
            database = name;
            host.entered(spid, name);
        }
        return refusal;
    }

    String isolationLevel() {
        return isolationLevel;
    }

    void isolationLevel(String level) {
        isolationLevel = level;
    }

    /** @param number as the protocol has it; 0 leaves what there is */
    void isolationLevel(int number) {
        if (number > 0 && number <= LEVELS.size()) {
            isolationLevel = LEVELS.get(number - 1);
            participant.isolationLevel(isolationLevel);
        }
    }

    /** Handles of statements and of cursors are never the same, so that a client that mixes them up is noticed. */
    int nextHandle() {
        return ++handles;
    }

    /** As after the login; the transaction is the caller's to end. @return why the database of the login cannot be entered any more */
    Optional<SqlError> reset() {
        prepared.clear();
        cursors.clear();
        var refusal = enter(databaseOfLogin);
        isolationLevel = DEFAULT_ISOLATION;
        transaction.implicit(false);
        participant.reset();
        return refusal;
    }
}
