package io.emrops.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the JDK makes of a text, this makes of it, too. */
final class Iso8601Test {
    @Property
    void instants_are_read_as_they_are_written(@ForAll long seconds, @ForAll int nanos) {
        var instant = Instant.ofEpochSecond(seconds % Instant.MAX.getEpochSecond(), nanos & 0x3FFFFFFF);

        assertThat(Iso8601.instant(instant.toString())).isEqualTo(instant);
    }

    @Property
    void durations_are_read_as_they_are_written(@ForAll long seconds, @ForAll int nanos) {
        var duration = Duration.ofSeconds(seconds / 2, nanos);

        assertThat(Iso8601.duration(duration.toString())).isEqualTo(duration);
    }

    @Property(tries = 5000)
    void other_texts_are_read_or_refused_as_the_jdk_does(@ForAll("almostTimes") String text) {
        assertThat(outcome(Iso8601::instant, text)).isEqualTo(outcome(Instant::parse, text));
        assertThat(outcome(Iso8601::duration, text)).isEqualTo(outcome(Duration::parse, text));
    }

    @Provide
    Arbitrary<String> almostTimes() {
        return Arbitraries.of(
                        "2026-11-22T01:02:03Z",
                        "2026-02-28T23:59:59.999999999Z",
                        "2024-02-29T00:00:00.000000001Z",
                        "+12026-01-01T00:00:00Z",
                        "2026-11-22T24:00:00Z",
                        "PT0S",
                        "PT0.000000001S",
                        "PT-0.5S",
                        "PT61S",
                        "P1DT2H3M4.5S",
                        "PT1234567890S")
                .flatMap(text -> Arbitraries.integers()
                        .between(0, text.length() - 1)
                        .flatMap(at -> Arbitraries.chars()
                                .with("0123456789.-:TZPS+ ,\u0664")
                                .optional(0.8)
                                .map(c -> text.substring(0, at)
                                        + c.map(String::valueOf).orElse("")
                                        + text.substring(c.isPresent() ? at + 1 : at))));
    }

    private static Object outcome(Function<String, Object> reading, String text) {
        try {
            return reading.apply(text);
        } catch (DateTimeException e) {
            return "refused";
        }
    }
}
