package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

/** Conversions to {@code float} and {@code real}. */
final class ToFloat {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eEdD][+-]?\\d+)?");

    private ToFloat() {}

    static Object of(Object value, SqlType from, SqlType to) throws SQLException {
        if (value instanceof String text) {
            return checked(ofText(text, from, to), to);
        } else if (value instanceof LocalDateTime time) {
            return checked(ToTime.days(time).doubleValue(), to);
        } else if (value instanceof Double || value instanceof Float) {
            return checked(((Number) value).doubleValue(), to);
        }
        return checked(ToDecimal.exact(value).doubleValue(), to);
    }

    private static Object checked(double number, SqlType to) throws SQLException {
        if (to == SqlType.REAL && !Float.isFinite((float) number)) {
            throw Failure.of(232, Types.named(to), String.format(Locale.ROOT, "%f", number));
        }
        return Arithmetic.floating(number, to);
    }

    private static double ofText(String text, SqlType from, SqlType to) throws SQLException {
        var trimmed = ToInteger.trimmed(text);
        if (trimmed.isEmpty()) {
            return 0;
        } else if (!NUMBER.matcher(trimmed).matches()) {
            throw Failure.of(8114, Types.named(from), Types.named(to));
        }
        return Double.parseDouble(trimmed.replace('d', 'e').replace('D', 'e'));
    }
}
