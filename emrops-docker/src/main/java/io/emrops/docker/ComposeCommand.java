package io.emrops.docker;

import io.emrops.PreconditionFailedException;
import io.emrops.docker.compose.ComposeProgram;
import java.util.List;

/**
 * How Compose is called on this machine: the plugin of the {@code docker} command, the program {@code docker-compose} of
 * version 2, or that of version 1.
 *
 * <p>Containers that one major version has started are recreated by the other at its first roll-out.
 */
public final class ComposeCommand {
    private final ComposeProgram program;

    private ComposeCommand(ComposeProgram program) {
        this.program = program;
    }

    /**
     * What is there: {@code docker compose}, or else {@code docker-compose}. Starts these programs to ask for their
     * version.
     *
     * @throws PreconditionFailedException if there is neither
     */
    public static ComposeCommand detect() {
        return ComposeProgram.ask(List.of("docker", "compose"))
                .or(() -> ComposeProgram.ask(List.of("docker-compose")))
                .map(ComposeCommand::new)
                .orElseThrow(() -> new PreconditionFailedException(
                        "There is no Compose on this machine: neither 'docker compose' nor 'docker-compose' answers"));
    }

    /**
     * This one, and no other.
     *
     * @param words the program and what comes before Compose's own arguments, such as {@code "docker", "compose"} or
     *     {@code "/opt/compose/docker-compose"}; asked for its version
     * @throws PreconditionFailedException if it is not there or is no Compose
     */
    public static ComposeCommand of(String... words) {
        var command = List.of(words);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("A command has at least one word");
        }
        return ComposeProgram.ask(command)
                .map(ComposeCommand::new)
                .orElseThrow(() -> new PreconditionFailedException(
                        "'" + String.join(" ", command) + "' does not answer as Compose does"));
    }

    /** Its version, such as {@code 2.26.1}. */
    public String version() {
        return program.version();
    }

    /** 1, 2 or whatever comes. */
    public int major() {
        return program.major();
    }

    /** The program and what comes before Compose's own arguments. */
    public List<String> words() {
        return program.words();
    }

    ComposeProgram program() {
        return program;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ComposeCommand that && program.equals(that.program);
    }

    @Override
    public int hashCode() {
        return program.hashCode();
    }

    /** Such as {@code docker compose (2.26.1)}. */
    @Override
    public String toString() {
        return program.toString();
    }
}
