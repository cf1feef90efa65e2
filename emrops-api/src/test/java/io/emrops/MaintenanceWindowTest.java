package io.emrops;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceWindowTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final MaintenanceWindow SUNDAYS = MaintenanceWindow.weekly(SUNDAY, "02:00", "06:00", NEW_YORK);

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(NEW_YORK).toInstant();
    }

    // an ordinary week

    @Test
    void it_is_open_from_its_start_to_just_before_its_end() {
        assertThat(SUNDAYS.isOpen(at("2026-11-22T01:59:59"))).isFalse();
        assertThat(SUNDAYS.isOpen(at("2026-11-22T02:00"))).isTrue();
        assertThat(SUNDAYS.isOpen(at("2026-11-22T05:59:59"))).isTrue();
        assertThat(SUNDAYS.isOpen(at("2026-11-22T06:00"))).isFalse();
        assertThat(SUNDAYS.isOpen(at("2026-11-23T03:00"))).isFalse();
    }

    @Test
    void it_says_when_it_opens_and_closes() {
        assertThat(SUNDAYS.nextOpening(at("2026-11-21T12:00"))).contains(at("2026-11-22T02:00"));
        assertThat(SUNDAYS.nextOpening(at("2026-11-22T03:00"))).contains(at("2026-11-22T03:00"));
        assertThat(SUNDAYS.nextOpening(at("2026-11-22T06:00"))).contains(at("2026-11-29T02:00"));
        assertThat(SUNDAYS.closing(at("2026-11-22T03:00"))).contains(at("2026-11-22T06:00"));
        assertThat(SUNDAYS.closing(at("2026-11-22T06:00"))).isEmpty();
    }

    @Test
    void an_end_that_is_not_later_than_the_start_is_on_the_next_day() {
        var nights = MaintenanceWindow.weekly(SATURDAY, "22:00", "04:00", NEW_YORK);

        assertThat(nights.isOpen(at("2026-11-21T23:00"))).isTrue();
        assertThat(nights.isOpen(at("2026-11-22T03:59"))).isTrue();
        assertThat(nights.isOpen(at("2026-11-22T22:30"))).isFalse();
        assertThat(nights.isOpen(at("2026-11-21T03:00"))).as("the night before").isFalse();
        assertThat(nights.closing(at("2026-11-21T23:00"))).contains(at("2026-11-22T04:00"));
        assertThat(nights.length()).isEqualTo(Duration.ofHours(6));
        assertThat(MaintenanceWindow.daily("22:00", "00:00", NEW_YORK).closing(at("2026-11-21T23:00")))
                .contains(at("2026-11-22T00:00"));
    }

    // the hour that spring skips: 2026-03-08 02:00 EST is 03:00 EDT

    @Test
    void a_start_in_the_hour_that_spring_skips_is_the_next_instant_that_exists() {
        var opening = SUNDAYS.nextOpening(at("2026-03-07T12:00"));

        assertThat(opening).contains(Instant.parse("2026-03-08T07:00:00Z"));
        assertThat(opening.orElseThrow().atZone(NEW_YORK).toLocalTime()).isEqualTo(LocalTime.of(3, 0));
        assertThat(SUNDAYS.closing(opening.orElseThrow())).contains(Instant.parse("2026-03-08T10:00:00Z"));
        assertThat(SUNDAYS.isOpen(Instant.parse("2026-03-08T06:59:59Z"))).isFalse();
    }

    @Test
    void a_start_and_an_end_in_that_hour_leave_nothing_that_day() {
        var short_ = MaintenanceWindow.weekly(SUNDAY, "02:15", "02:45", NEW_YORK);

        assertThat(short_.nextOpening(at("2026-03-07T12:00"))).contains(at("2026-03-15T02:15"));
    }

    @Test
    void an_end_in_that_hour_is_the_next_instant_that_exists() {
        var nights = MaintenanceWindow.weekly(SATURDAY, "22:00", "02:30", NEW_YORK);

        assertThat(nights.closing(at("2026-03-07T23:00"))).contains(Instant.parse("2026-03-08T07:00:00Z"));
        assertThat(nights.describe())
                .isEqualTo("Saturdays 22:00–02:30 America/New_York (when clocks go forward, it ends at 03:00)");
    }

    @Test
    void windows_that_touch_where_spring_skips_an_hour_used_to_close_while_open() {
        var almostAlways = MaintenanceWindow.daily("02:30", "02:15", NEW_YORK);

        assertThat(almostAlways.closing(at("2026-03-07T12:00"))).contains(at("2026-03-09T02:15"));
    }

    // the hour that autumn has twice: 2026-11-01 01:00 to 02:00, first as EDT, then as EST

    @Test
    void a_start_in_the_hour_that_autumn_has_twice_is_the_first_of_the_two() {
        var window = MaintenanceWindow.weekly(SUNDAY, "01:30", "03:00", NEW_YORK);

        assertThat(window.nextOpening(at("2026-10-31T12:00"))).contains(Instant.parse("2026-11-01T05:30:00Z"));
        assertThat(window.closing(Instant.parse("2026-11-01T05:30:00Z")))
                .contains(Instant.parse("2026-11-01T08:00:00Z"));
    }

    @Test
    void an_end_in_that_hour_is_the_first_of_the_two() {
        var window = MaintenanceWindow.weekly(SUNDAY, "00:00", "01:30", NEW_YORK);

        assertThat(window.closing(Instant.parse("2026-11-01T04:00:00Z")))
                .contains(Instant.parse("2026-11-01T05:30:00Z"));
        assertThat(window.isOpen(Instant.parse("2026-11-01T06:15:00Z"))).isFalse();
    }

    // words

    @Test
    void it_describes_itself_with_the_change_of_the_clocks_where_that_matters() {
        assertThat(SUNDAYS.describe())
                .isEqualTo("Sundays 02:00–06:00 America/New_York (when clocks go forward, it begins at 03:00)");
        assertThat(MaintenanceWindow.weekly(FRIDAY, "02:00", "06:00", NEW_YORK).describe())
                .isEqualTo("Fridays 02:00–06:00 America/New_York");
        assertThat(MaintenanceWindow.daily("02:30", "06:00", ZoneId.of("Europe/Berlin"))
                        .describe())
                .isEqualTo("Daily 02:30–06:00 Europe/Berlin (when clocks go forward, it begins at 03:00)");
        assertThat(MaintenanceWindow.weekly(SUNDAY, "02:00", "06:00", ZoneId.of("America/Phoenix")))
                .hasToString("Sundays 02:00–06:00 America/Phoenix");
    }

    @Test
    void it_says_when_it_is_over_at_once_on_that_day() {
        assertThat(MaintenanceWindow.weekly(SUNDAY, "02:15", "02:45", NEW_YORK).describe())
                .isEqualTo("Sundays 02:15–02:45 America/New_York (when clocks go forward, it does not open)");
    }

    // once

    @Test
    void a_single_window_opens_once() {
        var start = Instant.parse("2026-11-22T07:00:00Z");
        var end = Instant.parse("2026-11-22T11:00:00Z");
        var once = MaintenanceWindow.once(start, end, NEW_YORK);

        assertThat(once.nextOpening(start.minusSeconds(1))).contains(start);
        assertThat(once.nextOpening(start.plusSeconds(1))).contains(start.plusSeconds(1));
        assertThat(once.nextOpening(end)).isEmpty();
        assertThat(once.closing(start)).contains(end);
        assertThat(once.isOpen(end)).isFalse();
        assertThat(once.length()).isEqualTo(Duration.ofHours(4));
        assertThat(once.zone()).isEqualTo(NEW_YORK);
        assertThat(once.describe()).isEqualTo("2026-11-22 02:00 to 2026-11-22 06:00 America/New_York");
    }

    @Test
    void a_single_window_in_the_hour_that_autumn_has_twice_tells_which_one() {
        var once = MaintenanceWindow.once(
                Instant.parse("2026-11-01T05:30:00Z"), Instant.parse("2026-11-01T06:30:00Z"), NEW_YORK);

        assertThat(once.describe())
                .isEqualTo("2026-11-01 01:30 (-04:00) to 2026-11-01 01:30 (-05:00) America/New_York");
    }

    // what is refused

    @ParameterizedTest
    @CsvSource({"2:00, 06:00", "02:00, 6 AM", "25:00, 06:00", "'', 06:00"})
    void times_that_cannot_be_read(String from, String to) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaintenanceWindow.weekly(SUNDAY, from, to, NEW_YORK))
                .withMessageStartingWith("Not a time of day such as 02:00: \"");
    }

    @Test
    void a_window_without_length() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaintenanceWindow.daily("02:00", "02:00", NEW_YORK))
                .withMessage("The window begins and ends at 02:00");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaintenanceWindow.once(Instant.EPOCH, Instant.EPOCH, NEW_YORK))
                .withMessage(
                        "The window ends at 1970-01-01T00:00:00Z, which is not after its start 1970-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EST5EDT", "PST8PDT", "-05:00", "UTC-05:00", "GMT+01:00", "Etc/GMT+5"})
    void zones_that_are_no_places(String zone) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaintenanceWindow.weekly(SUNDAY, "02:00", "06:00", ZoneId.of(zone)))
                .withMessage("\"" + zone + "\" is no place; name the hospital's zone, such as America/New_York");
    }

    /** JDK 25 makes America/Panama of the alias, which nobody can tell from a hospital in Panama. */
    @Test
    void est_is_refused_as_far_as_it_can_be_told() {
        Stream.of(
                        ZoneId.of("EST", ZoneId.SHORT_IDS),
                        TimeZone.getTimeZone("EST").toZoneId())
                .filter(est -> !est.getId().equals("America/Panama"))
                .forEach(est -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> MaintenanceWindow.weekly(SUNDAY, "02:00", "06:00", est))
                        .withMessage("\"-05:00\" is no place; name the hospital's zone, such as America/New_York"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaintenanceWindow.once(Instant.EPOCH, Instant.MAX, ZoneOffset.ofHours(-5)));
    }

    @Test
    void utc_is_a_choice_somebody_makes_on_purpose() {
        assertThat(MaintenanceWindow.daily("02:00", "06:00", ZoneOffset.UTC).describe())
                .isEqualTo("Daily 02:00–06:00 Z");
        assertThat(MaintenanceWindow.daily("02:00", "06:00", ZoneId.of("UTC")).describe())
                .isEqualTo("Daily 02:00–06:00 UTC");
    }

    @Test
    void a_zone_is_needed() {
        assertThatNullPointerException()
                .isThrownBy(() -> MaintenanceWindow.daily("02:00", "06:00", null))
                .withMessage("zone");
    }

    // always

    private static final List<ZoneId> ZONES = Stream.of(
                    "America/New_York",
                    "Europe/Berlin",
                    "America/Sao_Paulo",
                    "Australia/Lord_Howe",
                    "Pacific/Apia",
                    "Asia/Beirut",
                    "UTC")
            .map(ZoneId::of)
            .toList();

    @Property(tries = 3000)
    void it_opens_when_it_says_so_and_is_closed_when_it_says_so(
            @ForAll @IntRange(min = 0, max = 6) int zone,
            @ForAll @IntRange(min = 0, max = 7) int day,
            @ForAll @IntRange(min = 0, max = 95) int from,
            @ForAll @IntRange(min = 1, max = 95) int length,
            @ForAll @LongRange(min = 1_300_000_000L, max = 1_900_000_000L) long second) {
        var start = LocalTime.MIDNIGHT.plusMinutes(15L * from);
        var end = start.plusMinutes(15L * length);
        var window = day == 0
                ? MaintenanceWindow.daily(start.toString(), end.toString(), ZONES.get(zone))
                : MaintenanceWindow.weekly(DayOfWeek.of(day), start.toString(), end.toString(), ZONES.get(zone));
        var now = Instant.ofEpochSecond(second);

        var opening = window.nextOpening(now).orElseThrow();
        var closing = window.closing(opening).orElseThrow();

        assertThat(opening).isAfterOrEqualTo(now).isBefore(now.plus(Duration.ofDays(15)));
        assertThat(window.isOpen(opening)).isTrue();
        assertThat(closing).isAfter(opening);
        assertThat(window.isOpen(closing)).isFalse();
        assertThat(window.isOpen(closing.minusNanos(1))).isTrue();
        if (!window.isOpen(now)) {
            assertThat(window.isOpen(opening.minusNanos(1))).isFalse();
            assertThat(window.closing(now)).isEmpty();
        } else {
            assertThat(opening).isEqualTo(now);
        }
    }
}
