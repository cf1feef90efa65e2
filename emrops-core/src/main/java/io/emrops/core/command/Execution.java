package io.emrops.core.command;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.core.secret.Scrubber;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** One run of a command. */
final class Execution {
    /** What a program needs to find its way, here and on Windows. */
    private static final Set<String> BASIC_ENVIRONMENT = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "TZ",
            "TMPDIR",
            "TEMP",
            "TMP",
            "SYSTEMROOT",
            "SYSTEMDRIVE",
            "WINDIR",
            "COMSPEC",
            "PATHEXT",
            "USERPROFILE",
            "APPDATA",
            "LOCALAPPDATA",
            "PROGRAMDATA",
            "PROGRAMFILES",
            "PROGRAMFILES(X86)",
            "NUMBER_OF_PROCESSORS",
            "PROCESSOR_ARCHITECTURE");

    private static final long FIRST_LOOK_MILLIS = 20;
    private static final long LAST_LOOK_MILLIS = 1000;
    /** How long after its end a program's output may be open and silent before it is taken for somebody else's. */
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final CommandSpec spec;
    private final StepContext run;
    private final Platform platform;
    private final Scrubber scrubber = new Scrubber();
    private final OutputTail tail;

    Execution(CommandSpec spec, StepContext run, Platform platform) {
        this.spec = spec;
        this.run = run;
        this.platform = platform;
        this.tail = new OutputTail(run, scrubber, spec.keep);
    }

    CommandResult execute() throws InterruptedException {
        var line = CommandLine.resolve(spec, run, platform);
        var variables = environment();
        var input = spec.input.map(text -> text.resolve().apply(run));
        input.ifPresent(this::register);
        requireNoSecretIn(line);
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before " + spec.program + " was started");
        }
        var started = System.nanoTime();
        var process = start(line, variables);
        var tree = new ProcessTree(process, run.idempotencyKey());
        var readers = List.of(reader(process.getInputStream(), "output"), reader(process.getErrorStream(), "errors"));
        Duration took;
        try {
            feed(process.getOutputStream(), input.orElse(""));
            await(process, tree);
            took = Duration.ofNanos(System.nanoTime() - started);
            drain(readers);
        } catch (InterruptedException | RuntimeException | Error e) {
            tree.end(spec.grace, tail::remark);
            throw e;
        } finally {
            tail.close();
        }
        return judge(new CommandResult(process.exitValue(), took, tail.text(), tail.truncated()));
    }

    private Map<String, String> environment() {
        var variables = new HashMap<String, String>();
        spec.environment.forEach((name, text) -> {
            var content = text.resolve().apply(run);
            register(content);
            if (content instanceof Secret secret) {
                // The one place where a secret becomes a String: the operating system takes nothing else.
                secret.use(chars -> variables.put(name, new String(chars)));
            } else {
                variables.put(name, String.valueOf(content));
            }
            if (variables.getOrDefault(name, "").indexOf('\0') >= 0) {
                throw refused("The environment variable " + name + " would hold the character NUL", null);
            }
        });
        return variables;
    }

    private void register(Object content) {
        if (content instanceof Secret secret) {
            scrubber.register(secret);
            run.conceal(secret);
        }
    }

    private void requireNoSecretIn(CommandLine line) {
        for (var argument : line.arguments()) {
            if (!tail.scrub(argument).equals(argument)) {
                throw refused(
                        "An argument of " + spec.program
                                + " holds a secret, which every user of the machine could read; put it into the environment or the input",
                        null);
            }
        }
    }

    private Process start(CommandLine line, Map<String, String> variables) {
        var builder =
                new ProcessBuilder(line.asList()).directory(line.directory().toFile());
        var environment = builder.environment();
        if (!spec.inheritEnvironment) {
            environment.keySet().removeIf(name -> !BASIC_ENVIRONMENT.contains(name.toUpperCase(java.util.Locale.ROOT)));
        }
        environment.putAll(variables);
        environment.put(Command.KEY_VARIABLE, run.idempotencyKey());
        try {
            return builder.start();
        } catch (IOException e) {
            throw refused("The program " + line.program() + " could not be started", e);
        }
    }

    private void feed(OutputStream target, Object input) {
        // Its own thread: a program that writes before it reads would wait for us, and we for it.
        var feeder = new Thread(() -> {
            try (var writer = new OutputStreamWriter(target, spec.charset)) {
                if (input instanceof Secret secret) {
                    secret.use(chars -> write(writer, chars));
                } else {
                    writer.write(String.valueOf(input));
                }
            } catch (IOException e) {
                // It ended or closed its input without reading all of it, which is its own affair.
            }
        });
        start(feeder, "input");
    }

    private static void write(OutputStreamWriter writer, char[] chars) {
        try {
            writer.write(chars);
        } catch (IOException e) {
            // As above; closing the writer fails in the same way.
        }
    }

    private Reader reader(InputStream source, String what) {
        var reader = new Reader(source);
        start(reader, what);
        return reader;
    }

    private void start(Thread thread, String what) {
        thread.setName("emrops " + run.path() + " " + what);
        thread.setDaemon(true);
        thread.start();
    }

    private static void await(Process process, ProcessTree tree) throws InterruptedException {
        var pause = FIRST_LOOK_MILLIS;
        while (!process.waitFor(pause, TimeUnit.MILLISECONDS)) {
            tree.look();
            pause = Math.min(LAST_LOOK_MILLIS, pause * 2);
        }
    }

    private void drain(List<Reader> readers) throws InterruptedException {
        for (var reader : readers) {
            while (reader.isAlive() && !reader.silentFor(SETTLE)) {
                reader.join(100);
            }
        }
        if (readers.stream().anyMatch(Thread::isAlive)) {
            tail.remark("A process that " + spec.program + " left behind keeps its output open; it is no longer shown");
        }
    }

    private CommandResult judge(CommandResult result) {
        if (spec.expectedExits.contains(result.exitCode())) {
            return result;
        }
        var expected = new TreeSet<>(spec.expectedExits).toString();
        throw new CommandFailedException(
                spec.program + " ended with exit code " + result.exitCode() + " after "
                        + result.took().toMillis() + " ms; expected was "
                        + expected.substring(1, expected.length() - 1),
                Target.thisMachine(),
                result);
    }

    private static PreconditionFailedException refused(
            String why, @org.jspecify.annotations.Nullable IOException cause) {
        return new PreconditionFailedException(why + "; nothing was run", cause, Target.thisMachine());
    }

    /** Reads one of the two streams to its end. */
    private final class Reader extends Thread {
        private final InputStream source;
        private volatile long waitingSince;
        private volatile boolean waiting;

        Reader(InputStream source) {
            this.source = source;
        }

        @Override
        public void run() {
            var lines = new Lines(tail::add, tail::scrub);
            try (var stream = scrubber.stream(lines::write);
                    var in = new InputStreamReader(source, spec.charset)) {
                var buffer = new char[8192];
                for (var n = read(in, buffer); n >= 0; n = read(in, buffer)) {
                    stream.write(new String(buffer, 0, n));
                }
            } catch (IOException e) {
                // The pipe was closed under us, by the end of the process: what came until then is all there is.
                waiting = false;
            }
            lines.finish();
        }

        private int read(InputStreamReader in, char[] buffer) throws IOException {
            waitingSince = System.nanoTime();
            waiting = true;
            try {
                return in.read(buffer);
            } finally {
                waiting = false;
            }
        }

        boolean silentFor(Duration time) {
            return waiting && System.nanoTime() - waitingSince > time.toNanos();
        }
    }
}
