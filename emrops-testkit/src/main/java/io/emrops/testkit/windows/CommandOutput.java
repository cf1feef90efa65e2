package io.emrops.testkit.windows;

import java.util.Objects;

/**
 * What a command says, and how it exits. Text goes out as UTF-8.
 *
 * @param exit the exit code
 */
public record CommandOutput(String out, String err, int exit) {
    /** Neither text is null. */
    public CommandOutput {
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(err, "err");
    }

    /** Exits with 0. */
    public static CommandOutput of(String out) {
        return new CommandOutput(out, "", 0);
    }

    /** Fails. */
    public static CommandOutput failed(int exit, String err) {
        return new CommandOutput("", err, exit);
    }
}
