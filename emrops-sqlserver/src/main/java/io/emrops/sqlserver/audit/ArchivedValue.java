package io.emrops.sqlserver.audit;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * The text of a value. Times are never asked for as texts: the driver would take them through the time zone of this machine, where some hours do not exist.
 */
final class ArchivedValue {
    private static final int DIGITS_OF_DATETIME = 3;
    private static final int MOST_DIGITS = 7;

    private ArchivedValue() {}

    /** As what the driver is to hand over values of this column. */
    static Class<?> typeOf(Column column) {
        return switch (column.type().orElse("")) {
            case "datetime", "datetime2", "smalldatetime" -> LocalDateTime.class;
            case "datetimeoffset" -> OffsetDateTime.class;
            case "date" -> LocalDate.class;
            case "time" -> LocalTime.class;
            default -> String.class;
        };
    }

    /** @param value of that type */
    static @Nullable String textOf(@Nullable Object value, Column column) {
        if (value instanceof LocalDateTime time) {
            return time.toLocalDate() + " " + clock(time, column);
        } else if (value instanceof OffsetDateTime time) {
            return time.toLocalDate() + " " + clock(time, column) + " " + offset(time);
        } else if (value instanceof LocalTime time) {
            return clock(time, column);
        }
        return value == null ? null : value.toString();
    }

    private static String offset(OffsetDateTime time) {
        return DateTimeFormatter.ofPattern("xxx").format(time);
    }

    /** With as many digits as the column has, and more only if the value had them. */
    private static String clock(TemporalAccessor time, Column column) {
        var digits = switch (column.type().orElse("")) {
            case "datetime" -> DIGITS_OF_DATETIME;
            case "smalldatetime" -> 0;
            default -> Math.min(column.scale(), MOST_DIGITS);
        };
        return new DateTimeFormatterBuilder()
                .appendPattern("HH:mm:ss")
                .appendFraction(ChronoField.NANO_OF_SECOND, digits, 9, true)
                .toFormatter()
                .format(time);
    }
}
