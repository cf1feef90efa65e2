package io.emrops.testkit.sqlserver.script;

import java.util.Objects;

/**
 * A message of the server: up to severity 10 it informs, from 11 it is an error, from 20 it ends the connection ("Database Engine
 * error severities").
 *
 * <p>The ready-made ones have number, severity and wording of "Database engine events and errors"; their states are those that are
 * commonly seen, since none are documented.
 *
 * @param severity 10 arrives as 0, as from the real server
 * @param state 0 to 255
 * @param text at most 2,047 characters arrive
 * @param procedure in which it happened; empty outside of one
 * @param line from 1; 0 if none is known
 */
public record SqlError(int number, int severity, int state, String text, String procedure, int line) {
    private static final int LONGEST_TEXT = 2047;

    /** @throws IllegalArgumentException if the severity is not 0 to 25 or the state not 0 to 255 */
    public SqlError {
        Objects.requireNonNull(procedure, "procedure");
        if (severity < 0 || severity > 25 || state < 0 || state > 255) {
            throw new IllegalArgumentException("no message has severity " + severity + " and state " + state);
        }
        text = text.substring(0, Math.min(LONGEST_TEXT, text.length()));
    }

    /** Of state 1, outside of a procedure. */
    public static SqlError of(int number, int severity, String text) {
        return new SqlError(number, severity, 1, text, "", 1);
    }

    /** 1205: the transaction is rolled back and may be tried again. */
    public static SqlError deadlockVictim() {
        return of(
                        1205,
                        13,
                        "Transaction (Process ID 60) was deadlocked on lock resources with another process and has been chosen"
                                + " as the deadlock victim. Rerun the transaction.")
                .withState(45);
    }

    /** 1222: {@code SET LOCK_TIMEOUT} has run out; the transaction is still open. */
    public static SqlError lockTimeout() {
        return of(1222, 16, "Lock request time out period exceeded.").withState(45);
    }

    /** 2627. The real server's text also quotes the value, which is what makes such texts unfit for logs; so does this one. */
    public static SqlError duplicateKey(String constraint, String table, String value) {
        return of(
                2627,
                14,
                "Violation of PRIMARY KEY constraint '" + constraint + "'. Cannot insert duplicate key in object '"
                        + table + "'. The duplicate key value is (" + value + ").");
    }

    /** 229. */
    public static SqlError permissionDenied(String permission, String object, String database, String schema) {
        return of(
                        229,
                        14,
                        "The " + permission + " permission was denied on the object '" + object + "', database '"
                                + database + "', schema '" + schema + "'.")
                .withState(5);
    }

    /** 18456: wrong name or password, which the server does not tell apart to the client. */
    public static SqlError loginFailed(String user) {
        return of(18456, 14, "Login failed for user '" + user + "'.");
    }

    /** 18486: too many wrong passwords. */
    public static SqlError lockedOut(String user) {
        return of(
                18486,
                14,
                "Login failed for user '" + user
                        + "' because the account is currently locked out. The system administrator"
                        + " can unlock it.");
    }

    /** 4060: there is no such database, it is not to be had now, or not for this login. */
    public static SqlError cannotOpenDatabase(String database) {
        return of(4060, 11, "Cannot open database \"" + database + "\" requested by the login. The login failed.");
    }

    /** 596, severity 21: somebody has killed the session; the connection ends. */
    public static SqlError sessionKilled() {
        return of(596, 21, "Cannot continue the execution because the session is in the kill state.");
    }

    /** 208. */
    public static SqlError invalidObject(String name) {
        return of(208, 16, "Invalid object name '" + name + "'.");
    }

    /** The same with another state. */
    public SqlError withState(int newState) {
        return new SqlError(number, severity, newState, text, procedure, line);
    }

    /** The same, in a procedure. */
    public SqlError in(String newProcedure, int newLine) {
        return new SqlError(number, severity, state, text, newProcedure, newLine);
    }

    /** Whether this is an error and not information. */
    public boolean isError() {
        return severity > 10;
    }

    /** Whether the connection ends with it. */
    public boolean isFatal() {
        return severity >= 20;
    }

    /** Whether an open transaction is rolled back by it; other errors leave it open, unless {@code XACT_ABORT} is on. */
    public boolean rollsBack() {
        return isFatal() || number == 1205;
    }
}
