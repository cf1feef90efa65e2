package io.emrops.testkit.windows.simulated;

import java.util.List;
import java.util.Map;

/**
 * A site of the simulated IIS, as it is at one moment.
 *
 * @param started whether it takes requests
 * @param autoStart whether it starts with Windows
 * @param pool of its root application
 */
public record SimulatedSite(
        String name,
        long id,
        boolean started,
        boolean autoStart,
        String pool,
        String physicalPath,
        List<SimulatedBinding> bindings) {
    public SimulatedSite {
        bindings = List.copyOf(bindings);
    }

    SimulatedSite running(boolean isStarted, boolean isAutoStart) {
        return new SimulatedSite(name, id, isStarted, isAutoStart, pool, physicalPath, bindings);
    }

    Map<String, Object> told() {
        return Map.of(
                "name",
                name,
                "id",
                id,
                "state",
                started ? "Started" : "Stopped",
                "autoStart",
                autoStart,
                "pool",
                pool,
                "physicalPath",
                physicalPath,
                "bindings",
                bindings.stream().map(SimulatedBinding::told).toList());
    }
}
