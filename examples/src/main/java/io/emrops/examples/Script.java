package io.emrops.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Runs a script as JShell would, and stops at the first thing that is wrong: the {@code jshell} command goes on behind
 * errors and exits with 0. Lines are taken as JShell takes them when they are typed, so a script that runs here can be
 * pasted there. Of JShell's commands only {@code /exit}, with the status it exits with, is known.
 *
 * <p>Runs in this process, on the thread of {@code main}: System.in, System.exit and the class path are the script's own.
 */
public final class Script implements AutoCloseable {
    /** Exit status of a script that is wrong or threw. */
    private static final int FAILED = 1;

    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final PrintStream err;
    private final Map<String, Origin> origins = new HashMap<>();

    /** Where a snippet stands: its file and the number of its first line. */
    private record Origin(String file, int line) {}

    /** Something is wrong; the message says what and where. */
    private static final class Wrong extends Exception {
        private Wrong(String message) {
            super(message, null, false, false);
        }
    }

    private Script(PrintStream err) {
        this.err = err;
        shell = JShell.builder()
                .executionEngine(new InThisThread(), Map.of())
                .compilerOptions("-classpath", System.getProperty("java.class.path"))
                .build();
        analysis = shell.sourceCodeAnalysis();
    }

    /**
     * Runs a script and exits with what it exits with: 0 if nothing went wrong.
     *
     * @param args the start-up file, the script, and the arguments of the script, which it finds in {@code args}
     */
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            System.err.println("usage: Script STARTUP FILE [ARGUMENT…]");
            System.exit(2);
        }
        System.setProperty("emrops.startup", args[0]);
        System.setProperty("emrops.script", args[1]);
        int status;
        try (var script = new Script(System.err)) {
            status =
                    script.run(Path.of(args[0]), Path.of(args[1]), List.of(args).subList(2, args.length));
        }
        // Threads that the script has left behind keep nobody waiting.
        System.exit(status);
    }

    /**
     * The process that would run this script once more with other arguments; its output goes where ours goes. Only while a
     * script runs.
     */
    public static ProcessBuilder again(String... args) {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("-Demrops.root=" + System.getProperty("emrops.root", ""));
        command.add(Script.class.getName());
        command.add(required("emrops.startup"));
        command.add(required("emrops.script"));
        command.addAll(Arrays.asList(args));
        return new ProcessBuilder(command).inheritIO();
    }

    private static String required(String property) {
        var value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("No script runs: " + property + " is not set");
        }
        return value;
    }

    /**
     * Runs a script and passes the value of each of its variables to a method.
     *
     * @param method static, with one parameter of type Object; qualified
     * @return what the script exits with
     */
    static int runAndShow(Path startup, Path file, String method) throws IOException {
        try (var script = new Script(System.err)) {
            var status = script.run(startup, file, List.of());
            if (status == 0) {
                for (var variable : script.shell.variables().toList()) {
                    script.evaluate(method + "(" + variable.name() + ");", new Origin(file.toString(), 1));
                }
            }
            return status;
        } catch (Wrong e) {
            System.err.println(e.getMessage());
            return FAILED;
        }
    }

    private int run(Path startup, Path file, List<String> arguments) throws IOException {
        try {
            runFile(startup);
            var literals = arguments.stream().map(Script::literal).collect(Collectors.joining(", ", "{", "}"));
            evaluate("String[] args = " + literals + ";", new Origin("arguments", 1));
            var status = runFile(file);
            requireNothingMissing();
            return status;
        } catch (Wrong e) {
            System.out.flush();
            err.println(e.getMessage());
            return FAILED;
        }
    }

    private int runFile(Path file) throws IOException, Wrong {
        var name = file.toString();
        var lines = Files.readAllLines(file);
        var source = new StringBuilder();
        int begin = 0;
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (source.isEmpty()) {
                begin = i + 1;
                if (line.isBlank()) {
                    continue;
                }
                if (isCommand(line)) {
                    return exit(line.strip(), new Origin(name, begin));
                }
            }
            source.append(line).append('\n');
            var completeness = analysis.analyzeCompletion(source.toString()).completeness();
            if (completeness == Completeness.EMPTY) {
                // Comments. In front of an import they have JShell evaluate anew what was declared before it, without
                // its value.
                source.setLength(0);
            } else if (completeness.isComplete()) {
                evaluateAll(source.toString(), new Origin(name, begin));
                source.setLength(0);
            }
        }
        if (!source.toString().isBlank()) {
            throw new Wrong(name + ":" + begin + ": what begins here does not end");
        }
        return 0;
    }

    private static boolean isCommand(String line) {
        var text = line.strip();
        return text.startsWith("/") && !text.startsWith("//") && !text.startsWith("/*");
    }

    /** {@code /exit} with an integer expression, as JShell has it. */
    private int exit(String command, Origin at) throws Wrong {
        var words = command.split("\\s+", 2);
        if (!words[0].equals("/exit")) {
            throw new Wrong(at.file + ":" + at.line + ": a script knows no command but /exit: " + command);
        }
        if (words.length == 1) {
            return 0;
        }
        var value = evaluate("Integer.valueOf(" + words[1] + ")", at);
        return Integer.parseInt(value);
    }

    /** Several snippets can stand in one line. */
    private void evaluateAll(String source, Origin at) throws Wrong {
        var rest = source;
        while (!rest.isBlank()) {
            var next = analysis.analyzeCompletion(rest);
            var snippet = next.source() == null ? rest : next.source();
            var line = at.line + lines(source.substring(0, source.length() - rest.length()));
            evaluate(snippet, new Origin(at.file, line));
            rest = next.remaining();
        }
    }

    /** @return the value of an expression, as JShell would show it */
    private String evaluate(String source, Origin at) throws Wrong {
        var value = "";
        for (var event : shell.eval(source)) {
            if (event.causeSnippet() == null) {
                origins.put(event.snippet().id(), at);
                value = event.value();
            }
            require(event, at);
        }
        return value;
    }

    private void require(SnippetEvent event, Origin at) throws Wrong {
        if (event.status() == Status.REJECTED) {
            throw new Wrong(shell.diagnostics(event.snippet())
                    .filter(Diag::isError)
                    .map(d -> told(d, event.snippet(), at))
                    .collect(Collectors.joining("\n")));
        }
        var thrown = event.exception();
        if (thrown != null) {
            throw new Wrong(at.file + ":" + at.line + ": " + told(thrown));
        }
    }

    /** What was declared with a reference to something that never came. */
    private void requireNothingMissing() throws Wrong {
        for (var snippet : shell.snippets().toList()) {
            var status = shell.status(snippet);
            if (status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED) {
                var at = origins.get(snippet.id());
                throw new Wrong(at.file + ":" + at.line + ": cannot find "
                        + shell.unresolvedDependencies((DeclarationSnippet) snippet)
                                .collect(Collectors.joining(", ")));
            }
        }
    }

    private static String told(Diag diagnostic, Snippet snippet, Origin at) {
        var source = snippet.source();
        int position = (int) Math.min(Math.max(diagnostic.getPosition(), 0), source.length());
        int line = lines(source.substring(0, position));
        var text = source.split("\n", -1)[line];
        int column = position - (source.lastIndexOf('\n', position - 1) + 1);
        return at.file + ":" + (at.line + line) + ": error: " + diagnostic.getMessage(Locale.ROOT) + "\n" + text + "\n"
                + " ".repeat(Math.max(column, 0)) + "^";
    }

    private String told(Throwable thrown) {
        if (thrown instanceof UnresolvedReferenceException missing) {
            return "cannot find "
                    + shell.unresolvedDependencies(missing.getSnippet()).collect(Collectors.joining(", "));
        }
        var name = thrown instanceof EvalException e
                ? e.getExceptionClassName()
                : thrown.getClass().getName();
        var text = new StringBuilder(name);
        if (thrown.getMessage() != null) {
            text.append(": ").append(thrown.getMessage());
        }
        for (var frame : thrown.getStackTrace()) {
            text.append("\n    at ").append(told(frame));
        }
        var cause = thrown.getCause();
        if (cause instanceof JShellException || cause instanceof RuntimeException) {
            text.append("\nCaused by: ").append(told(cause));
        }
        return text.toString();
    }

    /** JShell calls the file of a frame {@code #} and the id of its snippet. */
    private String told(StackTraceElement frame) {
        var file = frame.getFileName();
        var origin = file != null && file.startsWith("#") ? origins.get(file.substring(1)) : null;
        return origin == null ? frame.toString() : origin.file + ":" + (origin.line + frame.getLineNumber() - 1);
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    /** Octal, as the compiler reads a \\u0022 as a quote that ends the string. */
    private static String literal(String text) {
        return text.chars()
                .mapToObj(c -> c < 256 ? String.format("\\%03o", c) : String.format("\\u%04x", c))
                .collect(Collectors.joining("", "\"", "\""));
    }

    @Override
    public void close() {
        shell.close();
    }

    /**
     * Runs snippets on the thread that evaluates them. JShell's own local execution waits for all threads that a snippet
     * has started by then, and so for good for one that opens an engine.
     */
    private static final class InThisThread implements ExecutionControlProvider {
        @Override
        public String name() {
            return "in-this-thread";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return new DirectExecutionControl();
        }
    }
}
