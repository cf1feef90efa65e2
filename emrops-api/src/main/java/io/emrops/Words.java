package io.emrops;

import java.time.Duration;

/** How amounts are written in documents and messages. */
final class Words {
    private Words() {}

    /** {@code 90 s} is "1 min 30 s"; zero is "0 s". */
    static String of(Duration d) {
        if (d.toMillis() < 1000) {
            return d.isZero() ? "0 s" : d.toMillis() + " ms";
        }
        var text = new StringBuilder();
        append(text, d.toDays(), "d");
        append(text, d.toHoursPart(), "h");
        append(text, d.toMinutesPart(), "min");
        append(text, d.toSecondsPart(), "s");
        return text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(text.isEmpty() ? "" : " ").append(amount).append(' ').append(unit);
        }
    }
}
