package io.emrops.sqlserver.recovery;

import static io.emrops.sqlserver.recovery.Sets.full;
import static io.emrops.sqlserver.recovery.Sets.hours;
import static io.emrops.sqlserver.recovery.Sets.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.DataSize;
import io.emrops.sqlserver.history.BackupSet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExposureTest {
    private static final RestoreRate RATE =
            new RestoreRate(List.of(new RestoreRate.Measured(DataSize.mib(10), Duration.ofSeconds(20))));

    @Test
    void a_daily_full_backup_cannot_keep_an_hour() {
        var sets = List.of(
                full("a", "2026-06-01T01:00:00Z", "2026-06-01T01:10:00Z", 100),
                full("b", "2026-06-02T01:00:00Z", "2026-06-02T01:10:00Z", 200),
                full("c", "2026-06-03T01:00:00Z", "2026-06-03T01:10:00Z", 300));

        var exposure = exposure(sets, "2026-06-01T02:00:00Z", "2026-06-03T02:00:00Z");

        assertThat(exposure.worstLoss()).contains(Duration.ofHours(24).plusMinutes(10));
        assertThat(exposure.keeps(hours(1))).isFalse();
        assertThat(exposure.words(hours(1), hours(4)))
                .contains("These backups cannot keep a recovery point objective of 1 h.")
                .anyMatch(line -> line.contains("20 s") && line.contains("keeps a recovery time objective of 4 h"));
    }

    @Test
    void frequent_log_backups_keep_an_hour_until_one_is_lost() {
        var sets = new ArrayList<BackupSet>();
        sets.add(full("a", "2026-06-01T00:00:00Z", "2026-06-01T00:10:00Z", 100));
        for (var hour = 1; hour < 12; hour++) {
            var time = "2026-06-01T%02d:30:00Z".formatted(hour);
            sets.add(log("l" + hour, time, time, 100 * hour, 100 * hour + 100));
        }
        var whole = exposure(sets, "2026-06-01T02:00:00Z", "2026-06-01T12:00:00Z");
        sets.remove(6);
        var broken = exposure(sets, "2026-06-01T02:00:00Z", "2026-06-01T12:00:00Z");

        assertThat(whole.keeps(hours(1))).isTrue();
        assertThat(whole.toRead()).isEqualTo(DataSize.mib(120));
        assertThat(broken.worstLoss()).contains(Duration.ofMinutes(390));
        assertThat(broken.worstAt()).isEqualTo(Instant.parse("2026-06-01T12:00:00Z"));
    }

    @Test
    void a_log_that_may_lag_holds_nothing_after_its_last_commit_where_that_is_known() {
        var sets = List.of(
                full("a", "2026-06-01T00:00:00Z", "2026-06-01T00:10:00Z", 100),
                Sets.lastValid(
                        log("l", "2026-06-01T02:00:00Z", "2026-06-01T02:00:10Z", 100, 200), "2026-06-01T00:30:00Z"));
        var situation = Situation.of("EMR", sets, ServerClock.in(ZoneOffset.UTC));
        var from = Instant.parse("2026-06-01T02:30:00Z");
        var to = Instant.parse("2026-06-01T03:00:00Z");

        assertThat(Exposure.of(situation, from, to, RATE).worstLoss()).contains(hours(1));
        assertThat(Exposure.of(situation.withPrimaries(List.of("PRIMARY")), from, to, RATE)
                        .worstLoss()
                        .map(loss -> loss.truncatedTo(ChronoUnit.MINUTES)))
                .contains(Duration.ofMinutes(150));
    }

    @Test
    void time_with_nothing_to_restore_from_is_said() {
        var exposure = exposure(
                List.of(full("a", "2026-06-01T01:00:00Z", "2026-06-01T01:10:00Z", 100)),
                "2026-06-01T00:00:00Z",
                "2026-06-01T02:00:00Z");

        assertThat(exposure.worstLoss()).isEmpty();
        assertThat(exposure.keeps(hours(100))).isFalse();
        assertThat(exposure.words(hours(1), hours(1))).first().asString().contains("nothing to restore EMR from");
    }

    @Test
    void backups_of_other_databases_do_not_count() {
        var other = Sets.named("OTHER", UUID.randomUUID(), full("a", "01:00:00", "01:10:00", 100));

        assertThat(exposure(List.of(other), "2026-06-01T02:00:00Z", "2026-06-01T03:00:00Z")
                        .worstLoss())
                .isEmpty();
    }

    @Test
    void one_database_does_not_look_safe_by_the_backups_of_another_of_its_name() {
        var ours = full("a", "2026-06-01T01:00:00Z", "2026-06-01T01:10:00Z", 100);
        var theirs = Sets.named("EMR", Sets.id("else"), full("b", "2026-06-01T11:50:00Z", "2026-06-01T11:55:00Z", 100));
        var both = Situation.of("EMR", List.of(ours, theirs), ServerClock.in(ZoneOffset.UTC));
        var from = Instant.parse("2026-06-01T02:00:00Z");
        var to = Instant.parse("2026-06-01T12:00:00Z");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exposure.of(both, from, to, RATE))
                .withMessageContaining("say which");
        assertThat(Exposure.of(both.withFamily(Sets.FAMILY), from, to, RATE).worstLoss())
                .contains(Duration.ofHours(11));
    }

    @Test
    void the_hour_that_the_clock_was_put_back_is_not_taken_off_the_loss() {
        // Began at 02:50 summer time and ended at 02:10 winter time, and has the offset of its end.
        var night = full("a", "2026-10-25T02:50:00+01:00", "2026-10-25T02:10:00+01:00", 100);
        var exposure = Exposure.of(
                Situation.of("EMR", List.of(night), ServerClock.in(ZoneId.of("Europe/Berlin"))),
                Instant.parse("2026-10-25T02:00:00Z"),
                Instant.parse("2026-10-25T03:00:00Z"),
                RATE);

        assertThat(exposure.worstLoss()).contains(Duration.ofMinutes(130));
    }

    private static Exposure exposure(List<BackupSet> sets, String from, String to) {
        return Exposure.of(
                Situation.of("EMR", sets, ServerClock.in(ZoneOffset.UTC)),
                Instant.parse(from),
                Instant.parse(to),
                RATE);
    }
}
