import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;

/**
 * The API of EMRNext as far as operations see it: {@code /api/health}, log lines on standard output, a quick end on
 * SIGTERM. {@code EMR_VERSION} is baked into the image; {@code EMR_FAULT=database} makes a release that starts and
 * never becomes healthy. {@code EMR_DATABASE} and {@code EMR_CACHE} are {@code host:port}, tried on each request;
 * a part without an address counts as connected.
 */
final class EmrApi {
    private static final String VERSION = env("EMR_VERSION", "0.0.0");
    private static final boolean DATABASE_FAULT = env("EMR_FAULT", "").equals("database");
    private static final long STARTED = System.nanoTime();

    public static void main(String[] args) throws IOException {
        var port = Integer.parseInt(env("EMR_PORT", "8080"));
        var server = HttpServer.create(new InetSocketAddress(port), 64);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/", exchange -> respond(exchange, 404, "{\"error\":\"not found\"}"));
        server.createContext("/api/health", EmrApi::health);
        server.createContext("/api/version", exchange -> respond(exchange, 200, "{\"version\":\"" + VERSION + "\"}"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.stop(0);
            log("INFO", "stopped");
        }));
        server.start();
        log("INFO", "EMRNext API " + VERSION + " listens on port " + port);
    }

    private static void health(HttpExchange exchange) throws IOException {
        var database = !DATABASE_FAULT && reachable("EMR_DATABASE");
        var cache = reachable("EMR_CACHE");
        if (!database) {
            log("ERROR", "database: login failed, no connection left in the pool");
        }
        if (!cache) {
            log("WARN", "cache: not reachable");
        }
        var healthy = database && cache;
        respond(exchange, healthy ? 200 : 503, """
                {"status":"%s","database":"%s","cache":"%s","uptime":%d,"version":"%s"}""".formatted(
                healthy ? "healthy" : "unhealthy", state(database), state(cache),
                (System.nanoTime() - STARTED) / 1_000_000_000, VERSION));
    }

    private static boolean reachable(String variable) {
        var address = env(variable, "");
        if (address.isEmpty()) {
            return true;
        }
        var colon = address.lastIndexOf(':');
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.substring(0, colon),
                    Integer.parseInt(address.substring(colon + 1))), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String state(boolean connected) {
        return connected ? "connected" : "disconnected";
    }

    private static void respond(HttpExchange exchange, int status, String json) throws IOException {
        var body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        var head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static void log(String level, String message) {
        System.out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + level + " emr.api " + message);
    }

    private static String env(String name, String otherwise) {
        var value = System.getenv(name);
        return value == null ? otherwise : value;
    }
}
