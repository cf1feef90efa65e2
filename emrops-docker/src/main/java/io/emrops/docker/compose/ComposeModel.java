package io.emrops.docker.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emrops.PreconditionFailedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the Compose files define, with all variables filled in, as far as a roll-out needs it. */
public record ComposeModel(Map<String, Definition> services) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ComposeModel {
        services = java.util.Collections.unmodifiableMap(new TreeMap<>(services));
    }

    /**
     * A service as defined.
     *
     * @param image which image; empty if it is only built
     * @param replicas how many the files ask for
     * @param pullPolicy when {@code up} would pull by itself; empty if the files do not say
     * @param dependsOn the services that have to be there before it
     * @param atMost how many instances there can be beside each other: as many as the host has ports for, one if its container has a
     *     name of its own
     * @param sharesNetworkOf whose network it shares; empty if it has one of its own
     */
    public record Definition(
            String image, int replicas, String pullPolicy, Set<String> dependsOn, int atMost, String sharesNetworkOf) {
        static final Definition NONE = new Definition("", 1, "", Set.of(), Integer.MAX_VALUE, "");

        public Definition {
            dependsOn = Set.copyOf(dependsOn);
        }

        Definition image(String name) {
            return new Definition(name, replicas, pullPolicy, dependsOn, atMost, sharesNetworkOf);
        }

        Definition replicas(int count) {
            return new Definition(image, count, pullPolicy, dependsOn, atMost, sharesNetworkOf);
        }

        Definition pullPolicy(String policy) {
            return new Definition(image, replicas, policy, dependsOn, atMost, sharesNetworkOf);
        }

        Definition dependsOn(String service) {
            var all = new TreeSet<>(dependsOn);
            all.add(service);
            return new Definition(image, replicas, pullPolicy, all, atMost, sharesNetworkOf);
        }

        Definition atMost(int count) {
            return new Definition(image, replicas, pullPolicy, dependsOn, Math.min(atMost, count), sharesNetworkOf);
        }

        Definition network(String mode) {
            var other = mode.startsWith("service:") || mode.startsWith("container:");
            return new Definition(image, replicas, pullPolicy, dependsOn, atMost, other ? mode : "");
        }
    }

    /** The services in an order in which each comes after those that it depends on; otherwise by name. */
    public List<String> inOrder() {
        var ordered = new LinkedHashSet<String>();
        services.keySet().forEach(name -> add(name, new HashSet<>(), ordered));
        return List.copyOf(ordered);
    }

    /** All services that one depends on, at any remove. */
    public Set<String> dependencies(String service) {
        var all = new LinkedHashSet<String>();
        add(service, new HashSet<>(), all);
        all.remove(service);
        return all;
    }

    private void add(String name, Set<String> above, Set<String> to) {
        var definition = services.get(name);
        if (definition == null || to.contains(name) || !above.add(name)) {
            return;
        }
        new TreeSet<>(definition.dependsOn()).forEach(other -> add(other, above, to));
        to.add(name);
    }

    public Optional<Definition> service(String name) {
        return Optional.ofNullable(services.get(name));
    }

    /** The images of all services. */
    public List<String> images() {
        return services.values().stream().map(Definition::image).toList();
    }

    public boolean hasPullPolicy() {
        return services.values().stream().anyMatch(d -> !d.pullPolicy().isEmpty());
    }

    /** Names the images of those that are only built as Compose names them. */
    public ComposeModel namingBuilt(String project, int major) {
        var named = new TreeMap<String, Definition>();
        services.forEach((name, d) ->
                named.put(name, d.image().isEmpty() ? d.image(project + (major >= 2 ? "-" : "_") + name) : d));
        return new ComposeModel(named);
    }

    /** Reads what {@code config --format json} of version 2 prints. */
    public static ComposeModel fromJson(String text) {
        var services = new TreeMap<String, Definition>();
        for (var entry : parse(text).path("services").properties()) {
            var s = entry.getValue();
            var replicas =
                    s.path("deploy").path("replicas").asInt(s.path("scale").asInt(1));
            services.put(entry.getKey(), definition(s, replicas));
        }
        return new ComposeModel(services);
    }

    private static Definition definition(JsonNode s, int replicas) {
        var d = Definition.NONE
                .image(s.path("image").asText(""))
                .replicas(replicas)
                .pullPolicy(s.path("pull_policy").asText(""))
                .network(s.path("network_mode").asText(""));
        for (var other : s.path("depends_on").properties()) {
            d = d.dependsOn(other.getKey());
        }
        for (var port : s.path("ports")) {
            d = d.atMost(HostPorts.count(port.path("published").asText("")));
        }
        return s.path("container_name").asText("").isEmpty() ? d : d.atMost(1);
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
    public static ComposeModel fromYaml(String text) {
        var services = new TreeMap<String, Definition>();
        var path = new ArrayList<String>(List.of("", "", "", ""));
        for (var line : text.lines().toList()) {
            var depth = depth(line);
            if (depth >= 0) {
                var entry = entry(line.strip());
                path.set(depth, entry.key());
                if (path.get(0).equals("services") && depth > 0) {
                    var before = services.getOrDefault(path.get(1), Definition.NONE);
                    services.put(path.get(1), read(before, path, depth, entry.value()));
                }
            } else if (path.get(0).equals("services") && path.get(2).equals("ports")) {
                services.computeIfPresent(path.get(1), (name, d) -> d.atMost(HostPorts.countInYaml(line)));
            }
        }
        return new ComposeModel(services);
    }

    private static Definition read(Definition d, List<String> path, int depth, String value) {
        if (depth == 3) {
            return switch (path.get(2)) {
                case "deploy" -> path.get(3).equals("replicas") ? d.replicas(Integer.parseInt(value)) : d;
                case "depends_on" -> d.dependsOn(path.get(3));
                case "ports" -> d.atMost(HostPorts.countInYaml(path.get(3) + ": " + value));
                default -> d;
            };
        }
        if (depth != 2) {
            return d;
        }
        return switch (path.get(2)) {
            case "image" -> d.image(value);
            case "pull_policy" -> d.pullPolicy(value);
            case "scale" -> d.replicas(Integer.parseInt(value));
            case "network_mode" -> d.network(value);
            case "container_name" -> d.atMost(1);
            default -> d;
        };
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
