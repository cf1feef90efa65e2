package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.Responder;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.Optional;
import java.util.function.Predicate;

/** The server whose sessions these are: it knows who may log in and what is answered. Called by several threads at a time. */
public interface Host extends Responder, Doorkeeper {
    /**
     * Why a login is refused.
     *
     * @param isPassword whether the client has sent this password
     */
    Optional<SqlError> refuses(LoginAttempt attempt, Predicate<String> isPassword);

    /** The fault of the next answer of this stage, which is used up by that. */
    Optional<Fault> nextFault(Stage stage, int spid);

    /** A fault has happened. */
    void faultHappened();

    /** A login was granted or refused. */
    void loggedIn(LoginAttempt attempt);

    /**
     * A request has come.
     *
     * @param known whether there is an answer
     */
    void received(Request request, boolean known);

    /** A request has come that the session answers by itself. */
    void kept(Request request);

    /** An answer could not be given, for a reason that is not the client's. */
    void failed(Request request, Throwable reason);

    /** A session has ended by an error of this server. */
    void broke(Throwable reason);

    /** A client has sent what is not TDS; its connection is closed. */
    void violated(String what);

    /** How far a connection is. */
    enum Stage {
        /** Before the login. */
        CONNECT,
        /** At the login. */
        LOGIN,
        /** At a request. */
        REQUEST
    }
}
