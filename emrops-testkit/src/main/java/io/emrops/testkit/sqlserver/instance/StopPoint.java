package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.statement.RestoreOption.Stop;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Optional;

/**
 * Up to where a log is done again. At a time, what was committed at it or before is applied; the vendor's pages disagree on the
 * instant itself, so nobody should depend on that.
 *
 * @param at for a stop at a time
 * @param mark for a stop at a mark, or {@code lsn:} and a number
 * @param after the first mark at or after this time counts
 */
record StopPoint(Stop.Kind kind, Optional<Instant> at, String mark, Optional<Instant> after) {
    private static final String LSN = "lsn:";
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd['T'][' ']HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 7, true)
            .toFormatter();

    /** @throws Refusal if a time is none */
    static Optional<StopPoint> of(Instance instance, List<Stop> stops, Values values, ZoneId zone) throws Refusal {
        if (stops.isEmpty()) {
            return Optional.empty();
        }
        var stop = stops.get(0);
        var point = values.text(stop.point());
        var after = stop.after().isEmpty()
                ? Optional.<Instant>empty()
                : Optional.of(instant(instance, values.text(stop.after().get()), zone));
        return Optional.of(
                stop.kind() == Stop.Kind.STOPAT
                        ? new StopPoint(stop.kind(), Optional.of(instant(instance, point, zone)), "", after)
                        : new StopPoint(stop.kind(), Optional.empty(), point, after));
    }

    private static Instant instant(Instance instance, String text, ZoneId zone) throws Refusal {
        try {
            return LocalDateTime.parse(text.strip(), TIME).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw instance.refusal(241);
        }
    }

    boolean isTime() {
        return at.isPresent();
    }

    /** The transactions of a log that come before the point; empty if the log does not reach it. */
    Optional<List<Commit>> before(List<Commit> log, Instant until) {
        if (at.isPresent()) {
            var time = at.get();
            return until.isBefore(time)
                    ? Optional.empty()
                    : Optional.of(log.stream()
                            .filter(commit -> !commit.at().isAfter(time))
                            .toList());
        }
        for (var i = 0; i < log.size(); i++) {
            if (isMark(log.get(i))) {
                return Optional.of(log.subList(0, kind == Stop.Kind.STOPATMARK ? i + 1 : i));
            }
        }
        return Optional.empty();
    }

    private boolean isMark(Commit commit) {
        if (mark.regionMatches(true, 0, LSN, 0, LSN.length())) {
            return commit.lsn()
                            .decimal()
                            .compareTo(
                                    new BigDecimal(mark.substring(LSN.length()).strip()))
                    >= 0;
        }
        return commit.mark().equals(mark)
                && after.map(time -> !commit.at().isBefore(time)).orElse(true);
    }
}
