package io.emrops.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** Which engines there are, and which must be there. */
final class Engines {
    private final Map<String, EngineProbe> probes;
    private final Set<String> required;
    private final Map<String, Optional<String>> answers = new ConcurrentHashMap<>();

    /** Looks for an engine. */
    @FunctionalInterface
    interface EngineProbe {
        /** Why it is not there; empty if it is. */
        Optional<String> absence() throws Exception;
    }

    Engines(Map<String, String> environment, Map<String, EngineProbe> probes) {
        this.probes = Map.copyOf(probes);
        this.required = Arrays.stream(
                        environment.getOrDefault("EMROPS_REQUIRE", "").split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a test that needs these engines can run.
     *
     * @throws IllegalStateException if one that must be there is not
     * @throws IllegalArgumentException if there is no engine of such a name
     */
    ConditionEvaluationResult decide(String... names) {
        var absent = new ArrayList<String>();
        for (var name : names) {
            absence(name).ifPresent(why -> {
                if (required.contains(name)) {
                    throw new IllegalStateException(
                            "EMROPS_REQUIRE says that " + name + " must be there, but it is not: " + why);
                }
                absent.add(name + " is not there: " + why);
            });
        }
        return absent.isEmpty()
                ? ConditionEvaluationResult.enabled(String.join(", ", List.of(names)) + " there")
                : ConditionEvaluationResult.disabled(String.join("; ", absent));
    }

    private Optional<String> absence(String name) {
        var probe = probes.get(name);
        if (probe == null) {
            throw new IllegalArgumentException(
                    "No engine is called " + name + ", only " + new TreeSet<>(probes.keySet()));
        }
        return answers.computeIfAbsent(name, n -> ask(probe));
    }

    private static Optional<String> ask(EngineProbe probe) {
        try {
            return probe.absence();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while looking for it");
        } catch (Exception e) {
            return Optional.of(e.toString());
        }
    }
}
