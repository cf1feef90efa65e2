package io.emrops.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A process that is run to its end: what it printed, and what it cost. */
public final class Child {
    private static final Pattern TIMES = Pattern.compile("(?m)^emrops-time ([0-9.]+) ([0-9.]+) ([0-9.]+)$");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /**
     * How a process ended.
     *
     * @param output what it printed, to both of its ends
     * @param wall from before it was started until it had ended
     * @param cpu what it and its own children used, in user and system mode
     */
    public record Ended(int exit, String output, Duration wall, Duration cpu) {
        /**
         * The last number that was printed as {@code name=number}.
         *
         * @throws IllegalStateException if there is none
         */
        public double value(String name) {
            var found = Pattern.compile("(?m)^" + Pattern.quote(name) + "=([-0-9.eE]+)$")
                    .matcher(output);
            var last = Double.NaN;
            while (found.find()) {
                last = Double.parseDouble(found.group(1));
            }
            if (Double.isNaN(last)) {
                throw new IllegalStateException("No " + name + " in what the process printed:\n" + output);
            }
            return last;
        }
    }

    private Child() {}

    /** This JVM's java, with options and a class of the benchmarks or of emrops. */
    public static List<String> java(List<String> options, Class<?> main, String... args) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return command;
    }

    /**
     * Runs a command; one that does not end with 0 is a failure.
     *
     * @throws IllegalStateException with all that it printed, if it fails or takes longer than five minutes
     */
    public static Ended run(List<String> command) throws InterruptedException {
        var ended = runToAnyEnd(command);
        if (ended.exit() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + "\nended with " + ended.exit() + ":\n" + ended.output());
        }
        return ended;
    }

    /** Runs a command that may end as it likes, such as one that kills itself. */
    public static Ended runToAnyEnd(List<String> command) throws InterruptedException {
        try {
            var log = Files.createTempFile("emrops-benchmark", ".log");
            try {
                // Bash asks the system for the times of a child that has ended; Java cannot.
                var timed = new ArrayList<>(
                        List.of("bash", "-c", "TIMEFORMAT='emrops-time %R %U %S'; time \"$@\"", "bash"));
                timed.addAll(command);
                var builder = new ProcessBuilder(timed)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()));
                Map<String, String> environment = builder.environment();
                environment.remove("JAVA_TOOL_OPTIONS");
                var process = builder.start();
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    throw new IllegalStateException(
                            String.join(" ", command) + "\ntook longer than " + LIMIT + ":\n" + Files.readString(log));
                }
                return ended(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ended ended(int exit, String log) {
        var times = TIMES.matcher(log);
        if (!times.find()) {
            throw new IllegalStateException("The process was not timed:\n" + log);
        }
        var output =
                log.lines().filter(line -> !line.startsWith("emrops-time ")).collect(Collectors.joining("\n"));
        return new Ended(
                exit, output, seconds(times.group(1)), seconds(times.group(2)).plus(seconds(times.group(3))));
    }

    private static Duration seconds(String text) {
        return Duration.ofNanos(Math.round(Double.parseDouble(text) * 1e9));
    }
}
