package io.emrops.rfc2136;

import io.emrops.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real BIND of a test's own, on a port and in a directory of its own, that ends with the test. */
final class NamedProcess implements AutoCloseable {
    /** Takes updates of {@link #KEY}. */
    static final String ZONE = "hospital.example";
    /** Takes updates of anybody. */
    static final String OPEN = "open.example";
    /** Takes no updates. */
    static final String CLOSED = "closed.example";

    static final String KEY = "emrops";
    static final Secret SECRET = secret("a secret of thirty-two bytes, so");
    /** The server knows it, and lets it change nothing. */
    static final String POWERLESS = "powerless";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final int port;
    private Process process;

    private NamedProcess(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    static Secret secret(String bytes) {
        return Secret.of(Base64.getEncoder().encodeToString(bytes.getBytes()).toCharArray());
    }

    /** A primary of all zones, which tells a secondary on that port of changes. */
    static NamedProcess primary(Path directory, int secondary) throws Exception {
        var configuration = """
                key "emrops" { algorithm hmac-sha256; secret "%1$s"; };
                key "powerless" { algorithm hmac-sha256; secret "%1$s"; };
                options {
                  %2$s
                  recursion no;
                  notify explicit; notify-delay 0; also-notify { 127.0.0.1 port %3$d; };
                };
                zone "hospital.example" { type primary; file "hospital"; update-policy { grant emrops zonesub ANY; }; };
                zone "open.example" { type primary; file "open"; allow-update { 127.0.0.1; }; };
                zone "closed.example" { type primary; file "closed"; };
                """.formatted(
                Base64.getEncoder().encodeToString("a secret of thirty-two bytes, so".getBytes()), "%1$s", secondary);
        for (var zone : List.of("hospital", "open", "closed")) {
            Files.writeString(Files.createDirectories(directory).resolve(zone), """
                    $TTL 300
                    @ SOA ns1 hostmaster 1 1 1 3600 1
                    @ NS ns1
                    ns1 A 127.0.0.1
                    *.wild A 10.9.9.9
                    sub NS ns.elsewhere.example.
                    """);
        }
        return start(directory, configuration);
    }

    static NamedProcess secondary(Path directory, int port, int primary) throws Exception {
        return start(directory, port, """
                options { %%1$s recursion no; notify no; min-refresh-time 1; min-retry-time 1; };
                zone "hospital.example" { type secondary; file "hospital"; primaries { 127.0.0.1 port %1$d; }; };
                """.formatted(primary));
    }

    static NamedProcess resolver(Path directory, int primary) throws Exception {
        return start(directory, """
                options { %%1$s recursion yes; forward only; forwarders { 127.0.0.1 port %1$d; }; };
                """.formatted(primary));
    }

    private static NamedProcess start(Path directory, String configuration) throws Exception {
        return start(directory, freePort(), configuration);
    }

    private static NamedProcess start(Path directory, int port, String configuration) throws Exception {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve("named.conf"),
                "controls { };\n" + configuration.formatted("""
                directory "%s"; pid-file "pid"; session-keyfile "session.key";
                  listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; }; dnssec-validation no;
                  allow-transfer { 127.0.0.1; };""".formatted(directory, port)));
        var named = new NamedProcess(directory, port);
        named.start();
        return named;
    }

    void start() throws Exception {
        var program = Optional.ofNullable(System.getenv("EMROPS_BIND")).orElse("named");
        var log = directory.resolve("log");
        Files.writeString(log, "");
        process = new ProcessBuilder(
                        program,
                        "-g",
                        "-n",
                        "1",
                        "-c",
                        directory.resolve("named.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (!log().contains(" running\n") || !takesConnections()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new AssertionError(log());
            }
            Thread.sleep(10);
        }
    }

    private boolean takesConnections() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** What it wrote about itself. */
    String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    Rfc2136.Builder connect() {
        return Rfc2136.zone(ZONE, "127.0.0.1", port).key(KEY, SECRET);
    }

    /** At once, as when the machine dies. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
