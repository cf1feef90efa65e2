package io.emrops.examples;

import io.emrops.haproxy.HaProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A HAProxy in front of services, which repeats no request and so hides no loss; it ends with the test. */
final class Edge implements AutoCloseable {
    private static final String PROGRAM = System.getenv().getOrDefault("EMROPS_HAPROXY", "haproxy");

    private final Path directory;
    private final String address;
    private final int administration;
    private final Map<String, Integer> ports = new TreeMap<>();
    private Process process;

    /** @param services what the checks of each ask for */
    Edge(Path directory, Map<String, String> services) throws IOException {
        this(directory, "127.0.0.1", services, Map.of());
    }

    /**
     * At an address of its own, from where it comes to its servers too; answers say by {@code X-Edge} which one they passed.
     *
     * @param portsOf where services are that do not take any free port
     */
    Edge(Path directory, String address, Map<String, String> services, Map<String, Integer> portsOf)
            throws IOException {
        this.directory = Files.createDirectories(directory);
        this.address = address;
        this.administration = freePort(address);
        ports.putAll(portsOf);
        var text = new StringBuilder("""
                global
                  node edge
                  stats socket %1$s/admin.sock mode 600 level admin
                  stats socket ipv4@%2$s:%3$d level admin
                  server-state-file %1$s/state
                defaults
                  source %2$s
                  mode http
                  load-server-state-from-file global
                  balance roundrobin
                  retries 0
                  timeout connect 10s
                  timeout client 60s
                  timeout server 60s
                  timeout check 5s
                """.formatted(directory, address, administration));
        services.forEach((service, path) -> text.append(
                """
                frontend to-%1$s
                  bind %4$s:%2$d
                  default_backend %1$s
                  http-after-response set-header X-Edge %4$s
                backend %1$s
                  option httpchk GET %3$s
                  default-server inter 200ms rise 1 fall 3
                  server-template s 10 127.0.0.1:1 check disabled
                """.formatted(service, ports.computeIfAbsent(service, s -> freePort(address)), path, address)));
        Files.writeString(directory.resolve("haproxy.cfg"), text);
        Files.writeString(directory.resolve("state"), "1\n");
        start();
    }

    /** With the servers that it had. */
    void start() throws IOException {
        process = new ProcessBuilder(
                        PROGRAM, "-db", "-f", directory.resolve("haproxy.cfg").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::answers);
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError(Files.readString(directory.resolve("log")));
        }
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Path socket() {
        return directory.resolve("admin.sock");
    }

    HaProxy connect() {
        return HaProxy.at(socket()).stateFile(directory.resolve("state")).build();
    }

    /** The same over the network. */
    HaProxy connectOverTheNetwork() {
        return HaProxy.at(address, administration)
                .stateFile(directory.resolve("state"))
                .connectWithin(Duration.ofSeconds(1))
                .answerWithin(Duration.ofSeconds(3))
                .build();
    }

    /** Where clients come. */
    int port(String service) {
        return ports.get(service);
    }

    List<String> services() {
        return List.copyOf(ports.keySet());
    }

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

    private static int freePort(String address) {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
