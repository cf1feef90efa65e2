package io.emrops.sqlserver.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Forks;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestMomentsTest {
    private static final int LOGS = 20_000;
    private static final int LOST = 100;
    private static final OffsetDateTime BEGIN = OffsetDateTime.parse("2026-01-01T00:00:00Z");

    /** A log is lost early on, and no full backup was made since: no moment after can be reached, and each log might be one. */
    @Test
    void of_many_logs_each_is_looked_at_a_few_times() {
        var sets = new ArrayList<BackupSet>();
        sets.add(Sets.full("full", "2025-12-31T23:00:00Z", "2025-12-31T23:10:00Z", 100));
        for (var i = 0; i < LOGS; i++) {
            if (i != LOST) {
                var at = time(i).toString();
                var log = Sets.log("l" + i, at, at, 100 + i, 101 + i);
                sets.add(i > LOGS / 2 ? Sets.on(Forks.on(Sets.id("other")), log) : log);
            }
        }
        for (var clock : List.of(ServerClock.in(ZoneOffset.UTC), ServerClock.now(ZoneOffset.UTC))) {
            var search = new Search(
                    Situation.of("EMR", sets, clock)
                            .withBranchBegan(Sets.id("other"), time(LOGS / 2).toInstant()),
                    Sets.FAMILY);
            var asked = time(LOST + 10).toInstant();

            assertThat(search.nearest(asked, true))
                    .contains(time(LOST - 1).minusSeconds(1).toInstant());
            assertThat(search.nearest(asked, false)).isEmpty();

            assertThat(search.stock().looked()).isLessThan(3L * LOGS);
        }
    }

    private static OffsetDateTime time(int log) {
        return BEGIN.plus(Duration.ofMinutes(15L * log));
    }

    @Test
    void stretches_of_time_that_overlap_are_one() {
        var spans = new Spans();
        spans.add(at(10), at(20));
        spans.add(at(40), at(50));
        spans.add(at(60), at(55));
        spans.add(at(0), at(5));
        spans.add(at(15), at(30));
        assertThat(List.of(0, 5, 10, 20, 25, 30, 40, 50)).allMatch(minute -> spans.covers(at(minute)));
        assertThat(List.of(-1, 6, 9, 31, 39, 51, 57)).noneMatch(minute -> spans.covers(at(minute)));

        spans.add(at(12), at(45));
        spans.add(at(13), at(14));

        assertThat(List.of(10, 31, 39, 50)).allMatch(minute -> spans.covers(at(minute)));
        assertThat(List.of(6, 9, 51)).noneMatch(minute -> spans.covers(at(minute)));
    }

    private static Instant at(int minute) {
        return BEGIN.plusMinutes(minute).toInstant();
    }
}
