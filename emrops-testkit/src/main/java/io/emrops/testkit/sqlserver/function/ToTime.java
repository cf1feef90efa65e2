package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Conversions to dates and times. */
final class ToTime {
    private static final BigDecimal NANOS_PER_DAY = BigDecimal.valueOf(86_400_000_000_000L);
    private static final BigDecimal TICKS_PER_DAY = BigDecimal.valueOf(300L * 86_400);
    private static final long NANOS_PER_DAY_AS_LONG = 86_400_000_000_000L;

    private ToTime() {}

    static Object of(Object value, SqlType from, SqlType to, int style) throws SQLException {
        if (value instanceof String text) {
            return ofText(text, from, to, style);
        } else if (value instanceof OffsetDateTime time) {
            return in(time, from, to);
        } else if (value instanceof LocalDate date) {
            return in(date.atStartOfDay().atOffset(ZoneOffset.UTC), from, to);
        } else if (value instanceof LocalTime time) {
            return in(time.atDate(Times.BEGINNING.toLocalDate()).atOffset(ZoneOffset.UTC), from, to);
        } else if (value instanceof LocalDateTime time) {
            return in(precise(time, from, to).atOffset(ZoneOffset.UTC), from, to);
        } else if (value instanceof byte[] bytes) {
            return ofBytes(bytes, to);
        }
        return ofDays(ToDecimal.exact(value), to);
    }

    /** What is shown as .003 is kept as a third of a hundredth, which finer types can hold. */
    private static LocalDateTime precise(LocalDateTime time, SqlType from, SqlType to) {
        var isFine = switch (to.kind()) {
            case DATETIME2, DATETIMEOFFSET, TIME -> to.scale() > 3;
            default -> false;
        };
        if (from.kind() != Kind.DATETIME || !isFine) {
            return time;
        }
        return time.truncatedTo(ChronoUnit.DAYS).plusNanos(Math.round(ticks(time.toLocalTime()) * 100_000.0 / 3) * 100);
    }

    /** In 1/300 s since midnight. */
    static long ticks(LocalTime time) {
        return Math.round(time.toNanoOfDay() * 3 / 10_000_000.0);
    }

    /** Since 1900. */
    static BigDecimal days(LocalDateTime time) {
        var days = ChronoUnit.DAYS.between(Times.BEGINNING.toLocalDate(), time.toLocalDate());
        var part = BigDecimal.valueOf(ticks(time.toLocalTime())).divide(TICKS_PER_DAY, MathContext.DECIMAL128);
        return BigDecimal.valueOf(days).add(part);
    }

    private static Object ofDays(BigDecimal days, SqlType to) throws SQLException {
        var whole = days.setScale(0, RoundingMode.FLOOR);
        try {
            var nanos = days.subtract(whole).multiply(NANOS_PER_DAY).setScale(0, RoundingMode.HALF_UP);
            var time = Times.BEGINNING.plusDays(whole.longValueExact()).plusNanos(nanos.longValueExact());
            return to.require(time);
        } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
            throw Failure.of(8115, "expression", Types.named(to));
        }
    }

    private static Object ofBytes(byte[] bytes, SqlType to) throws SQLException {
        if (to.kind() != Kind.DATETIME) {
            throw Failure.notPlayed("convert binaries to " + Types.named(to));
        }
        try {
            return to.require(ToBytes.dateTime(bytes));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Failure.of(8115, "expression", Types.named(to));
        }
    }

    private static Object ofText(String text, SqlType from, SqlType to, int style) throws SQLException {
        var isOld = to.kind() == Kind.DATETIME || to.kind() == Kind.SMALLDATETIME;
        try {
            var read = TimeText.read(text, TimeText.Order.of(style), isOld);
            if (read.isEmpty()) {
                throw unreadable(to);
            }
            return in(read.get(), from, to);
        } catch (DateTimeException e) {
            throw isOld ? outside(from, to) : unreadable(to);
        }
    }

    private static SQLException unreadable(SqlType to) {
        return Failure.of(to.kind() == Kind.SMALLDATETIME ? 295 : 241);
    }

    private static SQLException outside(SqlType from, SqlType to) {
        return Failure.of(242, Types.named(from), Types.named(to));
    }

    private static Object in(OffsetDateTime time, SqlType from, SqlType to) throws SQLException {
        var local = time.toLocalDateTime();
        try {
            return switch (to.kind()) {
                case DATE -> to.require(local.toLocalDate());
                case TIME -> rounded(local.toLocalTime(), to.scale());
                case DATETIME2 -> to.require(rounded(local, to.scale()));
                case DATETIMEOFFSET -> to.require(rounded(local, to.scale()).atOffset(time.getOffset()));
                case SMALLDATETIME -> to.require(SqlType.DATETIME.require(local));
                default -> to.require(local);
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Types.isText(from) && to.kind() != Kind.DATETIME && to.kind() != Kind.SMALLDATETIME
                    ? Failure.of(241)
                    : outside(from, to);
        }
    }

    private static LocalDateTime rounded(LocalDateTime time, int scale) {
        return time.truncatedTo(ChronoUnit.DAYS).plusNanos(nanos(time.toLocalTime(), scale));
    }

    /** The last moment of a day does not become the first. */
    private static LocalTime rounded(LocalTime time, int scale) {
        var nanos = nanos(time, scale);
        return nanos < NANOS_PER_DAY_AS_LONG
                ? LocalTime.ofNanoOfDay(nanos)
                : (LocalTime) SqlType.time(scale).require(time);
    }

    private static long nanos(LocalTime time, int scale) {
        var unit = (long) Math.pow(10, 9 - scale);
        return (time.toNanoOfDay() + unit / 2) / unit * unit;
    }
}
