package io.emrops.internal;

import java.time.Duration;

/** How amounts are written in documents and messages. */
public final class Words {
    private Words() {}

    /** {@code 90 s} is "1 min 30 s"; zero is "0 s". */
    public static String of(Duration d) {
        if (d.isZero()) {
            return "0 s";
        }
        if (d.isNegative() || d.compareTo(Duration.ofMillis(1)) < 0) {
            return d.toString();
        }
        var text = new StringBuilder();
        append(text, d.toDays(), "d");
        append(text, d.toHoursPart(), "h");
        append(text, d.toMinutesPart(), "min");
        append(text, d.toSecondsPart(), "s");
        append(text, d.toMillisPart(), "ms");
        return text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(text.isEmpty() ? "" : " ").append(amount).append(' ').append(unit);
        }
    }
}
