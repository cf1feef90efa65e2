package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** Functions of dates and times; of weeks the first day is Sunday, as in us_english. */
public final class Times {
    /** What is day zero to the server. */
    static final LocalDateTime BEGINNING = LocalDateTime.of(1900, 1, 1, 0, 0);

    private Times() {}

    /** {@code DATEADD}. */
    public static Value add(String part, Value number, Value time, String type) throws SQLException {
        var start = EngineValues.java(time);
        var count = EngineValues.java(number);
        if (start == null || count == null) {
            return EngineValues.engine(null);
        }
        var of = Types.of(type);
        try {
            return EngineValues.engine(added(part, ((Number) count).longValue(), start, of));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw Failure.of(517, Types.named(of));
        }
    }

    private static Object added(String part, long count, Object start, SqlType type) {
        if (start instanceof LocalTime time) {
            return type.require(plus(time.atDate(BEGINNING.toLocalDate()), part, count, type)
                    .toLocalTime());
        } else if (start instanceof LocalDate date) {
            return type.require(plus(date.atStartOfDay(), part, count, type).toLocalDate());
        } else if (start instanceof OffsetDateTime time) {
            var moved = plus(time.toLocalDateTime(), part, count, type);
            return type.require(moved.atOffset(time.getOffset()));
        }
        return type.require(plus((LocalDateTime) start, part, count, type));
    }

    /** A time of day goes round. */
    private static LocalDateTime plus(LocalDateTime time, String part, long count, SqlType type) {
        return switch (part) {
            case "year" -> time.plusYears(count);
            case "quarter" -> time.plusMonths(Math.multiplyExact(3, count));
            case "month" -> time.plusMonths(count);
            case "day", "dayofyear", "weekday" -> time.plusDays(count);
            case "week" -> time.plusWeeks(count);
            case "hour" -> time.plusHours(count);
            case "minute" -> time.plusMinutes(count);
            case "second" -> time.plusSeconds(count);
            case "millisecond" -> time.plus(count, ChronoUnit.MILLIS);
            case "microsecond" -> time.plus(count, ChronoUnit.MICROS);
            default -> rounded(time.plusNanos(count), type);
        };
    }

    /** Nanoseconds are rounded to what the type has. */
    private static LocalDateTime rounded(LocalDateTime time, SqlType type) {
        var unit = (int) Math.pow(
                10,
                9
                        - (type.kind() == Kind.DATETIME2
                                        || type.kind() == Kind.DATETIMEOFFSET
                                        || type.kind() == Kind.TIME
                                ? type.scale()
                                : 7));
        return time.plusNanos(unit / 2).minusNanos(time.plusNanos(unit / 2).getNano() % unit);
    }

    /** {@code DATEDIFF}, {@code DATEDIFF_BIG}: how many borders lie between them. */
    public static Value difference(String part, Value from, Value to, String type) throws SQLException {
        var start = EngineValues.java(from);
        var end = EngineValues.java(to);
        if (start == null || end == null) {
            return EngineValues.engine(null);
        }
        var isBig = type.equals("bigint");
        try {
            var borders = borders(part, utc(start), utc(end));
            if (isBig) {
                return EngineValues.engine(borders);
            }
            return EngineValues.engine(Math.toIntExact(borders));
        } catch (ArithmeticException e) {
            throw Failure.of(535, isBig ? "datediff_big" : "datediff", isBig ? "datediff_big" : "datediff");
        }
    }

    private static LocalDateTime utc(Object value) {
        if (value instanceof OffsetDateTime time) {
            return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        }
        return local(value);
    }

