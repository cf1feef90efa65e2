package io.emrops.testkit.sqlserver;

import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Participant;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.Responder;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.session.LoginAttempt;
import java.util.Optional;

/** What stands behind a script: it is asked what the script has no answer to, and hears where sessions are and what
 * they do. */
interface Backdrop extends Responder {
    /** Knows no answer, and has every database. */
    Backdrop NOTHING = new Backdrop() {
        @Override
        public Optional<Answer> answerTo(Request request) {
            return Optional.empty();
        }

        @Override
        public Optional<SqlError> refusesToEnter(int spid, String database) {
            return Optional.empty();
        }

        @Override
        public void entered(int spid, String database) {}

        @Override
        public void left(int spid) {}

        @Override
        public void loggedIn(LoginAttempt login) {}

        @Override
        public void began(int spid) {}

        @Override
        public void asked(Request request) {}

        @Override
        public void ended(int spid, int openTransactions, String isolationLevel) {}
    };

    /** Somebody logs in as a session of this number. */
    default void loggingIn(int spid, String login) {}

    /** Why a session cannot go into this database; empty if it can. */
    Optional<SqlError> refusesToEnter(int spid, String database);

    /** A session is in this database from now on. */
    void entered(int spid, String database);

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
    void left(int spid);

    /** A session has been let in; it has entered its database before. */
    void loggedIn(LoginAttempt login);

    /** A session answers what a client has sent from now on. */
    void began(int spid);

    /** What a session has been asked; one message of a client can ask several things. */
    void asked(Request request);

    /**
     * A session has answered what a client has sent.
     *
     * @param openTransactions that it has left open
     * @param isolationLevel as in {@code READ COMMITTED}
     */
    void ended(int spid, int openTransactions, String isolationLevel);
}
