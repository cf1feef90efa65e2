package io.emrops.testkit.windows.powershell;

import java.io.Serial;

/** The bootstrap runs nothing for such an input. */
public final class RefusedInputException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final int exit;
    private final String output;

    private RefusedInputException(int exit, String output, String message) {
        super(message, null, false, false);
        this.exit = exit;
        this.output = output;
    }

    static RefusedInputException incomplete() {
        return new RefusedInputException(3, "emrops incomplete\r\n", "no whole input");
    }

    static RefusedInputException refused(String mark, String id) {
        return new RefusedInputException(0, ScriptInput.answerLine(mark, "refused " + id), id);
    }

    /** The exit code. */
    public int exit() {
        return exit;
    }

    /** What stands on the output. */
    public String output() {
        return output;
    }
}
