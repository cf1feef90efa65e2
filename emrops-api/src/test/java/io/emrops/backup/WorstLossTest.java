package io.emrops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorstLossTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

    private final List<Backup> backups = new ArrayList<>();

    private WorstLossTest with(Backup.Kind kind, int hour, boolean copyOnly) {
        backups.add(
                0,
                new Backup(
                        "b" + backups.size(),
                        "EMRNext",
                        kind,
                        "there",
                        at(hour),
                        DataSize.gib(1),
                        copyOnly,
                        Proof.RECORDED));
        return this;
    }

    private WorstLossTest full(int hour) {
        return with(Backup.Kind.FULL, hour, false);
    }

    private WorstLossTest log(int hour) {
        return with(Backup.Kind.LOG, hour, false);
    }

    private static Instant at(int hour) {
        return MIDNIGHT.plus(Duration.ofHours(hour));
    }

    private Optional<Duration> between(int from, int to) {
        return WorstLoss.of(backups, at(from), at(to));
    }

    private static Optional<Duration> hours(int hours) {
        return Optional.of(Duration.ofHours(hours));
    }

    @Test
    void a_full_backup_a_day_loses_a_day() {
        full(0).full(24).full(48);

        assertThat(between(12, 60)).isEqualTo(hours(24));
    }

    @Test
    void what_comes_in_between_is_lost_no_more() {
        full(0).log(6).with(Backup.Kind.DIFFERENTIAL, 12, false).log(17).full(24);

        assertThat(between(1, 25)).isEqualTo(hours(7));
    }

    @Test
    void the_time_since_the_newest_counts_and_so_does_one_that_began_before_the_period() {
        full(0).log(1);

        assertThat(between(2, 4)).isEqualTo(hours(3));
        log(10);
        assertThat(between(9, 11)).as("at ten, nine hours were in no backup").isEqualTo(hours(9));
        assertThat(between(10, 11)).as("they have been since").isEqualTo(hours(1));
    }

    @Test
    void without_a_backup_at_some_time_everything_would_have_been_lost() {
        assertThat(between(0, 10)).isEmpty();
        full(5);
        assertThat(between(0, 10)).isEmpty();
        assertThat(between(5, 10)).isEqualTo(hours(5));
    }

    @Test
    void what_builds_on_nothing_is_none() {
        with(Backup.Kind.FULL, 0, true).log(2).full(4).log(6);

        assertThat(between(0, 7)).isEqualTo(hours(4));
        backups.removeIf(backup -> backup.kind() == Backup.Kind.FULL);
        assertThat(between(6, 7)).isEmpty();
    }

    @Test
    void what_came_after_the_period_is_no_matter() {
        full(0).full(24);

        assertThat(between(1, 24)).isEqualTo(hours(24));
        assertThatIllegalArgumentException().isThrownBy(() -> between(3, 3));
    }
}
