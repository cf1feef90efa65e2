package io.emrops.clients.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emrops.clients.Program;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
    static JsonNode run(Map<String, Object> connection, Step... steps) throws Exception {
        var script = Path.of(
                Objects.requireNonNull(Tedious.class.getResource("tedious.js")).toURI());
        var all = new ArrayList<Map<String, Object>>();
        for (var step : steps) {
            all.add(step.settings);
        }
        var order = JSON.writeValueAsString(Map.of("connection", connection, "steps", all));

        var program = Program.run(Map.of(), order, List.of("node", script.toString()));

        assertThat(program.status()).as(program::toString).isZero();
        assertThat(program.out()).as("what tedious.js has come to").isNotEmpty();
        return JSON.readTree(program.out());
    }

    /** One thing that is asked of a connection. Types are called as tedious calls them. */
    static final class Step {
        private final Map<String, Object> settings = new LinkedHashMap<>();

        private Step(String verb) {
            settings.put("do", verb);
        }

        private static Step ofText(String verb, String text) {
            return new Step(verb).with("sql", text);
        }

        private static Step ofName(String verb, String name) {
            return new Step(verb).with("name", name);
        }

        static Step batch(String sql) {
            return ofText("batch", sql);
        }

        static Step sql(String sql) {
            return ofText("sql", sql);
        }

        static Step prepared(String sql) {
            return ofText("prepared", sql);
        }

        static Step call(String procedure) {
            return ofText("call", procedure);
        }

        static Step begin(String name) {
            return ofName("begin", name);
        }

        static Step commit() {
            return ofName("commit", "");
        }

        static Step rollback(String savepoint) {
            return ofName("rollback", savepoint);
        }

        static Step save(String savepoint) {
            return ofName("save", savepoint);
        }

        static Step reset() {
            return new Step("reset");
        }

        static Step bulk(String table) {
            return new Step("bulk")
                    .with("table", table)
                    .with("columns", List.of())
                    .with("rows", List.of());
        }

        /** @param value of Java; a {@code Map} for a table */
        Step parameter(String name, String type, @Nullable Object value, Map<String, ?> options) {
            var parameter = new LinkedHashMap<String, Object>(Map.of("name", name, "type", type, "options", options));
            if (value instanceof byte[] bytes) {
                parameter.put("hex", HexFormat.of().formatHex(bytes));
            } else if (value instanceof LocalDate date) {
                parameter.put("date", date.toString());
            } else if (value instanceof LocalDateTime time) {
                parameter.put("date", time + "Z");
            } else if (value != null) {
                parameter.put("value", value);
            }
            return add("parameters", parameter);
        }

        Step parameter(String name, String type, @Nullable Object value) {
            return parameter(name, type, value, Map.of());
        }

        Step output(String name, String type) {
            return add("parameters", Map.of("name", name, "type", type, "out", true));
        }

        /** Of one execution of what was prepared. */
        Step values(Map<String, ?> values) {
            return add("values", values);
        }

        /** Of a bulk load. */
        Step column(String name, String type, Map<String, ?> options) {
            return add("columns", Map.of("name", name, "type", type, "options", options));
        }

        /** Of a bulk load. */
        Step row(@Nullable Object... values) {
            return add("rows", values);
        }

        /** By its name in {@code tedious.js}. */
        Step with(String name, Object value) {
            settings.put(name, value);
            return this;
        }

        private Step add(String name, Object value) {
            var all = new ArrayList<Object>((List<?>) settings.getOrDefault(name, List.of()));
            all.add(value);
            return with(name, all);
        }
    }
}
