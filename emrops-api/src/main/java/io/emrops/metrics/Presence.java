package io.emrops.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** In which samples of a window the instances of a service were there, by their names. */
final class Presence {
    private final int samples;
    private final Map<String, NavigableSet<Integer>> seen = new HashMap<>();

    private Presence(int samples) {
        this.samples = samples;
    }

    static Presence of(Measurement measured, String service) {
        var presence = new Presence(measured.samples().size());
        for (var i = 0; i < presence.samples; i++) {
            for (var each : measured.samples().get(i).of(service)) {
                presence.of(each.instance().name()).add(i);
            }
        }
        return presence;
    }

    private NavigableSet<Integer> of(String name) {
        return seen.computeIfAbsent(name, unseen -> new TreeSet<>());
    }

    /** How many samples saw it. */
    int looks(String name) {
        return of(name).size();
    }

    /** How many samples there are from the first that saw it to the last of all. */
    int sinceFirst(String name) {
        return samples - of(name).first();
    }

    /** How many samples did not see it, between the first and the last that did. */
    int missing(String name) {
        return of(name).last() - of(name).first() + 1 - looks(name);
    }

    /** How many samples saw any instance. */
    int looksAtAny() {
        var any = new TreeSet<Integer>();
        seen.values().forEach(any::addAll);
        return any.size();
    }

    boolean goneAtEnd(String name) {
        return of(name).last() < samples - 1;
    }

    /** Whether it is gone, and another that came later is there at the end for it; one replaces one. */
    boolean replaced(String name) {
        var gone = seen.keySet().stream().filter(this::goneAtEnd).sorted().toList();
        var came = seen.keySet().stream()
                .filter(each -> !goneAtEnd(each) && of(each).first() > of(name).first())
                .count();
        return gone.contains(name) && gone.indexOf(name) < came;
    }
}
