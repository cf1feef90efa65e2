package io.emrops.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.emrops.DataSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A small hospital application with everything a deployment touches: EMRNext with its services {@code api}, {@code web} and
 * {@code cache} as fakes, and a real HTTP API on a free port of the loopback address.
 *
 * <pre>{@code
 * try (var hospital = EmbeddedHospital.start()) {
 *     Deployments.rollOut(hospital.deployer(), "2.0.0");
 *     Http.get(hospital.healthUrl()).expectJson("status", "healthy");
 * }
 * }</pre>
 *
 * <p>Version 1.0.0 runs. 2.0.0 and 2.2.0 can be rolled out and are well; the {@code api} of 2.1.0 does not become well, and answers 503
 * under {@link #healthUrl} as long as it runs. So does the API if the database is down.
 */
public final class EmbeddedHospital implements AutoCloseable {
    static {
        // Otherwise each answer waits 40 ms for the other side's delayed acknowledgement. Read once, by the first
        // server.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final FakeDeployer deployer;
    private final FakeBackupProvider backups;
    private final FakeDatabase database;
    private final FakeNotifier notifier;
    private final HttpServer server;

    private EmbeddedHospital(
            FakeDeployer deployer, FakeBackupProvider backups, FakeDatabase database, FakeNotifier notifier) {
        this.deployer = deployer;
        this.backups = backups;
        this.database = database;
        this.notifier = notifier;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on the loopback address", e);
        }
        server.createContext("/api/health", this::answer);
        server.start();
    }

    /** A hospital that lives as long as this object. */
    public static EmbeddedHospital start() {
        return new EmbeddedHospital(emrNext(), sqlServer(), FakeDatabase.of("sql01/EMRNext"), FakeNotifier.of("mail"));
    }

    /**
     * A hospital whose state is kept in a directory, so that it outlives the process: what was rolled out, backed up and
     * sent is still so for the next one that starts it. Several processes may have it open; each has its own port.
     *
     * @param directory made if there is none
     */
    public static EmbeddedHospital start(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("The hospital cannot keep its state in " + directory, e);
        }
        return new EmbeddedHospital(
                emrNext().keptIn(directory.resolve("deployer")),
                sqlServer().keptIn(directory.resolve("backups")),
                FakeDatabase.of("sql01/EMRNext").keptIn(directory.resolve("database")),
                FakeNotifier.of("mail").keptIn(directory.resolve("notifier")));
    }

    private static FakeDeployer emrNext() {
        return FakeDeployer.of("emrnext", "api", "web", "cache")
                .version("1.0.0")
                .version("2.0.0")
                .brokenVersion("2.1.0", "api")
                .version("2.2.0")
                .alreadyRunning("1.0.0");
    }

    private static FakeBackupProvider sqlServer() {
        return FakeBackupProvider.of("sql01").database("EMRNext", DataSize.gib(3));
    }

    /** Rolls out the application. */
    public FakeDeployer deployer() {
        return deployer;
    }

    /** Backs up the database {@code EMRNext}. */
    public FakeBackupProvider backups() {
        return backups;
    }

    /** The database {@code EMRNext}. */
    public FakeDatabase database() {
        return database;
    }

    /** Tells people. */
    public FakeNotifier notifier() {
        return notifier;
    }

    /**
     * Where the application tells how it is: 200 if it is well and 503 if not, with a JSON object of {@code status},
     * {@code database}, {@code cache}, {@code uptime} in seconds and {@code version}.
     */
    public URI healthUrl() {
        var address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/api/health");
    }

    /** Stops the API. What was kept in a directory stays there. A second call does nothing. */
    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var release = deployer.running();
            var databaseAnswers = !database.isDown();
            var cacheAnswers = deployer.isWell("cache");
            var healthy = deployer.isWell("api") && cacheAnswers && databaseAnswers;
            var status = release.isNothing() || deployer.isStopped() ? "stopped" : healthy ? "healthy" : "unhealthy";
            var uptime = release.isNothing()
                    ? 0
                    : Math.max(
                            0, Duration.between(release.since(), Instant.now()).toSeconds());
            var json = "{\"status\":\"%s\",\"database\":\"%s\",\"cache\":\"%s\",\"uptime\":%d,\"version\":\"%s\"}"
                    .formatted(status, connected(databaseAnswers), connected(cacheAnswers), uptime, release.version());
            var body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(healthy ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String connected(boolean answers) {
        return answers ? "connected" : "disconnected";
    }
}
