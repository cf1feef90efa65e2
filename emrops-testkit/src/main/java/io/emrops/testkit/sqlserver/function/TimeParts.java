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
import java.util.regex.Pattern;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** Functions that make dates and times of their parts, and such as look at them. */
public final class TimeParts {
    private static final Pattern OFFSET = Pattern.compile("[+-]\\d{2}:\\d{2}");
    private static final int MOST_MINUTES = 14 * 60;

    private TimeParts() {}

    /** {@code EOMONTH}. */
    public static Value endOfMonth(Value date, Value months) throws SQLException {
        var start = EngineValues.java(date);
        if (start == null) {
            return date;
        }
        var count = EngineValues.java(months);
        try {
            var month = ((LocalDate) start).plusMonths(count == null ? 0 : ((Number) count).longValue());
            return EngineValues.engine(SqlType.DATE.require(month.withDayOfMonth(month.lengthOfMonth())));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Failure.of(517, "date");
        }
    }

    /** {@code FROMPARTS}: year to second and fraction, of which the scale says what they count. */
    public static Value fromParts(
            @Nullable Integer year,
            @Nullable Integer month,
            @Nullable Integer day,
            @Nullable Integer hour,
            @Nullable Integer minute,
            @Nullable Integer second,
            @Nullable Integer fraction,
            int scale,
            String type)
            throws SQLException {
        if (year == null
                || month == null
                || day == null
                || hour == null
                || minute == null
                || second == null
                || fraction == null) {
            return EngineValues.engine(null);
        }
        var to = Types.of(type);
        try {
            var unit = to.kind() == Kind.DATETIME ? 1_000_000L : (long) Math.pow(10, 9 - scale);
            if (to.kind() != Kind.DATETIME && fraction >= Math.pow(10, scale) && fraction != 0 || fraction < 0) {
                throw new DateTimeException("more than a second");
            }
            var nanos = Math.toIntExact(Math.multiplyExact(unit, fraction));
            var time = LocalDateTime.of(LocalDate.of(year, month, day), LocalTime.of(hour, minute, second, nanos));
            return EngineValues.engine(
                    switch (to.kind()) {
                        case DATE -> to.require(time.toLocalDate());
                        case TIME -> to.require(time.toLocalTime());
                        default -> to.require(time);
                    });
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw Failure.of(289, Types.named(to));
        }
    }

    /** {@code ISDATE}: whether it could be a datetime. */
    public static int isDate(Value text) {
        var value = EngineValues.java(text);
        if (value == null || ((String) value).isBlank()) {
            return 0;
        }
        try {
            ToTime.of(value, SqlType.VARCHAR_MAX, SqlType.DATETIME, Conversion.NO_STYLE);
            return 1;
        } catch (SQLException e) {
            return 0;
        }
    }

    /** {@code SWITCHOFFSET}: the same moment. */
    public static Value switched(Value time, Value offset) throws SQLException {
        var start = EngineValues.java(time);
        var to = EngineValues.java(offset);
        if (start == null || to == null) {
            return EngineValues.engine(null);
        }
        return EngineValues.engine(((OffsetDateTime) start).withOffsetSameInstant(offset(to)));
    }

    /** {@code TODATETIMEOFFSET}: the same clock. */
    public static Value placed(Value time, Value offset) throws SQLException {
        var start = EngineValues.java(time);
        var to = EngineValues.java(offset);
        if (start == null || to == null) {
            return EngineValues.engine(null);
        }
        return EngineValues.engine(((LocalDateTime) start).atOffset(offset(to)));
    }

    private static ZoneOffset offset(Object value) throws SQLException {
        var minutes = MOST_MINUTES + 1;
        if (value instanceof Number number) {
            minutes = (int) Math.max(-MOST_MINUTES - 1, Math.min(MOST_MINUTES + 1, number.longValue()));
        } else if (value instanceof String text && OFFSET.matcher(text).matches()) {
            var total = Integer.parseInt(text.substring(1, 3)) * 60 + Integer.parseInt(text.substring(4));
            minutes = text.startsWith("-") ? -total : total;
        }
        if (Math.abs(minutes) > MOST_MINUTES) {
            throw Failure.of(9812, "switchoffset");
        }
        return ZoneOffset.ofTotalSeconds(60 * minutes);
    }
}
