package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.script.Participant;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.Optional;

/** Lets sessions into databases, and hears where they are and how they fare. Unless it says otherwise it lets everybody in, and forgets. */
public interface Doorkeeper {
    /** Why a session cannot go into this database; empty if it can. */
    default Optional<SqlError> refusesToEnter(int spid, String database) {
        return Optional.empty();
    }

    /** A session is in this database from now on. */
    default void entered(int spid, String database) {}

    /** What the database of a session is called now; empty if that is what the session has last entered. */
    default Optional<String> databaseOf(int spid) {
        return Optional.empty();
    }

    /** Who keeps what a session does. */
    default Participant participant(int spid) {
        return Participant.NOBODY;
    }

    /** What a client is told to whose request there is no answer; empty for the words of a script. */
    default Optional<SqlError> refusesUnknown(Request request) {
        return Optional.empty();
    }

    /** A session has ended. */
    default void left(int spid) {}

    /** A session answers what its client has sent from now on. */
    default void began(int spid) {}

    /**
     * A session has answered what its client has sent.
     *
     * @param openTransactions that it has left open
     * @param isolationLevel as in {@code READ COMMITTED}
     */
    default void ended(int spid, int openTransactions, String isolationLevel) {}
}
