package io.emrops.iis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The settings of a site as the variables of a release: what is needed to bring them back, and no secret. */
final class SiteVariables {
    private static final String ENVIRONMENT = "environment.";
    private static final String BINDING = "binding.";

    private SiteVariables() {}

    static Map<String, String> write(
            String pool, PoolSettings settings, List<IisBinding> bindings, Map<String, String> environment) {
        var variables = new TreeMap<String, String>();
        variables.put("pool", pool);
        variables.put("pool.runtime", settings.runtimeVersion());
        variables.put("pool.pipeline", settings.integrated() ? "integrated" : "classic");
        variables.put("pool.start", settings.alwaysRunning() ? "always-running" : "on-demand");
        variables.put("pool.idle", settings.idleTimeout().toString());
        for (var i = 0; i < bindings.size(); i++) {
            variables.put(BINDING + (i + 1), write(bindings.get(i)));
        }
        environment.forEach((name, value) -> variables.put(ENVIRONMENT + name, value));
        return variables;
    }

    private static String write(IisBinding binding) {
        return String.join(
                "|",
                binding.protocol(),
                binding.address(),
                Integer.toString(binding.port()),
                binding.host(),
                binding.thumbprint().orElse(""),
                binding.store(),
                binding.sni() ? "sni" : "");
    }

    /** @throws IllegalArgumentException if these are not what {@link #write} has written */
    static SiteSettings read(String site, String folder, Map<String, String> variables, Set<String> secretNames) {
        var environment = new TreeMap<String, String>();
        variables.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT)) {
                environment.put(name.substring(ENVIRONMENT.length()), value);
            }
        });
        return new SiteSettings(
                site,
                required(variables, "pool"),
                folder,
                bindings(variables),
                new PoolSettings(
                        required(variables, "pool.runtime"),
                        required(variables, "pool.pipeline").equals("integrated"),
                        required(variables, "pool.start").equals("always-running"),
                        Duration.parse(required(variables, "pool.idle"))),
                environment,
                secretNames);
    }

    /** Those that a release sets in the environment. */
    static Set<String> environmentNames(Map<String, String> variables) {
        return variables.keySet().stream()
                .filter(name -> name.startsWith(ENVIRONMENT))
                .map(name -> name.substring(ENVIRONMENT.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<IisBinding> bindings(Map<String, String> variables) {
        var bindings = new ArrayList<IisBinding>();
        for (var i = 1; variables.containsKey(BINDING + i); i++) {
            var parts = required(variables, BINDING + i).split("\\|", -1);
            if (parts.length != 7) {
                throw new IllegalArgumentException("The release has a binding that cannot be read");
            }
            bindings.add(new IisBinding(
                    parts[0],
                    parts[1],
                    Integer.parseInt(parts[2]),
                    parts[3],
                    Optional.of(parts[4]).filter(thumbprint -> !thumbprint.isEmpty()),
                    parts[5],
                    parts[6].equals("sni")));
        }
        return bindings;
    }

    private static String required(Map<String, String> variables, String name) {
        var value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The release does not say " + name);
        }
        return value;
    }
}
