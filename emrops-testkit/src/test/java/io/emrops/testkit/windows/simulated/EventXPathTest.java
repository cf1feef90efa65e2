package io.emrops.testkit.windows.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.testkit.windows.PowerShellError;
import io.emrops.testkit.windows.simulated.SimulatedEventLog.Event;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventXPathTest {
    private static final Event EVENT = new Event(7, "S", 1000, 2, Instant.parse("2026-01-02T03:04:05.1234567Z"), "");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*[System[EventRecordID = 7]]",
                "*[System[EventRecordID < 8 and (Level = 1 or Level = 2)]]",
                "*[System[Level = 2 or Level = 1 and EventID = 1]]",
                "*[System[TimeCreated[@SystemTime >= '2026-01-02T03:04:05.123Z' and @SystemTime <= '2026-01-02T03:04:05.124Z']]]"
            })
    void the_event_is_selected(String xpath) {
        assertThat(EventXPath.parse(xpath).test(EVENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*[System[EventRecordID > 7]]",
                "*[System[(Level = 2 or Level = 1) and EventID = 1]]",
                "*[System[TimeCreated[@SystemTime <= '2026-01-02T03:04:05.123Z']]]"
            })
    void the_event_is_left_out(String xpath) {
        assertThat(EventXPath.parse(xpath).test(EVENT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "**",
                "*[System[]]",
                "*[System[Level = 2]",
                "*[System[Level = 2]]]]",
                "*[System[Level = ]]",
                "*[System[(Level = 2]]",
                "*[System[Provider = 'S']]",
                "*[System[Level ! 2]]",
                "*[System[Level = 2 and]]"
            })
    void what_is_no_query_is_refused(String xpath) {
        assertThatExceptionOfType(PowerShellError.class).isThrownBy(() -> EventXPath.parse(xpath));
    }

    @Test
    void a_query_has_twenty_expressions_at_most() {
        assertThat(EventXPath.parse(ids(20)).test(EVENT)).isFalse();
        assertThatExceptionOfType(PowerShellError.class).isThrownBy(() -> EventXPath.parse(ids(21)));
    }

    private static String ids(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(id -> "EventID = " + id)
                .collect(Collectors.joining(" or ", "*[System[", "]]"));
    }
}
