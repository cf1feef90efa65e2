package io.emrops.core.command;

import java.time.Duration;
import java.util.Objects;

/**
 * What came of a command.
 *
 * @param exitCode as the program returned it; one of the expected ones
 * @param took from its start to its end
 * @param tail the last lines of what it wrote to its output and its errors, as they came, scrubbed of secrets; control
 *     characters are replaced
 * @param truncated whether there were more lines than {@code tail} holds
 */
public record CommandResult(int exitCode, Duration took, String tail, boolean truncated) {
    public CommandResult {
        Objects.requireNonNull(took, "took");
        Objects.requireNonNull(tail, "tail");
    }
}
