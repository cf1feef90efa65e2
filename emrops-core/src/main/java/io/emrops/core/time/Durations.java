package io.emrops.core.time;

import java.time.Duration;

/** Durations as people write them. */
public final class Durations {
    private Durations() {}

    /** {@code 90 s} is "1 min 30 s", {@code 1.234 s} is "1.2 s". */
    public static String words(Duration d) {
        if (d.toMillis() < 1000) {
            return d.toMillis() + " ms";
        }
        if (d.toSeconds() < 10) {
            return Math.round(d.toMillis() / 100.0) / 10.0 + " s";
        }
        if (d.toMinutes() < 1) {
            return d.toSeconds() + " s";
        }
        if (d.toHours() < 1) {
            return d.toMinutes() + " min" + (d.toSecondsPart() > 0 ? " " + d.toSecondsPart() + " s" : "");
        }
        return d.toHours() + " h" + (d.toMinutesPart() > 0 ? " " + d.toMinutesPart() + " min" : "");
    }
}
