package io.emrops.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The volumes of an engine that is stood in for: all that is asked for is listed, whatever the filter. */
public final class VolumesStandIn {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, JsonNode> volumes = new TreeMap<>();
    private int full;

    /** From now on no volume is made: it answers what an engine does whose disk is full. */
    public synchronized void fill() {
        full = 500;
    }

    public synchronized Set<String> names() {
        return Set.copyOf(volumes.keySet());
    }

    /** A volume that somebody else has made. */
    public synchronized void add(String name, Map<String, String> labels) {
        volumes.put(name, JSON.valueToTree(Map.of("Name", name, "Driver", "local", "Labels", labels)));
    }

    synchronized void answer(HttpExchange exchange, String path) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "POST" -> create(exchange);
            case "DELETE" -> {
                volumes.remove(path.substring("/volumes/".length()));
                exchange.sendResponseHeaders(204, -1);
            }
            default -> send(exchange, 200, JSON.writeValueAsString(Map.of("Volumes", volumes.values())));
        }
    }

    private void create(HttpExchange exchange) throws IOException {
        if (full != 0) {
            send(exchange, full, "{\"message\":\"mkdir /var/lib/docker/volumes/v: no space left on device\"}");
            return;
        }
        var asked = JSON.readTree(exchange.getRequestBody());
        volumes.putIfAbsent(asked.path("Name").asText(), asked);
        send(exchange, 201, asked.toString());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
