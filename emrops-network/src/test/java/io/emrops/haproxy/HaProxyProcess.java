package io.emrops.haproxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real HAProxy of a test's own, with a master, that ends with the test. */
final class HaProxyProcess implements AutoCloseable {
    /** Checks its servers every 50 ms; a request may choose its slot by {@code X-Slot}. */
    static final String POOL = "emrnext-api";
    /** Checks nothing. */
    static final String UNCHECKED = "unchecked";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final int port = freePort();
    private final int admin = freePort();
    private Process process;

    private HaProxyProcess(Path directory) {
        this.directory = directory;
    }

    static HaProxyProcess in(Path directory) throws Exception {
        var haproxy = new HaProxyProcess(directory);
        haproxy.configure(haproxy.configuration());
        haproxy.start();
        return haproxy;
    }

    String configuration() {
        return """
                global
                  node edge1
                  stats socket %1$s/admin.sock mode 600 level admin
                  stats socket %1$s/user.sock mode 600 level user
                  stats socket ipv4@127.0.0.1:%3$d level admin
                  server-state-file %1$s/state
                defaults
                  mode http
                  load-server-state-from-file global
                  timeout connect 2s
                  timeout client 60s
                  timeout server 60s
                  timeout check 10s
                  retries 0
                frontend all
                  bind 127.0.0.1:%2$d
                  default_backend emrnext-api
                backend emrnext-api
                  option httpchk GET /health
                  default-server inter 50ms rise 2 fall 3
                  use-server %%[req.hdr(x-slot)] if { req.hdr(x-slot) -m found }
                  server-template s 3 127.0.0.1:1 check disabled
                backend unchecked
                  server-template u 2 127.0.0.1:1 weight 10 disabled
                """.formatted(directory, port, admin);
    }

    void configure(String text) throws IOException {
        Files.writeString(directory.resolve("haproxy.cfg"), text);
    }

    void start() throws Exception {
        if (!Files.exists(directory.resolve("state"))) {
            Files.writeString(directory.resolve("state"), "1\n");
        }
        var command = new ArrayList<>(
                List.of(Optional.ofNullable(System.getenv("EMROPS_HAPROXY")).orElse("haproxy")));
        command.addAll(List.of("-W", "-S", directory.resolve("master.sock").toString()));
        command.addAll(List.of("-f", directory.resolve("haproxy.cfg").toString()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new AssertionError(log());
            }
            Thread.sleep(10);
        }
    }

    private boolean answers() {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    Path socket() {
        return directory.resolve("admin.sock");
    }

    Path userSocket() {
        return directory.resolve("user.sock");
    }

    Path stateFile() {
        return directory.resolve("state");
    }

    int adminPort() {
        return admin;
    }

    int port() {
        return port;
    }

    HaProxy.Builder connect() {
        return HaProxy.at(socket()).stateFile(stateFile()).masterSocket(directory.resolve("master.sock"));
    }

    /** What it wrote about itself. */
    String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What somebody else says to it. */
    String say(String command) {
        return new Conversation(new Link("test", () -> UnixDomainSocketAddress.of(socket()), PATIENCE, PATIENCE))
                .read(command);
    }

    /** Master and workers at once, as when the machine dies. */
    void kill() {
        var workers = process.descendants().toList();
        process.destroyForcibly();
        workers.forEach(ProcessHandle::destroyForcibly);
        workers.forEach(worker -> worker.onExit().join());
        process.onExit().join();
    }

    @Override
    public void close() throws InterruptedException {
        var workers = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        workers.forEach(ProcessHandle::destroyForcibly);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
