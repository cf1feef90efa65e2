package io.emrops.testkit.windows.powershell;

import java.io.Serial;

/** The bootstrap runs nothing for such an input. */
public final class RefusedInputException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final int exit;
    private final String errors;

    private RefusedInputException(int exit, String errors, String message) {
        super(message, null, false, false);
        this.exit = exit;
        this.errors = errors;
    }

    static RefusedInputException silent(int exit) {
        return new RefusedInputException(exit, "", "no whole input");
    }

    static RefusedInputException error(String id, String category) {
        return new RefusedInputException(1, CliXml.error(id, category, "The input is refused."), id);
    }

    /** The exit code. */
    public int exit() {
        return exit;
    }

    /** What stands on the error stream: CLIXML, or nothing. */
    public String errors() {
        return errors;
    }
}