    /** As its own clock shows it. */
    static LocalDateTime local(Object value) {
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        } else if (value instanceof LocalTime time) {
            return time.atDate(BEGINNING.toLocalDate());
        } else if (value instanceof OffsetDateTime time) {
            return time.toLocalDateTime();
        }
        return (LocalDateTime) value;
    }

    private static long borders(String part, LocalDateTime from, LocalDateTime to) {
        return switch (part) {
            case "year" -> (long) to.getYear() - from.getYear();
            case "quarter" -> (months(to) / 3) - (months(from) / 3);
            case "month" -> months(to) - months(from);
            case "day", "dayofyear", "weekday" -> ChronoUnit.DAYS.between(from.toLocalDate(), to.toLocalDate());
            case "week" -> ChronoUnit.WEEKS.between(sunday(from), sunday(to));
            default -> {
                var unit = unit(part);
                yield unit.between(from.truncatedTo(unit), to.truncatedTo(unit));
            }
        };
    }

    private static long months(LocalDateTime time) {
        return time.getYear() * 12L + time.getMonthValue() - 1;
    }

    private static LocalDate sunday(LocalDateTime time) {
        return time.toLocalDate().minusDays(time.getDayOfWeek().getValue() % 7);
    }

    private static ChronoUnit unit(String part) {
        return switch (part) {
            case "hour" -> ChronoUnit.HOURS;
            case "minute" -> ChronoUnit.MINUTES;
            case "second" -> ChronoUnit.SECONDS;
            case "millisecond" -> ChronoUnit.MILLIS;
            case "microsecond" -> ChronoUnit.MICROS;
            default -> ChronoUnit.NANOS;
        };
    }

    /** {@code DATEPART}. */
    public static @Nullable Integer part(String part, Value time) {
        var value = EngineValues.java(time);
        return value == null ? null : part(part, value);
    }

    private static int part(String part, Object value) {
        var time = local(value);
        return switch (part) {
            case "year" -> time.getYear();
            case "quarter" -> (time.getMonthValue() + 2) / 3;
            case "month" -> time.getMonthValue();
            case "dayofyear" -> time.getDayOfYear();
            case "day" -> time.getDayOfMonth();
            case "week" ->
                1
                        + (time.getDayOfYear()
                                        - 1
                                        + time.withDayOfYear(1).getDayOfWeek().getValue() % 7)
                                / 7;
            case "weekday" -> time.getDayOfWeek().getValue() % 7 + 1;
            case "hour" -> time.getHour();
            case "minute" -> time.getMinute();
            case "second" -> time.getSecond();
            case "millisecond" -> time.getNano() / 1_000_000;
            case "microsecond" -> time.getNano() / 1_000;
            case "iso_week" -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case "tzoffset" ->
                value instanceof OffsetDateTime zoned ? zoned.getOffset().getTotalSeconds() / 60 : 0;
            default -> time.getNano();
        };
    }

    /** {@code DATENAME}. */
    public static @Nullable String name(String part, Value time) {
        var value = EngineValues.java(time);
        if (value == null) {
            return null;
        }
        return switch (part) {
            case "month" -> local(value).getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "weekday" -> local(value).getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "tzoffset" -> offset(part(part, value));
            default -> String.valueOf(part(part, value));
        };
    }

    private static String offset(int minutes) {
        return String.format(
                Locale.ROOT, "%s%02d:%02d", minutes < 0 ? "-" : "+", Math.abs(minutes) / 60, Math.abs(minutes) % 60);
    }

    /** {@code DATETRUNC}. */
    public static Value truncated(String part, Value time) {
        var value = EngineValues.java(time);
        if (value instanceof LocalDate date) {
            return EngineValues.engine(truncated(part, date.atStartOfDay()).toLocalDate());
        } else if (value instanceof LocalTime clock) {
            return EngineValues.engine(truncated(part, local(clock)).toLocalTime());
        } else if (value instanceof OffsetDateTime zoned) {
            return EngineValues.engine(truncated(part, zoned.toLocalDateTime()).atOffset(zoned.getOffset()));
        }
        return value == null ? time : EngineValues.engine(truncated(part, (LocalDateTime) value));
    }

    private static LocalDateTime truncated(String part, LocalDateTime time) {
        var day = time.truncatedTo(ChronoUnit.DAYS);
        return switch (part) {
            case "year" -> day.withDayOfYear(1);
            case "quarter" -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
            case "month" -> day.withDayOfMonth(1);
            case "week" -> sunday(time).atStartOfDay();
            case "iso_week" -> day.minusDays(day.getDayOfWeek().getValue() - 1L);
            case "day", "dayofyear" -> day;
            default -> time.truncatedTo(unit(part));
        };
    }
}
