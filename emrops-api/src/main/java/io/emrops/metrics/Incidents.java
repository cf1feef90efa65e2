package io.emrops.metrics;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has happened to the instances of a service that bear the same number, in a window.
 *
 * @param restarts how often it was started again, or replaced
 * @param oomKills how often a process of it was killed for lack of memory
 */
record Incidents(int restarts, int oomKills) {
    /** @param looks of instances of one name, in the order of time */
    static Incidents of(List<InstanceMetrics> looks) {
        var starts = new HashMap<String, Set<Instant>>();
        var firstById = new HashMap<String, State>();
        var lastById = new HashMap<String, State>();
        for (var look : looks) {
            var id = look.instance().id();
            starts.computeIfAbsent(id, key -> new HashSet<>()).add(look.state().startedAt());
            firstById.putIfAbsent(id, look.state());
            lastById.put(id, look.state());
        }
        var restarts = Math.max(0, starts.size() - 1);
        var kills = 0;
        for (var id : starts.keySet()) {
            var first = state(firstById, id);
            var last = state(lastById, id);
            // The platform does not count what people restart, and the looks miss what happens in between.
            restarts += Math.max(starts.get(id).size() - 1, last.restarts() - first.restarts());
            var before = looks.get(0).instance().id().equals(id) ? first.oomKills() : 0;
            kills += Math.max(0, mostKills(looks, id) - before);
        }
        return new Incidents(restarts, kills);
    }

    private static State state(Map<String, State> states, String id) {
        return java.util.Objects.requireNonNull(states.get(id), id);
    }

    private static int mostKills(List<InstanceMetrics> looks, String id) {
        return looks.stream()
                .filter(look -> look.instance().id().equals(id))
                .mapToInt(look -> look.state().oomKills())
                .max()
                .orElse(0);
    }
}
