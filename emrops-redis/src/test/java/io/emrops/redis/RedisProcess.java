package io.emrops.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real Redis of a test's own, in a directory of its own. */
final class RedisProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final int port;
    private final int tlsPort;
    private final Path directory;
    private final List<String> arguments;
    private Process process;

    private RedisProcess(Path directory, int port, int tlsPort, List<String> arguments) throws Exception {
        this.tlsPort = tlsPort;
        this.directory = Files.createDirectories(directory);
        this.port = port;
        this.arguments = arguments;
        this.process = start();
    }

    /** @param options of its configuration, as {@code name value} */
    static RedisProcess start(Path directory, String... options) throws Exception {
        return start(directory, freePort(), options);
    }

    static RedisProcess start(Path directory, int port, String... options) throws Exception {
        var configuration = new ArrayList<String>(
                List.of("bind 127.0.0.1", "port " + port, "save \"\"", "dir " + Files.createDirectories(directory)));
        configuration.addAll(List.of(options));
        var file = Files.write(directory.resolve("redis.conf"), configuration);
        var tls = configuration.stream()
                .filter(line -> line.startsWith("tls-port "))
                .mapToInt(line -> Integer.parseInt(line.substring(9)))
                .findFirst()
                .orElse(0);
        return new RedisProcess(directory, port, tls, List.of(file.toString()));
    }

    /** Sentinels keep what they find out in their file. */
    static RedisProcess sentinel(Path directory, int port, String... options) throws Exception {
        var configuration = new ArrayList<String>(
                List.of("bind 127.0.0.1", "port " + port, "dir " + Files.createDirectories(directory)));
        configuration.addAll(List.of(options));
        var file = Files.write(directory.resolve("sentinel.conf"), configuration);
        return new RedisProcess(directory, port, 0, List.of(file.toString(), "--sentinel"));
    }

    private Process start() throws Exception {
        var command = new ArrayList<String>();
        command.add(Optional.ofNullable(System.getenv("EMROPS_REDIS")).orElse("redis-server"));
        command.addAll(arguments);
        var started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() > until) {
                started.destroyForcibly();
                throw new AssertionError(Files.readString(directory.resolve("log")));
            }
            Thread.sleep(10);
        }
        return started;
    }

    private boolean answers() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void startAgain() throws Exception {
        process = start();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Its bus has a port of its own, 10,000 above. */
    static int clusterPort() {
        while (true) {
            var free = freePort();
            var port = free > 50_000 ? free - 20_000 : free;
            try (var own = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    var bus = new ServerSocket(port + 10_000, 1, InetAddress.getLoopbackAddress())) {
                if (bus.isBound()) {
                    return own.getLocalPort();
                }
            } catch (IOException e) {
                // Somebody else has it.
            }
        }
    }

    /** Three primaries, and no replicas. */
    static void makeCluster(List<String> addresses) throws Exception {
        var command = new ArrayList<>(List.of("--cluster-yes", "--cluster", "create"));
        command.addAll(addresses);
        cluster(command);
    }

    /** Has it follow the primary of a cluster. */
    void joinAsReplica(RedisProcess primary) throws Exception {
        var id = primary.ask("", "CLUSTER", "MYID").strip();
        var at = "127.0.0.1:" + primary.port;
        cluster(List.of(
                "--cluster", "add-node", "127.0.0.1:" + port, at, "--cluster-slave", "--cluster-master-id", id));
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!ask("", "INFO", "replication").contains("master_link_status:up")) {
            if (System.nanoTime() > until) {
                throw new AssertionError(ask("", "INFO", "replication"));
            }
            Thread.sleep(20);
        }
    }

    private static void cluster(List<String> arguments) throws Exception {
        var command = new ArrayList<>(List.of("redis-cli"));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(said);
        }
    }

    /** What it answers to somebody else. */
    String ask(String password, String... words) throws Exception {
        var command = new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(port), "--no-auth-warning"));
        if (!password.isEmpty()) {
            command.addAll(List.of("-a", password));
        }
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /** A cluster is made before each of its nodes knows that no slot is missing; until then one answers {@code CLUSTERDOWN}. */
    void awaitWholeCluster() throws Exception {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!ask("", "cluster", "info").contains("cluster_state:ok")) {
            if (System.nanoTime() > until) {
                throw new AssertionError(ask("", "cluster", "info"));
            }
            Thread.sleep(20);
        }
    }

    /** Waits until a field of an answer, which stands behind its name, has this value. */
    void awaitAnswer(String value, String one, String two, String three, String field) throws Exception {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!ask("", one, two, three).contains(field + "\n" + value + "\n")) {
            if (System.nanoTime() > until) {
                throw new AssertionError(ask("", one, two, three));
            }
            Thread.sleep(50);
        }
    }

    int tlsPort() {
        return tlsPort;
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an application has of it. */
    Application application() {
        return new Application(RedisURI.create("127.0.0.1", port));
    }

    /** An application that uses it. */
    static final class Application implements AutoCloseable {
        private final RedisClient client;
        final StatefulRedisConnection<byte[], byte[]> connection;

        Application(RedisURI uri) {
            client = RedisClient.create(uri);
            connection = client.connect(ByteArrayCodec.INSTANCE);
        }

        void put(int database, String key, int bytes) {
            connection.sync().select(database);
            connection.sync().set(key.getBytes(StandardCharsets.UTF_8), new byte[bytes]);
        }

        boolean get(int database, String key) {
            connection.sync().select(database);
            return connection.sync().get(key.getBytes(StandardCharsets.UTF_8)) != null;
        }

        /** {@code prefix0} and so on, fast. */
        void fill(String prefix, int count) throws Exception {
            var async = connection.async();
            connection.setAutoFlushCommands(false);
            for (var i = 0; i < count; i++) {
                var last = async.set((prefix + i).getBytes(StandardCharsets.UTF_8), new byte[20]);
                if (i % 10_000 == 9999 || i == count - 1) {
                    connection.flushCommands();
                    last.get(60, TimeUnit.SECONDS);
                }
            }
            connection.setAutoFlushCommands(true);
        }

        long keys() {
            return connection.sync().dbsize();
        }

        @Override
        public void close() {
            connection.close();
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
