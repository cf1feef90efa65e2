package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.regex.Pattern;

/** Conversions to {@code decimal}, {@code numeric}, {@code money} and {@code smallmoney}. */
final class ToDecimal {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)");
    private static final Pattern AMOUNT = Pattern.compile("(?:\\d[\\d,]*)?(?:\\.\\d*)?");
    private static final String CURRENCIES = "$\u00a3\u20ac\u00a5\u00a2\u00a4";

    private ToDecimal() {}

    static BigDecimal of(Object value, SqlType from, SqlType to) throws SQLException {
        var isMoney = to.kind() == Kind.MONEY || to.kind() == Kind.SMALLMONEY;
        if (value instanceof String text) {
            return isMoney ? ofAmount(text, to) : ofNumber(text, from, to);
        } else if (value instanceof byte[] bytes) {
            return isMoney ? new BigDecimal(ToInteger.ofBytes(bytes, to), 4) : ToBytes.decimal(bytes, to);
        }
        var number = (value instanceof LocalDateTime time ? ToTime.days(time) : exact(value))
                .setScale(Types.scale(to), RoundingMode.HALF_UP);
        if (Types.holds(to, number)) {
            return number;
        }
        throw Failure.of(8115, isIntegerOf(from, to) ? "expression" : Types.numeric(from), Types.numeric(to));
    }

    /** Between whole numbers and money the message names no type. */
    private static boolean isIntegerOf(SqlType from, SqlType to) {
        return (to.kind() == Kind.MONEY || to.kind() == Kind.SMALLMONEY)
                && (from == SqlType.INT || from == SqlType.BIGINT);
    }

    /** Any number. */
    static BigDecimal exact(Object value) {
        if (value instanceof Boolean bit) {
            return bit ? BigDecimal.ONE : BigDecimal.ZERO;
        } else if (value instanceof Double || value instanceof Float) {
            return new BigDecimal(((Number) value).doubleValue()).round(ToInteger.DIGITS_OF_DOUBLE);
        }
        return value instanceof BigDecimal number ? number : BigDecimal.valueOf(((Number) value).longValue());
    }

    private static BigDecimal ofNumber(String text, SqlType from, SqlType to) throws SQLException {
        var trimmed = ToInteger.trimmed(text);
        if (!NUMBER.matcher(trimmed).matches()) {
            throw Failure.of(8114, Types.named(from), Types.numeric(to));
        }
        var number = new BigDecimal(trimmed).setScale(to.scale(), RoundingMode.HALF_UP);
        if (!Types.holds(to, number)) {
            throw Failure.of(8115, Types.named(from), Types.numeric(to));
        }
        return number;
    }

    /** With a sign of currency, and with commas. */
    private static BigDecimal ofAmount(String text, SqlType to) throws SQLException {
        var isSmall = to.kind() == Kind.SMALLMONEY;
        var rest = ToInteger.trimmed(text);
        var isNegative = false;
        for (var i = 0; i < 2 && !rest.isEmpty(); i++) {
            var first = rest.charAt(0);
            if (first == '-' || first == '+' || CURRENCIES.indexOf(first) >= 0) {
                isNegative |= first == '-';
                rest = ToInteger.trimmed(rest.substring(1));
            }
        }
        if (!AMOUNT.matcher(rest).matches()) {
            throw Failure.of(isSmall ? 293 : 235);
        }
        var digits = rest.replace(",", "");
        var number = digits.isEmpty() || digits.equals(".") ? BigDecimal.ZERO : new BigDecimal(digits);
        var amount = (isNegative ? number.negate() : number).setScale(4, RoundingMode.HALF_UP);
        if (!Types.holds(to, amount)) {
            throw Failure.of(isSmall ? 294 : 236);
        }
        return amount;
    }
}
