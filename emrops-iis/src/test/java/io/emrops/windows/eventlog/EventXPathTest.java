package io.emrops.windows.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EventXPathTest {
    private static final EventQuery ALL = EventQuery.of("Application");

    @Test
    void nothing_asked_for_is_a_star() {
        assertThat(EventXPath.of(ALL, "")).isEqualTo("*");
        assertThat(EventXPath.of(
                        ALL.providers("it's \"quoted\"").from(Instant.MIN).until(Instant.MAX), ""))
                .isEqualTo("*");
    }

    @Test
    void the_most_that_is_asked_for_has_fewer_expressions_than_a_host_takes() {
        var query = ALL.levels(EventLevel.CRITICAL, EventLevel.ERROR, EventLevel.WARNING, EventLevel.VERBOSE)
                .ids(IntStream.range(0, 10).boxed().toList())
                .from(Instant.parse("2026-01-02T03:04:05.1239999Z"))
                .until(Instant.parse("2026-01-02T03:04:06.1230001Z"));

        assertThat(EventXPath.of(query, "EventRecordID < 7"))
                .isEqualTo("*[System[EventRecordID < 7"
                        + " and TimeCreated[@SystemTime >= '2026-01-02T03:04:05.123Z' and @SystemTime <= '2026-01-02T03:04:06.124Z']"
                        + " and (Level = 1 or Level = 2 or Level = 3 or Level = 5)"
                        + " and (EventID = 0 or EventID = 1 or EventID = 2 or EventID = 3 or EventID = 4 or EventID = 5"
                        + " or EventID = 6 or EventID = 7 or EventID = 8 or EventID = 9)]]");
    }

    @Test
    void what_an_expression_would_miss_is_left_to_the_script() {
        assertThat(EventXPath.of(ALL.levels(EventLevel.LOG_ALWAYS, EventLevel.ERROR), ""))
                .isEqualTo("*");
        assertThat(EventXPath.of(ALL.ids(IntStream.range(0, 11).boxed().toList()), ""))
                .isEqualTo("*");
        assertThat(EventXPath.of(ALL.ids(List.of(4711)), "")).isEqualTo("*[System[(EventID = 4711)]]");
    }

    @Test
    void times_are_in_steps_that_are_not_earlier() {
        assertThat(EventTimes.toSteps(Instant.parse("2026-01-02T03:04:05.123456789Z")))
                .isEqualTo("2026-01-02T03:04:05.1234568Z");
        assertThat(EventTimes.toSteps(Instant.parse("2026-01-02T03:04:05.1234567Z")))
                .isEqualTo("2026-01-02T03:04:05.1234567Z");
        assertThat(EventTimes.toSteps(Instant.MAX)).isEqualTo("9999-12-31T23:59:59.9999999Z");
        assertThat(EventTimes.toSteps(Instant.MIN)).isEqualTo("1601-01-01T00:00:00.0000000Z");
    }
}
