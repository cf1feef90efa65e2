package io.emrops.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emrops.PreconditionFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the Compose files define, with all variables filled in, as far as a roll-out needs it. */
record ComposeModel(Map<String, Definition> services) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    ComposeModel {
        services = java.util.Collections.unmodifiableMap(new TreeMap<>(services));
    }

    /**
     * A service as defined.
     *
     * @param image which image; empty if it is only built
     * @param replicas how many the files ask for
     * @param pullPolicy when {@code up} would pull by itself; empty if the files do not say
     */
    record Definition(String image, int replicas, String pullPolicy) {}

    Optional<Definition> service(String name) {
        return Optional.ofNullable(services.get(name));
    }

    boolean hasPullPolicy() {
        return services.values().stream().anyMatch(d -> !d.pullPolicy().isEmpty());
    }

    /** Names the images of those that are only built as Compose names them. */
    ComposeModel namingBuilt(String project, int major) {
        var named = new TreeMap<String, Definition>();
        services.forEach((name, d) -> named.put(
                name,
                d.image().isEmpty()
                        ? new Definition(project + (major >= 2 ? "-" : "_") + name, d.replicas(), d.pullPolicy())
                        : d));
        return new ComposeModel(named);
    }

    /** Reads what {@code config --format json} of version 2 prints. */
    static ComposeModel fromJson(String text) {
        var services = new TreeMap<String, Definition>();
        for (var entry : parse(text).path("services").properties()) {
            var s = entry.getValue();
            var replicas =
                    s.path("deploy").path("replicas").asInt(s.path("scale").asInt(1));
            services.put(
                    entry.getKey(),
                    new Definition(
                            s.path("image").asText(""),
                            replicas,
                            s.path("pull_policy").asText("")));
        }
        return new ComposeModel(services);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // Neither the text nor the exception, which quotes it: both hold what secrets were filled in.
            throw new PreconditionFailedException("Compose's reading of the files is no JSON");
        }
    }

    /**
     * Reads what {@code config} of version 1 prints: YAML in block style, two blanks deeper at each level, never folded
     * where there is no blank. Only the lines at known depths are looked at.
     */
    static ComposeModel fromYaml(String text) {
        var services = new TreeMap<String, Definition>();
        var path = new ArrayList<String>(List.of("", "", "", ""));
        for (var line : text.lines().toList()) {
            var depth = depth(line);
            if (depth < 0) {
                continue;
            }
            var entry = entry(line.strip());
            path.set(depth, entry.key());
            if (!path.get(0).equals("services") || depth == 0) {
                continue;
            }
            var before = services.getOrDefault(path.get(1), new Definition("", 1, ""));
            services.put(path.get(1), read(before, path, depth, entry.value()));
        }
        return new ComposeModel(services);
    }

    private static Definition read(Definition d, List<String> path, int depth, String value) {
        if (depth == 2 && path.get(2).equals("image")) {
            return new Definition(value, d.replicas(), d.pullPolicy());
        }
        if (depth == 2 && path.get(2).equals("pull_policy")) {
            return new Definition(d.image(), d.replicas(), value);
        }
        var scale = depth == 2 && path.get(2).equals("scale");
        var replicas = depth == 3 && path.get(2).equals("deploy") && path.get(3).equals("replicas");
        return scale || replicas ? new Definition(d.image(), Integer.parseInt(value), d.pullPolicy()) : d;
    }

    /** 0 to 3 for a key at the start of a line, -1 for anything else. */
    private static int depth(String line) {
        var blanks = 0;
        while (blanks < line.length() && line.charAt(blanks) == ' ') {
            blanks++;
        }
        var isKey = blanks < line.length()
                && line.charAt(blanks) != '-'
                && line.charAt(blanks) != '#'
                && line.contains(":");
        return isKey && blanks % 2 == 0 && blanks <= 6 ? blanks / 2 : -1;
    }

    private record Entry(String key, String value) {}

    private static Entry entry(String text) {
        var colon = text.endsWith(":") && !text.contains(": ") ? text.length() - 1 : text.indexOf(": ");
        return colon < 0
                ? new Entry(text, "")
                : new Entry(
                        unquoted(text.substring(0, colon)),
                        unquoted(text.substring(colon + 1).strip()));
    }

    private static String unquoted(String scalar) {
        if (scalar.length() >= 2 && scalar.startsWith("'") && scalar.endsWith("'")) {
            return scalar.substring(1, scalar.length() - 1).replace("''", "'");
        }
        if (scalar.length() >= 2 && scalar.startsWith("\"") && scalar.endsWith("\"")) {
            return scalar.substring(1, scalar.length() - 1);
        }
        return scalar;
    }
}
