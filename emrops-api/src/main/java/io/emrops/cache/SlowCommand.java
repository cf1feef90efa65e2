package io.emrops.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A command that took long.
 *
 * @param command its name alone, such as {@code KEYS}
 * @param took in the server, without the way there and back
 */
public record SlowCommand(Instant at, String command, Duration took) {
    public SlowCommand {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(took, "took");
    }
}
