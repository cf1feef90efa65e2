package io.emrops.sqlserver.session;

/**
 * A message of the server, without its text.
 *
 * @param number as in {@code sys.messages}; 0 for what the driver says
 * @param severity from 11 on it is an error, from 20 on the connection ends
 * @param state where in the server it came from
 */
public record MessageNumber(int number, int severity, int state) {
    private static final int ERROR = 11;
    private static final int FATAL = 20;

    /** Whether something failed. */
    public boolean isError() {
        return severity >= ERROR;
    }

    /** Whether the server ends the connection with it. */
    public boolean isFatal() {
        return severity >= FATAL;
    }
}
