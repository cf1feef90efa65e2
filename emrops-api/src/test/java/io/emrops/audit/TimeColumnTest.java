package io.emrops.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TimeColumnTest {
    private static final TimeColumn NEW_YORK = TimeColumn.local("t", ZoneId.of("America/New_York"));

    @Test
    void a_time_that_the_clock_showed_twice_is_taken_for_the_first() {
        var twice = LocalDateTime.parse("2026-11-01T01:30:00");

        assertThat(NEW_YORK.momentOf(twice)).isEqualTo("2026-11-01T05:30:00Z");
        assertThat(NEW_YORK.isCertain(twice)).isFalse();
        assertThat(NEW_YORK.isCertain(LocalDateTime.parse("2026-11-01T02:00:00")))
                .isTrue();
        assertThat(NEW_YORK.momentOf(LocalDateTime.parse("2026-11-01T02:00:00")))
                .isEqualTo("2026-11-01T07:00:00Z");
    }

    @Test
    void a_time_that_the_clock_never_showed_is_taken_for_the_moment_of_the_change() {
        var never = LocalDateTime.parse("2026-03-08T02:30:00");

        assertThat(NEW_YORK.momentOf(never)).isEqualTo("2026-03-08T07:00:00Z");
        assertThat(NEW_YORK.isCertain(never)).isFalse();
    }

    @Test
    void a_range_that_begins_in_the_second_of_two_hours_begins_behind_both() {
        assertThat(NEW_YORK.firstRecordedAt(Instant.parse("2026-11-01T05:30:00Z")))
                .isEqualTo("2026-11-01T01:30:00");
        assertThat(NEW_YORK.firstRecordedAt(Instant.parse("2026-11-01T06:00:00Z")))
                .isEqualTo("2026-11-01T02:00:00");
        assertThat(NEW_YORK.firstRecordedAt(Instant.parse("2026-11-01T06:30:00Z")))
                .isEqualTo("2026-11-01T02:00:00");
        assertThat(NEW_YORK.firstRecordedAt(Instant.parse("2026-11-01T07:00:00Z")))
                .isEqualTo("2026-11-01T02:00:00");
        assertThat(NEW_YORK.firstRecordedAt(Instant.parse("2026-03-08T07:00:00Z")))
                .isEqualTo("2026-03-08T02:00:00");
    }

    @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
    void a_range_of_moments_and_the_range_of_recorded_times_have_the_same_rows(
            @ForAll("columns") TimeColumn column, @ForAll("near") long moment, @ForAll("near") long recorded) {
        var from = Instant.ofEpochMilli(moment);
        var row = LocalDateTime.ofInstant(Instant.ofEpochMilli(recorded), ZoneId.of("UTC"));

        var inMoments = !column.momentOf(row).isBefore(from);
        var inRecorded = !row.isBefore(column.firstRecordedAt(from));

        assertThat(inRecorded).isEqualTo(inMoments);
    }

    @Provide
    Arbitrary<TimeColumn> columns() {
        return Arbitraries.of(
                        "UTC",
                        "America/New_York",
                        "Europe/Berlin",
                        "Australia/Lord_Howe",
                        "+05:30",
                        "Africa/Casablanca")
                .map(zone -> TimeColumn.local("t", ZoneId.of(zone)));
    }

    /** Hours about changes of the clock, to the quarter or to the millisecond. */
    @Provide
    Arbitrary<Long> near() {
        var changes = Arbitraries.of(
                        "2026-03-08T07:00:00Z",
                        "2026-11-01T06:00:00Z",
                        "2026-03-29T01:00:00Z",
                        "2026-10-25T01:00:00Z",
                        "2026-04-04T15:00:00Z",
                        "2026-10-03T15:30:00Z")
                .map(Instant::parse);
        var quarters = Arbitraries.integers().between(-60, 60).map(n -> n * 900_000L);
        return changes.flatMap(change -> quarters.flatMap(
                offset -> Arbitraries.of(-1L, 0L, 0L, 1L).map(more -> change.toEpochMilli() + offset + more)));
    }

    @Test
    void values_with_an_offset_need_no_clock() {
        var column = TimeColumn.withOffset("t");

        assertThat(column.isAmbiguous()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> column.firstRecordedAt(Instant.EPOCH));
    }

    @Test
    void days_of_the_calendar_have_23_24_or_25_hours() {
        var zone = ZoneId.of("America/New_York");

        assertThat(AuditPeriod.day(LocalDate.parse("2026-03-08"), zone).to()).isEqualTo("2026-03-09T04:00:00Z");
        assertThat(AuditPeriod.day(LocalDate.parse("2026-03-08"), zone).from()).isEqualTo("2026-03-08T05:00:00Z");
        assertThat(AuditPeriod.day(LocalDate.parse("2026-11-01"), zone).to()).isEqualTo("2026-11-02T05:00:00Z");
    }
}
