package io.emrops.testkit.windows.command;

import java.util.Map;
import java.util.Optional;

/**
 * A command that came, as it stood when it was looked at.
 *
 * @param user who is logged in; the name of the host's user through the local door
 * @param scriptId such as {@code iis/site-get}; empty unless the input of the emrops bootstrap was read and found good
 * @param parameters of that script, without its secrets
 */
public record SeenCommand(
        Door door,
        String user,
        CommandLine line,
        Optional<String> scriptId,
        Map<String, Object> parameters,
        Ending ending) {
    /** Copies the parameters. */
    public SeenCommand {
        parameters = Map.copyOf(parameters);
    }
}
