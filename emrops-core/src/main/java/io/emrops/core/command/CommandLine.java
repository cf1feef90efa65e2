package io.emrops.core.command;

import io.emrops.Inputs;
import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What would be started.
 *
 * @param name the program as the author wrote it
 * @param program the file
 * @param directory the working directory, absolute
 */
record CommandLine(String name, Path program, List<String> arguments, Path directory) {
    /** What cmd.exe interprets, inside of quotation marks or outside; see the batch files' %1, %* and delayed expansion. */
    private static final String UNSAFE_IN_BATCH = "\"%!^&|<>()";

    static CommandLine resolve(CommandSpec spec, Inputs in, Platform platform) {
        var directory = spec.directory.orElse(Path.of("")).toAbsolutePath();
        if (!Files.isDirectory(directory)) {
            throw refused("The working directory " + directory + " does not exist");
        }
        var arguments = spec.arguments(in);
        var program = find(spec.program, directory, platform)
                .orElseThrow(() -> refused("There is no program " + spec.program
                        + (isPath(spec.program, platform) ? " that may be executed" : " in the PATH of this process")));
        var line = new CommandLine(spec.program, program, arguments, directory);
        line.requireSafe(platform);
        return line;
    }

    List<String> asList() {
        var all = new ArrayList<String>();
        all.add(program.toString());
        all.addAll(arguments);
        return all;
    }

    String describe() {
        return join(name, arguments);
    }

    static String join(String program, List<String> arguments) {
        return Stream.concat(Stream.of(program), arguments.stream())
                .map(CommandLine::quote)
                .collect(Collectors.joining(" "));
    }

    /** For people: shows where a text begins and ends, and what is in it that cannot be printed. */
    static String quote(String text) {
        var plain = !text.isEmpty() && text.chars().noneMatch(c -> c <= ' ' || "'\"\\$`".indexOf(c) >= 0);
        if (plain) {
            return text;
        }
        var printable = text.chars()
                .mapToObj(c -> c < ' ' ? String.format("\\x%02x", c) : String.valueOf((char) c))
                .collect(Collectors.joining());
        return "'" + printable + "'";
    }

    private static Optional<Path> find(String program, Path directory, Platform platform) {
        try {
            return isPath(program, platform)
                    ? executable(directory.resolve(program), platform)
                    : platform.path().stream()
                            .flatMap(d -> executable(d.resolve(program).toAbsolutePath(), platform).stream())
                            .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isPath(String program, Platform platform) {
        return program.indexOf('/') >= 0 || (platform.windows() && program.indexOf('\\') >= 0);
    }

    private static Optional<Path> executable(Path file, Platform platform) {
        if (!platform.windows()) {
            return Stream.of(file).filter(CommandLine::mayBeExecuted).findFirst();
        }
        var name = file.toString().toLowerCase(Locale.ROOT);
        return platform.extensions().stream().anyMatch(name::endsWith)
                ? Stream.of(file).filter(Files::isRegularFile).findFirst()
                : platform.extensions().stream()
                        .map(extension -> file.resolveSibling(file.getFileName() + extension))
                        .filter(Files::isRegularFile)
                        .findFirst();
    }

    private static boolean mayBeExecuted(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private void requireSafe(Platform platform) {
        for (var argument : arguments) {
            if (argument.indexOf('\0') >= 0) {
                throw refused("An argument of " + name + " holds the character NUL");
            }
            if (platform.windows()) {
                requireSafeOnWindows(argument);
            }
        }
    }

    private void requireSafeOnWindows(String argument) {
        // Java puts quotation marks around an argument and does not escape those inside: it would become several.
        if (argument.indexOf('"') >= 0) {
            throw refused("An argument of " + name + " holds a quotation mark, which Windows cannot be given safely");
        }
        var file = program.toString().toLowerCase(Locale.ROOT);
        if (!file.endsWith(".cmd") && !file.endsWith(".bat")) {
            return;
        }
        for (var c : argument.toCharArray()) {
            if (c < ' ' || UNSAFE_IN_BATCH.indexOf(c) >= 0) {
                throw refused(
                        "An argument of " + name + " holds " + (c < ' ' ? "a control character" : "the character " + c)
                                + ", which cmd.exe would interpret; call the program behind the batch file directly");
            }
        }
        if (argument.endsWith("\\")) {
            throw refused("An argument of " + name + " ends with a backslash, which cmd.exe cannot be given safely");
        }
    }

    private static PreconditionFailedException refused(String why) {
        return new PreconditionFailedException(why + "; nothing was run", null, Target.thisMachine());
    }
}
