package io.emrops.benchmarks.steps;

import io.emrops.benchmarks.table.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What several contestants took in several rounds, in microseconds for each step. */
final class Rounds {
    private final Map<String, List<Double>> micros = new HashMap<>();

    void add(String contestant, double microsPerStep) {
        micros.computeIfAbsent(contestant, name -> new ArrayList<>()).add(microsPerStep);
    }

    double median(String contestant) {
        return Quantity.median(
                of(contestant).stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** From the fastest to the slowest round, such as "0.7 to 0.9". */
    String spread(String contestant) {
        var rounds = of(contestant);
        return String.format(Locale.ROOT, "%.1f to %.1f", Collections.min(rounds), Collections.max(rounds));
    }

    /** The median of what one took divided by what another took in the same round. */
    double medianOfRatios(String contestant, String other) {
        var ours = of(contestant);
        var theirs = of(other);
        return Quantity.median(IntStream.range(0, ours.size())
                .mapToDouble(i -> ours.get(i) / theirs.get(i))
                .toArray());
    }

    private List<Double> of(String contestant) {
        var rounds = micros.get(contestant);
        if (rounds == null) {
            throw new IllegalStateException("Nothing was measured of " + contestant + ", only of " + micros.keySet());
        }
        return rounds;
    }
}
