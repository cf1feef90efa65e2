package io.emrops.docker.metrics;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.emrops.docker.engine.EngineConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** As much of the engine's API as metrics need, with containers that use one processor each. */
final class PretendedEngine implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant STARTED = Instant.parse("2020-01-01T00:00:00Z");

    final Map<String, String> statusById = new ConcurrentSkipListMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<OutputStream> events = new CopyOnWriteArrayList<>();
    private final String api;
    private HttpServer server;
    private ExecutorService threads;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile int silenced;
    volatile Instant startedAt = STARTED;

    PretendedEngine(String api) throws IOException {
        this.api = api;
        listen(0);
    }

    private void listen(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 256);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    EngineConnection connection() {
        return EngineConnection.at("tcp://127.0.0.1:" + server.getAddress().getPort());
    }

    PretendedEngine containers(int count) {
        for (var i = 1; i <= count; i++) {
            statusById.put(String.format("c%011d", i), "running");
        }
        return this;
    }

    /** Statistics are told when so many are asked for at a time. */
    void tellStatisticsToAtLeast(int questions) {
        gate = new CountDownLatch(questions);
    }

    /** Keeps its connections and says nothing more on them; on others it does. */
    void fallSilent() {
        silenced++;
    }

    void die() {
        server.stop(0);
        threads.shutdownNow();
        events.clear();
    }

    void rise() throws IOException {
        listen(server.getAddress().getPort());
    }

    void happens(String id, String action) throws IOException {
        var event = JSON.writeValueAsBytes(Map.of("Type", "container", "Action", action, "Actor", Map.of("ID", id)));
        for (var out : events) {
            out.write(event);
            out.flush();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+", "");
        var query = String.valueOf(exchange.getRequestURI().getQuery());
        try (exchange) {
            if (path.equals("/version")) {
                send(exchange, 200, Map.of("ApiVersion", api, "MinAPIVersion", "1.12"));
            } else if (path.equals("/events")) {
                stayOpen(exchange);
            } else if (path.equals("/containers/json")) {
                send(
                        exchange,
                        200,
                        statusById.keySet().stream().map(this::listed).toList());
            } else if (path.startsWith("/containers/")) {
                container(exchange, path.split("/")[2], path.split("/")[3], query);
            } else {
                send(exchange, 200, "OK");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void container(HttpExchange exchange, String id, String what, String query)
            throws IOException, InterruptedException {
        var status = statusById.get(id);
        if (status == null) {
            send(exchange, 404, Map.of("message", "No such container: " + id));
        } else if (what.equals("json")) {
            send(exchange, 200, inspected(id, status));
        } else if (query.contains("stream=true")) {
            exchange.sendResponseHeaders(200, 0);
            var begun = silenced;
            while (statusById.containsKey(id)) {
                if (begun == silenced) {
                    exchange.getResponseBody().write(JSON.writeValueAsBytes(statistics(false)));
                    exchange.getResponseBody().flush();
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } else {
            asked.add(query);
            gate.countDown();
            if (!gate.await(20, TimeUnit.SECONDS)) {
                send(exchange, 500, Map.of("message", "too few at once"));
                return;
            }
            send(exchange, 200, statistics(!query.contains("one-shot")));
        }
    }

    private void stayOpen(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        events.add(exchange.getResponseBody());
        new CountDownLatch(1).await();
    }

    private Map<String, Object> listed(String id) {
        return Map.of("Id", id, "Labels", labels(id));
    }

    private Map<String, String> labels(String id) {
        return Map.of(
                "com.docker.compose.project",
                "emrnext",
                "com.docker.compose.service",
                "api",
                "com.docker.compose.container-number",
                "" + Integer.parseInt(id.substring(1)));
    }

    private Map<String, Object> inspected(String id, String status) {
        return Map.of(
                "Id",
                id,
                "Name",
                "/" + id,
                "Created",
                STARTED.toString(),
                "Image",
                "sha256:aa",
                "RestartCount",
                0,
                "State",
                Map.of("Status", status, "Running", status.equals("running"), "StartedAt", startedAt.toString()),
                "Config",
                Map.of("Image", "api", "Labels", labels(id)),
                "HostConfig",
                Map.of("NanoCpus", 0));
    }

    /** One processor of two since the beginning. */
    private static Map<String, Object> statistics(boolean withBefore) {
        var now = Instant.now();
        return Map.of(
                "read",
                now.toString(),
                "preread",
                withBefore ? now.minusSeconds(1).toString() : "0001-01-01T00:00:00Z",
                "cpu_stats",
                cpu(now),
                "precpu_stats",
                withBefore ? cpu(now.minusSeconds(1)) : Map.of(),
                "memory_stats",
                Map.of("usage", 1 << 20));
    }

    private static Map<String, Object> cpu(Instant at) {
        var nanos = (at.toEpochMilli() - STARTED.toEpochMilli() + 1_000_000_000_000L) * 1_000_000;
        return Map.of("cpu_usage", Map.of("total_usage", nanos), "system_cpu_usage", 2 * nanos, "online_cpus", 2);
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        var bytes = body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        die();
    }
}
