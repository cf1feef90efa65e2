package io.emrops.sqlserver.recovery;

import java.time.Instant;
import java.util.Comparator;
import java.util.TreeMap;

/** Stretches of time; those that overlap are one. */
final class Spans {
    private final TreeMap<Instant, Instant> untilByFrom = new TreeMap<>();

    /** Both ends belong to it; nothing is added if it ends before it begins. */
    void add(Instant from, Instant until) {
        if (until.isBefore(from)) {
            return;
        }
        var begins = from;
        var ends = until;
        for (var other = untilByFrom.floorEntry(ends);
                other != null && !other.getValue().isBefore(begins);
                other = untilByFrom.floorEntry(ends)) {
            untilByFrom.remove(other.getKey());
            begins = min(begins, other.getKey());
            ends = max(ends, other.getValue());
        }
        untilByFrom.put(begins, ends);
    }

    private static Instant min(Instant a, Instant b) {
        return Comparator.<Instant>naturalOrder().compare(a, b) <= 0 ? a : b;
    }

    private static Instant max(Instant a, Instant b) {
        return Comparator.<Instant>naturalOrder().compare(a, b) >= 0 ? a : b;
    }

    boolean covers(Instant moment) {
        var nearest = untilByFrom.floorEntry(moment);
        return nearest != null && !nearest.getValue().isBefore(moment);
    }
}
