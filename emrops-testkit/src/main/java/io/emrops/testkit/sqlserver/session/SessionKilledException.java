package io.emrops.testkit.sqlserver.session;

/** Somebody has ended the session in the middle of an answer, and its client can still be told. */
final class SessionKilledException extends SessionEndedException {
    private static final long serialVersionUID = 1L;

    SessionKilledException() {
        super("the session was killed");
    }
}
