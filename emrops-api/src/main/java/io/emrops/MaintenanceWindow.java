package io.emrops;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When work on a system is allowed, in the hospital's own time. Times are local to a zone that knows daylight saving:
 * a start or end that falls into the hour that spring skips is moved to the next instant that exists, and one that
 * autumn has twice is the first of the two. Abbreviations such as {@code EST} and offsets such as {@code -05:00} are
 * refused, as they are not the hospital's time in summer; UTC is taken.
 */
public final class MaintenanceWindow {
    private static final Set<String> NOT_A_PLACE =
            Set.of("EST", "MST", "HST", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT");
    private static final int DAYS_TO_SEARCH = 15;

    private final Set<DayOfWeek> days;
    private final LocalTime from;
    private final LocalTime to;
    private final ZoneId zone;
    private final Optional<Period> once;

    private record Period(Instant start, Instant end) {
        boolean contains(Instant t) {
            return !t.isBefore(start) && t.isBefore(end);
        }
    }

    private MaintenanceWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone, Optional<Period> once) {
        this.days = days;
        this.from = from;
        this.to = to;
        this.zone = zone;
        this.once = once;
    }

    /**
     * Every week on one day.
     *
     * @param from local time such as {@code 02:00}, included
     * @param to local time, excluded; not later than {@code from} means the next day
     * @throws IllegalArgumentException if a time cannot be read, both are the same, or the zone is no place
     */
    public static MaintenanceWindow weekly(DayOfWeek day, String from, String to, ZoneId zone) {
        return recurring(EnumSet.of(day), from, to, zone);
    }

    /** Every day; see {@link #weekly}. */
    public static MaintenanceWindow daily(String from, String to, ZoneId zone) {
        return recurring(EnumSet.allOf(DayOfWeek.class), from, to, zone);
    }

