package io.emrops.testkit.windows.simulated;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the simulated configuration says for one site alone, by names such as {@code doStaticCompression} and {@code profile .js}; the
 * value of a profile is its two policies, as in {@code CacheUntilChange/CacheUntilChange}. Safe for use by several threads.
 */
public final class SimulatedLocations {
    private final TreeMap<String, TreeMap<String, String>> settings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    SimulatedLocations() {}

    /** What is set for a site. */
    public synchronized Map<String, String> of(String site) {
        return Map.copyOf(settings.getOrDefault(site, new TreeMap<>()));
    }

    /** Sets all that is set for a site. */
    public synchronized void set(String site, Map<String, String> all) {
        settings.put(site, new TreeMap<>(all));
    }
}
