package io.emrops.core.command;

import io.emrops.StepFailedException;
import io.emrops.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program ended with an exit code that was not expected. Its {@linkplain #vendorCode vendor code} is {@code exit 17}.
 * The message holds nothing of what the program wrote, which may quote anything; {@link #result} does.
 */
public class CommandFailedException extends StepFailedException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable CommandResult result;

    CommandFailedException(String message, Target target, CommandResult result) {
        super(message, null, target, "exit " + result.exitCode());
        this.result = result;
    }

    /** What came of the command, with the end of its output; empty after deserialization. */
    public Optional<CommandResult> result() {
        return Optional.ofNullable(result);
    }
}
