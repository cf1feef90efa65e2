package io.emrops.docker;

import io.emrops.PreconditionFailedException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How Compose is called on this machine: the plugin of the {@code docker} command, the program {@code docker-compose} of
 * version 2, or that of version 1.
 *
 * <p>Containers that one major version has started are recreated by the other at its first roll-out.
 */
public final class ComposeCommand {
    private static final Pattern VERSION = Pattern.compile("v?(\\d+)(\\.\\d+\\.\\d+\\S*)");

    private final List<String> words;
    private final String version;
    private final int major;

    private ComposeCommand(List<String> words, String version, int major) {
        this.words = words;
        this.version = version;
        this.major = major;
    }

    /**
     * What is there: {@code docker compose}, or else {@code docker-compose}. Starts these programs to ask for their
     * version.
     *
     * @throws PreconditionFailedException if there is neither
     */
    public static ComposeCommand detect() {
        return ask(List.of("docker", "compose"))
                .or(() -> ask(List.of("docker-compose")))
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
        return ask(command)
                .orElseThrow(() -> new PreconditionFailedException(
                        "'" + String.join(" ", command) + "' does not answer as Compose does"));
    }

    private static Optional<ComposeCommand> ask(List<String> words) {
        try {
            var asked = LocalProcess.run(
                    ComposeArguments.concat(words, List.of("version", "--short")),
                    ComposeEnvironment.ofThisProcess().toMap(),
                    null);
            return asked.exit() == 0 ? parse(words, asked.out()) : Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PreconditionFailedException("Interrupted while looking for Compose", e);
        }
    }

    /** What {@code version --short} said: {@code 1.29.2}, {@code 2.26.1-4}, {@code v2.3.3}. */
    static Optional<ComposeCommand> parse(List<String> words, String answer) {
        var version = VERSION.matcher(answer.strip());
        return version.matches()
                ? Optional.of(new ComposeCommand(
                        List.copyOf(words), version.group(1) + version.group(2), Integer.parseInt(version.group(1))))
                : Optional.empty();
    }

    /** Its version, such as {@code 2.26.1}. */
    public String version() {
        return version;
    }

    /** 1, 2 or whatever comes. */
    public int major() {
        return major;
    }

    /** The program and what comes before Compose's own arguments. */
    public List<String> words() {
        return words;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ComposeCommand that && words.equals(that.words) && version.equals(that.version);
    }

    @Override
    public int hashCode() {
        return Objects.hash(words, version);
    }

    /** Such as {@code docker compose (2.26.1)}. */
    @Override
    public String toString() {
        return String.join(" ", words) + " (" + version + ")";
    }
}
