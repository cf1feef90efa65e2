package io.emrops.windows.wire;

import java.util.List;

/**
 * A program and its arguments, none of which needs quoting in any shell.
 *
 * @param arguments without blanks and quotes
 */
public record CommandLine(String program, List<String> arguments) {
    public CommandLine {
        arguments = List.copyOf(arguments);
    }

    /** As one line, for a shell. */
    public String line() {
        return program + " " + String.join(" ", arguments);
    }
}
