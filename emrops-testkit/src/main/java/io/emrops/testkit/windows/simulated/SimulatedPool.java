package io.emrops.testkit.windows.simulated;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An application pool of the simulated IIS, as it is at one moment.
 *
 * @param started whether it serves requests
 * @param autoStart whether it starts with Windows
 * @param runtimeVersion empty for no managed code
 * @param idleMinutes 0 for never
 * @param environment its variables with their values, those of secrets too; in any case of their names
 */
public record SimulatedPool(
        String name,
        boolean started,
        boolean autoStart,
        String runtimeVersion,
        boolean integrated,
        boolean alwaysRunning,
        long idleMinutes,
        Map<String, String> environment) {
    public SimulatedPool {
        var sorted = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(environment);
        environment = Collections.unmodifiableMap(sorted);
    }

    /** As IIS makes one of which nothing is said. */
    static SimulatedPool fresh(String name) {
        return new SimulatedPool(name, true, true, "v4.0", true, false, 20, Map.of());
    }

    SimulatedPool running(boolean isStarted, boolean isAutoStart) {
        return new SimulatedPool(
                name, isStarted, isAutoStart, runtimeVersion, integrated, alwaysRunning, idleMinutes, environment);
    }

    Map<String, Object> told(boolean asked, List<?> names) {
        var variables = environment.entrySet().stream()
                .map(each -> {
                    var shown = asked
                            && names.stream().anyMatch(name -> each.getKey().equalsIgnoreCase((String) name));
                    return Map.of("name", each.getKey(), "value", shown ? each.getValue() : "", "shown", shown);
                })
                .toList();
        return Map.of(
                "name",
                name,
                "state",
                started ? "Started" : "Stopped",
                "autoStart",
                autoStart,
                "runtimeVersion",
                runtimeVersion,
                "integrated",
                integrated,
                "alwaysRunning",
                alwaysRunning,
                "idleMinutes",
                idleMinutes,
                "variables",
                variables);
    }

    /** Without the values of variables. */
    @Override
    public String toString() {
        return "pool " + name + (started ? " (started)" : " (stopped)");
    }
}
