package io.emrops.benchmarks.resume;

import java.util.ArrayList;
import java.util.List;

/** How long each part of a way took, one after the other, from when this was made. */
final class Marks {
    /** The parts of the way to the body, in their order. */
    static final List<String> PARTS = List.of("definition", "opening", "reading", "taking-up", "walking");

    private final List<String> lines = new ArrayList<>();
    private long since = System.nanoTime();

    synchronized void passed(String part) {
        var now = System.nanoTime();
        lines.add(part + "-ms=" + (now - since) / 1e6);
        since = now;
    }

    /** For {@code Child.Ended.value}. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
