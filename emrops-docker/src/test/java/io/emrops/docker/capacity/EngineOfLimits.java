package io.emrops.docker.capacity;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** An engine that runs some instances of a service, each with a limit of memory, and refuses to change it where a test wants it. */
final class EngineOfLimits implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Map<String, Long> memory = new TreeMap<>();
    private final Set<String> stubborn = ConcurrentHashMap.newKeySet();

    EngineOfLimits(int instances, long bytes) throws IOException {
        for (var i = 1; i <= instances; i++) {
            memory.put("c" + i, bytes);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String host() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    /** These containers keep the limits that they have; without any, all of them can be changed again. */
    void refuse(String... ids) {
        stubborn.clear();
        stubborn.addAll(List.of(ids));
    }

    synchronized List<Long> memory() {
        return List.copyOf(memory.values());
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().replaceFirst("^/v1\\.41", "");
        var id = path.startsWith("/containers/") ? path.split("/")[2] : "";
        if (path.equals("/version")) {
            send(exchange, 200, "{'ApiVersion':'1.41','MinAPIVersion':'1.12'}");
        } else if (path.equals("/info")) {
            send(exchange, 200, "{'ID':'stand-in','NCPU':4,'CpuCfsQuota':true,'MemoryLimit':true}");
        } else if (path.equals("/containers/json")) {
            send(
                    exchange,
                    200,
                    memory.keySet().stream()
                            .map(c -> "{'Id':'" + c + "','Labels':" + labels(c) + "}")
                            .collect(Collectors.joining(",", "[", "]")));
        } else if (path.endsWith("/stats")) {
            send(exchange, 200, "{'memory_stats':{'usage':1000,'stats':{}}}");
        } else if (path.endsWith("/update")) {
            update(exchange, id);
        } else {
            send(
                    exchange,
                    200,
                    "{'Id':'" + id + "','Name':'/p-api-" + id.substring(1) + "','Created':'2026-01-01T00:00:00Z',"
                            + "'Image':'sha256:1','Config':{'Image':'i','Labels':" + labels(id)
                            + "},'HostConfig':{'Memory':" + memory.get(id)
                            + "},'State':{'Status':'running','ExitCode':0,'StartedAt':'2026-01-01T00:00:00Z'}}");
        }
    }

    private void update(HttpExchange exchange, String id) throws IOException {
        if (stubborn.contains(id)) {
            send(exchange, 500, "{'message':'device or resource busy'}");
            return;
        }
        memory.put(id, JSON.readTree(exchange.getRequestBody()).path("Memory").asLong());
        send(exchange, 200, "{'Warnings':[]}");
    }

    private static String labels(String id) {
        return "{'com.docker.compose.project':'p','com.docker.compose.service':'api',"
                + "'com.docker.compose.container-number':'" + id.substring(1) + "'}";
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
