package io.emrops.windows.eventlog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a host filters by itself, in the XPath of its event log, which takes 20 expressions for sure ("Consuming Events"). It finds all that is
 * asked for, and may find more: the script compares once more. Numbers and times alone go in: names have no safe quotation there, and
 * whether it heeds their case is not documented.
 */
final class EventXPath {
    /** With the bound, two times and five levels, these are 18. */
    private static final int MOST_IDS = 10;

    private EventXPath() {}

    /** @param bound what holds of the record id; empty if nothing does */
    static String of(EventQuery query, String bound) {
        List<String> conditions = new ArrayList<>();
        if (!bound.isEmpty()) {
            conditions.add(bound);
        }
        var times = times(query);
        if (!times.isEmpty()) {
            conditions.add("TimeCreated[" + String.join(" and ", times) + "]");
        }
        var levels = query.levelNumbers();
        // An event without a level counts as 0, and no expression finds it
        if (!levels.isEmpty() && !levels.contains(EventLevel.LOG_ALWAYS.number())) {
            conditions.add(any("Level", levels));
        }
        if (!query.ids().isEmpty() && query.ids().size() <= MOST_IDS) {
            conditions.add(any("EventID", query.ids()));
        }
        return conditions.isEmpty() ? "*" : "*[System[" + String.join(" and ", conditions) + "]]";
    }

    private static List<String> times(EventQuery query) {
        List<String> times = new ArrayList<>();
        query.from().filter(EventTimes.FIRST::isBefore).ifPresent(from -> times.add(time(">=", from)));
        query.until()
                .filter(EventTimes.LAST::isAfter)
                .ifPresent(until -> times.add(time("<=", until.plusNanos(999_999))));
        return times;
    }

    private static String time(String operator, Instant at) {
        return "@SystemTime " + operator + " '" + EventTimes.toMilliseconds(at) + "'";
    }

    private static String any(String name, List<Integer> numbers) {
        return numbers.stream().map(number -> name + " = " + number).collect(Collectors.joining(" or ", "(", ")"));
    }
}
