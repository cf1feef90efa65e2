package io.emrops.docker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Answers what reading logs, restarting and keeping records asks an engine, and goes wrong when a test wants it. */
public final class EngineStandIn implements AutoCloseable {
    /** What a container's log is, or what happens instead. */
    public interface Log {
        void answer(HttpExchange exchange) throws Exception;
    }

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Log events = status(500);
    private final Map<String, Log> logs = new TreeMap<>();
    private final List<String> orders = new CopyOnWriteArrayList<>();
    private volatile int kill = 204;
    private volatile String startedAt = "2026-01-01T00:00:00Z";
    private final VolumesStandIn volumes = new VolumesStandIn();

    public EngineStandIn() throws IOException {
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public String host() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A container of a service of the same name. */
    public EngineStandIn container(String service, Log log) {
        logs.put(service, log);
        return this;
    }

    /** What it answers when it is asked for events. */
    public EngineStandIn events(Log answer) {
        events = answer;
        return this;
    }

    /** What it answers when it is to kill a container. */
    EngineStandIn kill(int status) {
        kill = status;
        return this;
    }

    /** When its containers were started, by its clock of 2026-03-02. */
    public EngineStandIn startedAt(String time) {
        startedAt = time;
        return this;
    }

    public VolumesStandIn volumes() {
        return volumes;
    }

    /** What it was told to do with containers. */
    List<String> orders() {
        return List.copyOf(orders);
    }

    /** A log of so many lines, each a second after the one before. */
    public static Log lines(int count) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                for (var i = 0; i < count; i++) {
                    body.write(frame("2026-03-01T02:%02d:%02d.000000000Z line %d\n".formatted(i / 60 % 60, i % 60, i)));
                }
            }
        };
    }

    static Log status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    static byte[] frame(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {1, 0, 0, 0, 0, 0, (byte) (bytes.length >> 8), (byte) bytes.length});
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().replaceFirst("^/v1\\.41", "");
        if (path.equals("/version")) {
            json(exchange, "{'ApiVersion':'1.41','MinAPIVersion':'1.12','Version':'20.10.24'}");
        } else if (path.equals("/info")) {
            json(exchange, "{'ID':'stand-in','SystemTime':'2026-03-02T00:00:00Z'}");
        } else if (path.equals("/containers/json")) {
            json(
                    exchange,
                    logs.keySet().stream()
                            .map(s -> "{'Id':'" + s + "','Labels':" + labels(s) + "}")
                            .collect(Collectors.joining(",", "[", "]")));
        } else if (path.endsWith("/logs")) {
            stream(exchange, logs.get(path.split("/")[2]));
        } else if (path.startsWith("/volumes")) {
            volumes.answer(exchange, path);
        } else if (exchange.getRequestMethod().equals("POST")) {
            orders.add(path);
            exchange.sendResponseHeaders(path.endsWith("/kill") ? kill : 204, -1);
            exchange.close();
        } else if (path.equals("/events")) {
            stream(exchange, events);
        } else {
            var service = path.split("/")[2];
            json(
                    exchange,
                    "{'Id':'" + service + "','Name':'/p-" + service
                            + "-1','Created':'2026-01-01T00:00:00Z','Image':'sha256:1','Config':{'Image':'i','Tty':false,'Labels':"
                            + labels(service)
                            + "},'State':{'Status':'running','ExitCode':0,'StartedAt':'" + startedAt + "'}}");
        }
    }

    private static void stream(HttpExchange exchange, Log answer) throws IOException {
        try {
            answer.answer(exchange);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            exchange.close();
        }
    }

    private static String labels(String service) {
        return "{'com.docker.compose.project':'p','com.docker.compose.service':'" + service
                + "','com.docker.compose.container-number':'1'}";
    }

    private static void json(HttpExchange exchange, String text) throws IOException {
        var bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
