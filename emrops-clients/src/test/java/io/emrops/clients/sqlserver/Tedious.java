package io.emrops.clients.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** tedious in a process of Node.js, which does what {@code tedious.js} is told. */
final class Tedious {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Tedious() {}

    /** What tedious takes as options of a connection; TLS is off unless {@code more} says otherwise. */
    static Map<String, Object> connection(int port, String user, String password, Map<String, ?> more) {
        var options = new TreeMap<String, Object>(Map.of("port", port, "encrypt", false, "connectTimeout", 20_000));
        options.putAll(more);
        var login = Map.of("type", "default", "options", Map.of("userName", user, "password", password));
        return Map.of("server", "localhost", "authentication", login, "options", options);
    }

    /** What came of it, as {@code tedious.js} tells it. */
    static JsonNode run(Map<String, Object> connection, List<Map<String, ?>> steps) throws Exception {
        var script = Path.of(
                Objects.requireNonNull(Tedious.class.getResource("tedious.js")).toURI());
        var order = JSON.writeValueAsString(Map.of("connection", connection, "steps", steps));

        var program = Program.run(Map.of(), order, List.of("node", script.toString()));

        assertThat(program.status()).as(program::toString).isZero();
        return JSON.readTree(program.out());
    }
}
