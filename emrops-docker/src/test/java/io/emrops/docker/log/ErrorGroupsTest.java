package io.emrops.docker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.deploy.LogFinding;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ErrorGroupsTest {
    private static final Instant SINCE = Instant.parse("2026-03-01T02:00:00Z");
    private final ErrorGroups groups = new ErrorGroups("api", ErrorLines.usual());

    @Test
    void lines_are_counted_by_signature_from_first_to_last() {
        groups.add(Instant.parse("2026-03-01T02:00:05.000000001Z"), "ERROR order 2 lost");
        groups.add(Instant.parse("2026-03-01T02:00:01Z"), "ERROR order 1 lost");
        groups.add(Instant.parse("2026-03-01T02:00:02Z"), "INFO order 3 found");
        groups.add(Instant.parse("2026-03-01T02:00:03Z"), "ERROR disk full");

        assertThat(groups.findings())
                .containsExactly(
                        new LogFinding(
                                "api",
                                "ERROR order * lost",
                                2,
                                SINCE.plusSeconds(1),
                                SINCE.plusSeconds(5).plusNanos(1)),
                        new LogFinding("api", "ERROR disk full", 1, SINCE.plusSeconds(3), SINCE.plusSeconds(3)));
    }

    @Test
    void kinds_are_bounded_and_none_is_lost() {
        for (var i = 0; i < 1000; i++) {
            var word = Integer.toString(i, 36)
                    .chars()
                    .mapToObj(c -> String.valueOf((char) ('a' + c % 26)))
                    .reduce("", String::concat);
            groups.add(
                    Instant.parse("2026-03-01T02:00:01Z"),
                    "ERROR kind " + word + "x".repeat(i % 7) + " of " + "y".repeat(i / 7));
        }

        assertThat(groups.findings()).hasSizeLessThanOrEqualTo(ErrorGroups.MOST + 1);
        assertThat(groups.findings().stream().mapToLong(LogFinding::count).sum())
                .isEqualTo(1000);
        assertThat(groups.findings()).extracting(LogFinding::signature).contains(ErrorGroups.OTHERS);
    }
}
