package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.deploy.LogFinding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ErrorGroupsTest {
    private static final Instant SINCE = Instant.parse("2026-03-01T02:00:00Z");
    private final ErrorGroups groups = new ErrorGroups("api", SINCE, ErrorLines.usual());

    @Test
    void lines_are_counted_by_signature_from_first_to_last() {
        groups.add("2026-03-01T02:00:05.000000001Z ERROR order 2 lost");
        groups.add("2026-03-01T02:00:01Z ERROR order 1 lost");
        groups.add("2026-03-01T02:00:02Z INFO order 3 found");
        groups.add("2026-03-01T02:00:03Z ERROR disk full");

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
    void what_is_earlier_does_not_count() {
        groups.add("2026-03-01T01:59:59.999999999Z ERROR order 1 lost");

        assertThat(groups.findings()).isEmpty();
    }

    @Test
    void kinds_are_bounded_and_none_is_lost() {
        for (var i = 0; i < 1000; i++) {
            var word = Integer.toString(i, 36)
                    .chars()
                    .mapToObj(c -> String.valueOf((char) ('a' + c % 26)))
                    .reduce("", String::concat);
            groups.add("2026-03-01T02:00:01Z ERROR kind " + word + "x".repeat(i % 7) + " of " + "y".repeat(i / 7));
        }

        assertThat(groups.findings()).hasSizeLessThanOrEqualTo(ErrorGroups.MOST + 1);
        assertThat(groups.findings().stream().mapToLong(LogFinding::count).sum())
                .isEqualTo(1000);
        assertThat(groups.findings()).extracting(LogFinding::signature).contains(ErrorGroups.OTHERS);
    }

    @Property
    void lines_are_the_same_wherever_the_pieces_end(
            @ForAll List<String> written, @ForAll @IntRange(min = 1, max = 9) int size) {
        var clean = written.stream()
                .map(l -> l.replaceAll("[\r\n]", ""))
                .filter(l -> !l.isEmpty())
                .toList();
        var bytes = String.join("\n", clean).getBytes(StandardCharsets.UTF_8);
        var read = new ArrayList<String>();
        var cutter = new LineCutter(read::add);

        for (var at = 0; at < bytes.length; at += size) {
            cutter.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
        }
        cutter.finish();

        assertThat(read)
                .isEqualTo(clean.stream()
                        .map(l -> new String(l.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                        .toList());
    }

    @Test
    void of_a_very_long_line_the_beginning_is_kept() {
        var read = new ArrayList<String>();
        var cutter = new LineCutter(read::add);

        cutter.add("x".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
        cutter.add("\nnext\r\n".getBytes(StandardCharsets.UTF_8));

        assertThat(read).hasSize(2).last().isEqualTo("next");
        assertThat(read.get(0)).hasSize(LineCutter.LONGEST);
    }
}
