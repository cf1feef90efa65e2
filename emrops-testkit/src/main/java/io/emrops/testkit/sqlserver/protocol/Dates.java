package io.emrops.testkit.sqlserver.protocol;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** How SQL Server counts days and parts of a day. */
final class Dates {
    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
    private static final LocalDate DAY_OF_1900 = LocalDate.of(1900, 1, 1);
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    private static final int TICKS_PER_DAY = 300 * 86_400;
    private static final int MILLIS_PER_DAY = 86_400_000;

    private Dates() {}

    static long days(LocalDate date) {
        return ChronoUnit.DAYS.between(FIRST_DAY, date);
    }

    static LocalDate date(long days) throws ProtocolException {
        if (days < 0 || days > days(LocalDate.of(9999, 12, 31))) {
            throw new ProtocolException("there is no day " + days);
        }
        return FIRST_DAY.plusDays(days);
    }

    static int daysFrom1900(LocalDate date) {
        return (int) ChronoUnit.DAYS.between(DAY_OF_1900, date);
    }

    static LocalDate dateFrom1900(int days) throws ProtocolException {
        return date(days(DAY_OF_1900) + days);
    }

    /** The units of 10<sup>-scale</sup> seconds since midnight. */
    static long units(LocalTime time, int scale) {
        return time.toNanoOfDay() / nanosPerUnit(scale);
    }

    static LocalTime time(long units, int scale) throws ProtocolException {
        var perUnit = nanosPerUnit(scale);
        if (units < 0 || units >= NANOS_PER_DAY / perUnit) {
            throw new ProtocolException("a day does not have " + units + " units");
        }
        return LocalTime.ofNanoOfDay(units * perUnit);
    }

    /** In 1/300 s since midnight. */
    static int ticks300(LocalTime time) {
        return (int) Math.round(time.toNanoOfDay() * 3 / 10_000_000.0);
    }

    /** Shown in milliseconds, as SQL Server does. */
    static LocalTime fromTicks300(int ticks) throws ProtocolException {
        if (ticks < 0 || ticks >= TICKS_PER_DAY) {
            throw new ProtocolException("a day does not have " + ticks + " ticks");
        }
        var millis = Math.min(MILLIS_PER_DAY - 1, Math.round(ticks * 10 / 3.0));
        return LocalTime.ofNanoOfDay(millis * 1_000_000);
    }

    private static long nanosPerUnit(int scale) {
        var nanos = 1L;
        for (var i = scale; i < 9; i++) {
            nanos *= 10;
        }
        return nanos;
    }
}
