package io.emrops.benchmarks.cache;

import io.emrops.benchmarks.process.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Redis of its own, that keeps nothing. */
final class RedisServer implements AutoCloseable {
    private static final int AT_ONCE = 10_000;

    final int port;
    private final Process process;

    private RedisServer(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    private static String program() {
        return Optional.ofNullable(System.getenv("EMROPS_REDIS")).orElse("redis-server");
    }

    static boolean possible() throws InterruptedException {
        return runs(program(), "--version") && runs("redis-cli", "--version") && runs("xargs", "--version");
    }

    private static boolean runs(String... command) throws InterruptedException {
        return Child.runToAnyEnd(List.of(command)).exit() == 0;
    }

    static RedisServer start(Path directory) throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var process = new ProcessBuilder(
                        program(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--save",
                        "",
                        "--dir",
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("redis.log").toFile())
                .start();
        var server = new RedisServer(port, process);
        for (var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); ; ) {
            try (var wire = new Wire(port)) {
                wire.ask("PING");
                return server;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    server.close();
                    throw e;
                }
                Thread.sleep(10);
            }
        }
    }

    /** Half of the keys begin with {@code page:}, and the others with {@code session:}. */
    void fill(int keys) throws IOException {
        try (var wire = new Wire(port)) {
            wire.ask("FLUSHALL");
            for (var done = 0; done < keys; done += AT_ONCE) {
                for (var i = done; i < done + AT_ONCE; i++) {
                    wire.send("SET", (i % 2 == 0 ? "page:" : "session:") + i, "a value of some twenty");
                }
                wire.flush();
                for (var i = 0; i < AT_ONCE; i++) {
                    wire.answer();
                }
            }
        }
    }

    /** @throws IllegalStateException unless so many keys are left */
    void requireLeft(long keys) throws IOException {
        try (var wire = new Wire(port)) {
            var left = Long.parseLong(wire.ask("DBSIZE"));
            if (left != keys) {
                throw new IllegalStateException(left + " keys are left, not " + keys);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
