package io.emrops.testkit.sqlserver.expression;

import java.util.Map;
import java.util.Optional;

/** The names of the parts of a date, of which each has several ("DATEPART (Transact-SQL)"). */
final class DateParts {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("yy", "year"),
            Map.entry("yyyy", "year"),
            Map.entry("qq", "quarter"),
            Map.entry("q", "quarter"),
            Map.entry("mm", "month"),
            Map.entry("m", "month"),
            Map.entry("dy", "dayofyear"),
            Map.entry("y", "dayofyear"),
            Map.entry("dd", "day"),
            Map.entry("d", "day"),
            Map.entry("wk", "week"),
            Map.entry("ww", "week"),
            Map.entry("dw", "weekday"),
            Map.entry("w", "weekday"),
            Map.entry("hh", "hour"),
            Map.entry("mi", "minute"),
            Map.entry("n", "minute"),
            Map.entry("ss", "second"),
            Map.entry("s", "second"),
            Map.entry("ms", "millisecond"),
            Map.entry("mcs", "microsecond"),
            Map.entry("ns", "nanosecond"),
            Map.entry("tz", "tzoffset"),
            Map.entry("isowk", "iso_week"),
            Map.entry("isoww", "iso_week"),
            Map.entry("year", "year"),
            Map.entry("quarter", "quarter"),
            Map.entry("month", "month"),
            Map.entry("dayofyear", "dayofyear"),
            Map.entry("day", "day"),
            Map.entry("week", "week"),
            Map.entry("weekday", "weekday"),
            Map.entry("hour", "hour"),
            Map.entry("minute", "minute"),
            Map.entry("second", "second"),
            Map.entry("millisecond", "millisecond"),
            Map.entry("microsecond", "microsecond"),
            Map.entry("nanosecond", "nanosecond"),
            Map.entry("tzoffset", "tzoffset"),
            Map.entry("iso_week", "iso_week"));

    private DateParts() {}

    /** Its long name. */
    static Optional<String> named(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }

    static boolean isOfDay(String part) {
        return switch (part) {
            case "hour", "minute", "second", "millisecond", "microsecond", "nanosecond" -> true;
            default -> false;
        };
    }

    static boolean isFine(String part) {
        return part.equals("microsecond") || part.equals("nanosecond");
    }
}
