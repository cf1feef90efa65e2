package io.emrops.examples;

import io.emrops.Secret;
import io.emrops.rfc2136.Rfc2136;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A BIND that has the zone {@code hospital.example}, or asks one that has it, and tells anybody; it ends with the test. */
final class NameServer implements AutoCloseable {
    static final String ZONE = "hospital.example";

    private static final String PROGRAM = System.getenv().getOrDefault("EMROPS_BIND", "named");
    private static final String SECRET = "YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcywgc28=";

    private final Path directory;
    private final int port = freePort();
    private final Process process;

    NameServer(Path directory) throws IOException {
        this(directory, """
                key "emrops" { algorithm hmac-sha256; secret "%s"; };
                zone "hospital.example" { type primary; file "zone"; update-policy { grant emrops zonesub ANY; }; };
                """.formatted(SECRET));
    }

    private NameServer(Path directory, String zones) throws IOException {
        this.directory = Files.createDirectories(directory);
        Files.writeString(directory.resolve("zone"), """
                $TTL 300
                @ SOA ns1 hostmaster 1 60 60 3600 1
                @ NS ns1
                ns1 A 127.0.0.1
                """);
        Files.writeString(directory.resolve("named.conf"), """
                controls { };
                options {
                  directory "%1$s"; pid-file "pid"; session-keyfile "session.key";
                  listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; };
                  recursion yes; dnssec-validation no; notify no;
                };
                %3$s
                """.formatted(directory, port, zones));
        process = new ProcessBuilder(
                        PROGRAM,
                        "-g",
                        "-n",
                        "1",
                        "-c",
                        directory.resolve("named.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Awaitility.await("BIND").atMost(Duration.ofSeconds(20)).until(this::answers);
    }

    /** One that asks this one, and remembers what it was told for as long as it was told. */
    NameServer resolver(Path itsDirectory) throws IOException {
        return new NameServer(itsDirectory, """
                zone "hospital.example" { type forward; forward only; forwarders { 127.0.0.1 port %d; }; };
                """.formatted(port));
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError(Files.readString(directory.resolve("log")));
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return Files.readString(directory.resolve("log")).contains(" running\n") && socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    Rfc2136 connect() {
        return connect(this);
    }

    Rfc2136 connect(NameServer resolver) {
        return Rfc2136.zone(ZONE, "127.0.0.1", port)
                .key("emrops", Secret.of(SECRET.toCharArray()))
                .resolver("127.0.0.1", resolver.port)
                .build();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
