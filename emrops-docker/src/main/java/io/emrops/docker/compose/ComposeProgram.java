package io.emrops.docker.compose;

import io.emrops.PreconditionFailedException;
import io.emrops.docker.process.LocalProcess;
import io.emrops.docker.process.ProcessEnvironment;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The program that is called as Compose.
 *
 * @param words it and what comes before Compose's own arguments
 * @param version such as {@code 2.26.1}
 * @param major 1, 2 or whatever comes
 */
public record ComposeProgram(List<String> words, String version, int major) {
    private static final Pattern VERSION = Pattern.compile("v?(\\d+)(\\.\\d+\\.\\d+\\S*)");

    public ComposeProgram {
        words = List.copyOf(words);
    }

    /** Asks for its version; empty if it does not answer as Compose does. */
    public static Optional<ComposeProgram> ask(List<String> words) {
        try {
            var asked = LocalProcess.run(
                    ComposeArguments.concat(words, List.of("version", "--short")),
                    ProcessEnvironment.ofThisProcess().toMap(),
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
    public static Optional<ComposeProgram> parse(List<String> words, String answer) {
        var version = VERSION.matcher(answer.strip());
        return version.matches()
                ? Optional.of(new ComposeProgram(
                        words, version.group(1) + version.group(2), Integer.parseInt(version.group(1))))
                : Optional.empty();
    }

    /** Such as {@code docker compose (2.26.1)}. */
    @Override
    public String toString() {
        return String.join(" ", words) + " (" + version + ")";
    }
}
