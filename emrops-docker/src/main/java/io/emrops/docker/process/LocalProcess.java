package io.emrops.docker.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs a program to its end, with a list of arguments and no shell in between. */
public final class LocalProcess {
    private static final int MOST_OUTPUT = 16 << 20;
    private static final long KINDLY_SECONDS = 5;

    private LocalProcess() {}

    /**
     * How a program ended. The texts are the program's own and may hold secrets.
     *
     * @param exit its exit code
     */
    public record Result(int exit, String out, String err) {
        /** The exit code alone. */
        @Override
        public String toString() {
            return "exit " + exit;
        }
    }

    /** Without anything to read. */
    public static Result run(List<String> command, Map<String, String> environment, @Nullable Path directory)
            throws InterruptedException {
        return run(command, environment, directory, "");
    }

    /**
     * Waits for the program, however long it takes, and not for what it leaves running.
     *
     * @param environment the whole environment
     * @param input a short text for it to read
     * @throws InterruptedException if the thread is interrupted; the program and what it started are ended then
     * @throws UncheckedIOException if there is no such program
     */
    public static Result run(
            List<String> command, Map<String, String> environment, @Nullable Path directory, String input)
            throws InterruptedException {
        var builder = new ProcessBuilder(command);
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = start(builder);
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It has ended already; what matters is how.
        }
        var out = new Drain(process.getInputStream());
        var err = new Drain(process.getErrorStream());
        try {
            var exit = process.waitFor();
            // What the program has left running may hold the streams open for good.
            out.join(TimeUnit.SECONDS.toMillis(KINDLY_SECONDS));
            err.join(TimeUnit.SECONDS.toMillis(KINDLY_SECONDS));
            return new Result(exit, out.text(), err.text());
        } catch (InterruptedException e) {
            end(process);
            throw e;
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the process and its descendants to end, then makes them. */
    private static void end(Process process) {
        // Taken before: a child whose parent is gone is no descendant any more.
        var all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroy);
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(KINDLY_SECONDS);
        while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    /** Reads a stream to its end, so that the program never waits for us; keeps the first part. */
    private static final class Drain extends Thread {
        private final InputStream stream;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Drain(InputStream stream) {
            super("emrops-docker-output");
            this.stream = stream;
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            var buffer = new byte[8192];
            try (stream) {
                for (var n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                    synchronized (kept) {
                        kept.write(buffer, 0, Math.min(n, MOST_OUTPUT - kept.size()));
                    }
                }
            } catch (IOException e) {
                // The program was ended; there is nothing more to read.
            }
        }

        String text() {
            synchronized (kept) {
                return kept.toString(StandardCharsets.UTF_8); // as Compose writes everywhere
            }
        }
    }
}
