package io.emrops.windows.eventlog;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as Windows has them: from 1601 to 9999, in steps of 100 nanoseconds. */
final class EventTimes {
    static final Instant FIRST = Instant.parse("1601-01-01T00:00:00Z");
    static final Instant LAST = Instant.parse("9999-12-31T23:59:59.9999999Z");

    private static final int STEP = 100;
    private static final DateTimeFormatter MILLISECONDS = format("SSS");
    private static final DateTimeFormatter STEPS = format("SSSSSSS");

    private EventTimes() {}

    private static DateTimeFormatter format(String fraction) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss." + fraction + "'Z'")
                .withZone(ZoneOffset.UTC);
    }

    /** Cut off behind the milliseconds. */
    static String toMilliseconds(Instant at) {
        return MILLISECONDS.format(inRange(at));
    }

    /** The first step that is not before a time: an event is at least as late as both, or as none. */
    static String toSteps(Instant at) {
        var possible = inRange(at);
        var rest = possible.getNano() % STEP;
        return STEPS.format(rest == 0 ? possible : possible.plusNanos(STEP - rest));
    }

    private static Instant inRange(Instant at) {
        return at.isBefore(FIRST) ? FIRST : at.isAfter(LAST) ? LAST : at;
    }
}
