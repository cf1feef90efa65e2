package io.emrops.core.command;

import io.emrops.Inputs;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.Target;
import io.emrops.Value;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was said about a command. Filled by the verbs of {@link Command} and not changed afterwards. */
final class CommandSpec {
    final String program;
    final List<Text> arguments;
    final TreeMap<String, Text> environment;
    Optional<Path> directory = Optional.empty();
    boolean inheritEnvironment = true;
    Optional<Text> input = Optional.empty();
    Set<Integer> expectedExits = Set.of(0);
    long keep = 64 << 10;
    Charset charset = StandardCharsets.UTF_8;
    Duration grace = Duration.ofSeconds(5);
    Optional<String> readOnly = Optional.empty();

    /**
     * A text, or a secret, or a value that will be one of them.
     *
     * @param shown what documents show in its place
     * @param resolve gives a {@link Secret} or something to be written as text
     */
    record Text(String shown, Function<Inputs, Object> resolve) {
        static Text of(String text) {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("No program can be given a text with the character NUL in it");
            }
            return new Text(text, in -> text);
        }

        static Text of(Secret secret) {
            Objects.requireNonNull(secret, "secret");
            return new Text("***", in -> secret);
        }

        static Text of(Value<?> value) {
            return new Text("{" + value.id() + "}", in -> in.get(value));
        }

        /** The content as text. A secret is shown as {@code ***}, which is what it says of itself. */
        String show(Inputs in) {
            return String.valueOf(resolve.apply(in));
        }
    }

    CommandSpec(String program) {
        if (program.isBlank() || program.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Not a program: \"" + program + "\"");
        }
        this.program = program;
        this.arguments = new ArrayList<>();
        this.environment = new TreeMap<>();
    }

    CommandSpec(CommandSpec other) {
        this.program = other.program;
        this.arguments = new ArrayList<>(other.arguments);
        this.environment = new TreeMap<>(other.environment);
        this.directory = other.directory;
        this.inheritEnvironment = other.inheritEnvironment;
        this.input = other.input;
        this.expectedExits = other.expectedExits;
        this.keep = other.keep;
        this.charset = other.charset;
        this.grace = other.grace;
        this.readOnly = other.readOnly;
    }

    /** The arguments for these inputs. */
    List<String> arguments(Inputs in) {
        var texts = new ArrayList<String>();
        for (var argument : arguments) {
            var content = argument.resolve().apply(in);
            if (content instanceof Secret) {
                throw new PreconditionFailedException(
                        "The argument " + argument.shown() + " of " + program
                                + " is a secret, which every user of the machine could read; put it into the environment or the input",
                        null,
                        Target.thisMachine());
            }
            texts.add(String.valueOf(content));
        }
        return texts;
    }

    String describeLine() {
        return CommandLine.join(program, arguments.stream().map(Text::shown).toList());
    }

    /** As a shell would take it, with a blank behind; empty if nothing is said about the environment. */
    String describeEnvironment(Inputs in) {
        return environment.entrySet().stream()
                .map(e -> e.getKey() + "=" + CommandLine.quote(e.getValue().show(in)) + " ")
                .collect(Collectors.joining());
    }

    Map<String, String> configuration() {
        var all = new TreeMap<String, String>();
        all.put("line", describeLine());
        all.put("exits", new TreeSet<>(expectedExits).toString());
        all.put("inheritEnvironment", Boolean.toString(inheritEnvironment));
        directory.ifPresent(d -> all.put("directory", d.toString()));
        input.ifPresent(i -> all.put("input", i.shown()));
        environment.forEach((name, value) -> all.put("env." + name, value.shown()));
        return all;
    }
}
