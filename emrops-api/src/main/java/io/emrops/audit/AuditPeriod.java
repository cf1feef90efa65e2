package io.emrops.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;

/**
 * A time that is looked at.
 *
 * @param from the first moment of it
 * @param to the first moment after it; later than {@code from}
 */
public record AuditPeriod(Instant from, Instant to) {
    public AuditPeriod {
        Objects.requireNonNull(from, "from");
        if (!Objects.requireNonNull(to, "to").isAfter(from)) {
            throw new IllegalArgumentException("A time that begins at " + from + " ends later, not at " + to);
        }
    }

    /**
     * The time before a moment.
     *
     * @param length positive
     */
    public static AuditPeriod before(Instant moment, Duration length) {
        return new AuditPeriod(moment.minus(length), moment);
    }

    /** A day of the calendar: 23 or 25 hours where the clock is changed. */
    public static AuditPeriod day(LocalDate day, ZoneId zone) {
        return new AuditPeriod(
                day.atStartOfDay(zone).toInstant(),
                day.plusDays(1).atStartOfDay(zone).toInstant());
    }

    /** As part of a sentence: "2026-11-15T00:00:00Z up to 2026-11-22T00:00:00Z". */
    @Override
    public String toString() {
        return from + " up to " + to;
    }
}