    /**
     * One time only.
     *
     * @param zone for showing it
     */
    public static MaintenanceWindow once(Instant start, Instant end, ZoneId zone) {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("The window ends at " + end + ", which is not after its start " + start);
        }
        return new MaintenanceWindow(
                Set.of(), LocalTime.MIN, LocalTime.MIN, place(zone), Optional.of(new Period(start, end)));
    }

    private static MaintenanceWindow recurring(Set<DayOfWeek> days, String from, String to, ZoneId zone) {
        var start = time(from);
        var end = time(to);
        if (start.equals(end)) {
            throw new IllegalArgumentException("The window begins and ends at " + from);
        }
        return new MaintenanceWindow(days, start, end, place(zone), Optional.empty());
    }

    /** Whether work is allowed at this instant. */
    public boolean isOpen(Instant t) {
        return closing(t).isPresent();
    }

    /** When the window that is open at this instant closes; empty if none is open. */
    public Optional<Instant> closing(Instant t) {
        if (once.isPresent()) {
            return once.filter(p -> p.contains(t)).map(Period::end);
        }
        var end = end(t);
        // Where spring skips an hour, one window may end in the very instant in which the next begins.
        for (var further = end.flatMap(this::end); further.isPresent(); further = end.flatMap(this::end)) {
            end = further;
        }
        return end;
    }

    private Optional<Instant> end(Instant t) {
        var date = t.atZone(zone).toLocalDate();
        for (var d = date.minusDays(1); !d.isAfter(date); d = d.plusDays(1)) {
            var period = on(d);
            if (period.isPresent() && period.get().contains(t)) {
                return period.map(Period::end);
            }
        }
        return Optional.empty();
    }

    /** The first instant from this one on at which work is allowed; empty if there is none any more. */
    public Optional<Instant> nextOpening(Instant t) {
        if (isOpen(t)) {
            return Optional.of(t);
        }
        if (once.isPresent()) {
            return once.map(Period::start).filter(start -> start.isAfter(t));
        }
        var date = t.atZone(zone).toLocalDate();
        for (int i = 0; i < DAYS_TO_SEARCH; i++) {
            var period = on(date.plusDays(i));
            if (period.isPresent() && !period.get().start().isBefore(t)) {
                return period.map(Period::start);
            }
        }
        return Optional.empty();
    }

    /** The zone whose time this is. */
    public ZoneId zone() {
        return zone;
    }

    /** The window in words, such as {@code Sundays 02:00–06:00 America/New_York}, and what a change of clocks does to it. */
    public String describe() {
        if (once.isPresent()) {
            return once.map(p -> local(p.start()) + " to " + local(p.end()) + " " + zone)
                    .get();
        }
        return recurrence() + summerNote();
    }

    private String recurrence() {
        var on = days.size() == 7
                ? "Daily"
                : days.stream()
                        .map(d -> d.getDisplayName(TextStyle.FULL, Locale.ENGLISH) + "s")
                        .collect(Collectors.joining(", "));
        return on + " " + from + "–" + to + " " + zone;
    }

    private String local(Instant t) {
        var local = t.atZone(zone);
        var twice = zone.getRules().getValidOffsets(local.toLocalDateTime()).size() > 1;
        return local.toLocalDateTime().toString().replace('T', ' ') + (twice ? " (" + local.getOffset() + ")" : "");
    }

    private String summerNote() {
        for (var rule : zone.getRules().getTransitionRules()) {
            var change = rule.createTransition(2024);
            var note = change.isGap() ? summerNote(change.getDateTimeBefore(), change.getDateTimeAfter()) : "";
            if (!note.isEmpty()) {
                return " (when clocks go forward, it " + note + ")";
            }
        }
        return "";
    }

    private String summerNote(LocalDateTime before, LocalDateTime after) {
        var date = before.toLocalDate();
        var sameDay = to.isAfter(from);
        if (days.contains(date.getDayOfWeek()) && skipped(date.atTime(from), before, after)) {
            return sameDay && !date.atTime(to).isAfter(after) ? "does not open" : "begins at " + after.toLocalTime();
        }
        var begins = sameDay ? date : date.minusDays(1);
        return days.contains(begins.getDayOfWeek()) && skipped(date.atTime(to), before, after)
                ? "ends at " + after.toLocalTime()
                : "";
    }

    private static boolean skipped(LocalDateTime local, LocalDateTime before, LocalDateTime after) {
        return !local.isBefore(before) && local.isBefore(after);
    }

    private Optional<Period> on(LocalDate date) {
        if (!days.contains(date.getDayOfWeek())) {
            return Optional.empty();
        }
        var end = to.isAfter(from) ? date : date.plusDays(1);
        var period = new Period(instant(date.atTime(from)), instant(end.atTime(to)));
        return Optional.of(period).filter(p -> p.start().isBefore(p.end()));
    }

    private Instant instant(LocalDateTime local) {
        var change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }

    private static ZoneId place(ZoneId zone) {
        Objects.requireNonNull(zone, "zone");
        // On older JDKs EST arrives as the offset it stands for: ZoneId.SHORT_IDS and TimeZone both say -05:00.
        var offset = zone.normalized() instanceof ZoneOffset o && !o.equals(ZoneOffset.UTC);
        if (offset || NOT_A_PLACE.contains(zone.getId())) {
            throw new IllegalArgumentException(
                    "\"" + zone + "\" is no place; name the hospital's zone, such as America/New_York");
        }
        return zone;
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("Not a time of day such as 02:00: \"" + text + "\"", e);
        }
    }

    /** The length of the longest run that fits in, summer time aside; for plans. */
    public Duration length() {
        return once.map(p -> Duration.between(p.start(), p.end())).orElseGet(() -> {
            var d = Duration.between(from, to);
            return d.isNegative() ? d.plusDays(1) : d;
        });
    }

    /** What it was made from; unlike {@link #describe}, the same with any time-zone data. */
    @Override
    public String toString() {
        return once.map(p -> p.start() + " to " + p.end() + " " + zone).orElseGet(this::recurrence);
    }
}
