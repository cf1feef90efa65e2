package io.emrops.testkit.sqlserver;

import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.Responder;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.session.Doorkeeper;
import io.emrops.testkit.sqlserver.session.LoginAttempt;
import java.util.Optional;
import java.util.function.Predicate;

/** What stands behind a script: it is asked what the script has no answer to, and hears where sessions are and what
 * they do. */
interface Backdrop extends Responder, Doorkeeper {
    /** Knows no answer, and has every database. */
    Backdrop NOTHING = request -> Optional.empty();

    /** Whether it judges this login itself. */
    default boolean hasLogin(String login) {
        return false;
    }

    /** Why one of its own logins may not come in; empty if it may. */
    default Optional<SqlError> refuses(LoginAttempt attempt, Predicate<String> isPassword) {
        return Optional.empty();
    }

    /** Somebody logs in. */
    default void loggingIn(LoginAttempt login) {}

    /** A session has been let in; it has entered its database before. */
    default void loggedIn(LoginAttempt login) {}

    /** What a session has been asked; one message of a client can ask several things. */
    default void asked(Request request) {}
}
