package io.emrops.sqlserver.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.emrops.audit.TimeColumn;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The values of a query, each of a type that the server compares with its column exactly. */
final class Parameters {
    private static final int MAX = 2_000;
    private static final int NANOS_OF_TICK = 100;
    private static final int MILLI = 1_000_000;

    private static final int LONGEST = 8_000;

    /**
     * Drivers send texts as Unicode, and the server would compare the column's as such: by another order, if its collation is one of SQL
     * Server's own, and without its index. As long as can be, so that nothing is cut off.
     */
    private static final String OF_CODE_PAGE = "CAST(? AS varchar(8000))";

    private final List<Object> values = new ArrayList<>();

    List<Object> values() {
        return values;
    }

    /** Whether a value can be one of the column at all. */
    static boolean fits(Column column, String value) {
        if (column.isNumber()) {
            return isNumber(value);
        }
        return !column.isUuid() || isUuid(value);
    }

    private static boolean isNumber(String value) {
        try {
            return new BigDecimal(value).precision() <= 38;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isUuid(String value) {
        try {
            return UUID.fromString(value).toString().equalsIgnoreCase(value);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * A value of a column, and how the query has it.
     *
     * @throws IllegalArgumentException if it can be none
     */
    String value(Column column, String value) {
        if (!fits(column, value)) {
            throw new IllegalArgumentException("A value that was asked for can be none of " + column);
        }
        if (column.isUuid()) {
            return add("CAST(? AS uniqueidentifier)", value);
        }
        if (column.isNumber()) {
            return add("?", number(column, new BigDecimal(value)));
        }
        // Best fits of a code page would make one letter of another; only of these it is certain that they stay what
        // they are.
        return column.isOfCodePage()
                        && value.length() <= LONGEST
                        && US_ASCII.newEncoder().canEncode(value)
                ? add(OF_CODE_PAGE, value)
                : add("?", value);
    }

    /** A key that was read from the column, and how the query has it so that it sorts as the column does. */
    String key(Column column, String value) {
        return column.isOfCodePage() ? add(OF_CODE_PAGE, value) : value(column, value);
    }

    /** A decimal would keep the server from using an index of integers. */
    private static Object number(Column column, BigDecimal value) {
        try {
            return column.isInteger() ? (Object) value.longValueExact() : value;
        } catch (ArithmeticException e) {
            return value;
        }
    }

    /** The first value of the column that is this moment or later, and how the query has it. */
    String moment(Column column, TimeColumn meaning, Instant moment) {
        return column.isOffsetTime()
                ? add("?", upToTick(moment).atOffset(ZoneOffset.UTC))
                : recorded(column, meaning.firstRecordedAt(moment));
    }

    /** A time as it was recorded, and how the query has it. */
    String recorded(Column column, String time) {
        return column.isOffsetTime()
                ? add("?", Instant.parse(time).atOffset(ZoneOffset.UTC))
                : recorded(column, LocalDateTime.parse(time));
    }

    private String recorded(Column column, LocalDateTime time) {
        if (column.is("datetime")) {
            return add("CAST(? AS datetime)", upToThird(time));
        }
        if (column.is("smalldatetime")) {
            var minute = time.truncatedTo(ChronoUnit.MINUTES);
            return add("CAST(? AS smalldatetime)", minute.equals(time) ? minute : minute.plusMinutes(1));
        }
        return add(
                "?",
                upToTick(time.toInstant(ZoneOffset.UTC))
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDateTime());
    }

    private static Instant upToTick(Instant moment) {
        var over = moment.getNano() % NANOS_OF_TICK;
        return over == 0 ? moment : moment.plusNanos(NANOS_OF_TICK - over);
    }

    /** Milliseconds of a "datetime" end in 0, 3 or 7. */
    private static LocalDateTime upToThird(LocalDateTime time) {
        var milli = time.getNano() / MILLI;
        if (time.getNano() % MILLI != 0) {
            milli++;
        }
        var last = milli % 10;
        var up = last == 0 ? milli : last <= 3 ? milli - last + 3 : last <= 7 ? milli - last + 7 : milli - last + 10;
        return time.withNano(0).plusNanos((long) up * MILLI);
    }

    private String add(String text, Object value) {
        if (values.size() == MAX) {
            throw new IllegalArgumentException("A filter has at most " + MAX + " values");
        }
        values.add(value);
        return text;
    }
}
