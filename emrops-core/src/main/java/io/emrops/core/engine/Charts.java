package io.emrops.core.engine;

import io.emrops.spi.Definition;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.WeakHashMap;

/** The charts of the definitions that are in use. */
final class Charts {
    /** Soft: the body of a step may hold on to its own runbook, and so to the key. */
    private final Map<Definition, SoftReference<Chart>> known = new WeakHashMap<>();

    /** The chart of a definition; the same for as long as somebody holds on to the definition and there is memory. */
    synchronized Chart of(Definition definition) {
        var held = known.get(definition);
        var chart = held == null ? null : held.get();
        if (chart == null) {
            chart = new Chart(definition);
            known.put(definition, new SoftReference<>(chart));
        }
        return chart;
    }
}
