package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Locale;

/** Conversions to whole numbers. */
final class ToInteger {
    /** What a double is written with before it is cut: more are not its own. */
    static final MathContext DIGITS_OF_DOUBLE = new MathContext(17);

    private ToInteger() {}

    static Object of(Object value, SqlType from, SqlType to) throws SQLException {
        if (value instanceof String text) {
            return boxed(ofText(text, from, to), to);
        } else if (value instanceof byte[] bytes) {
            return boxed(ofBytes(bytes, to), to);
        } else if (value instanceof Boolean bit) {
            return boxed(bit ? BigInteger.ONE : BigInteger.ZERO, to);
        } else if (value instanceof LocalDateTime time) {
            return boxed(
                    checked(ToTime.days(time).setScale(0, RoundingMode.HALF_UP).toBigInteger(), from, to), to);
        } else if (value instanceof Double || value instanceof Float) {
            return boxed(ofFloat(((Number) value).doubleValue(), to), to);
        }
        var isRounded = from.kind() == Kind.MONEY || from.kind() == Kind.SMALLMONEY;
        var number = ToDecimal.exact(value).setScale(0, isRounded ? RoundingMode.HALF_UP : RoundingMode.DOWN);
        return boxed(checked(number.toBigInteger(), from, to), to);
    }

    private static Object boxed(BigInteger number, SqlType to) {
        if (to == SqlType.BIGINT) {
            return number.longValue();
        }
        return number.intValue();
    }

    private static BigInteger checked(BigInteger number, SqlType from, SqlType to) throws SQLException {
        if (Types.holds(to, number)) {
            return number;
        }
        var isInteger = switch (from.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> true;
            default -> false;
        };
        if (isInteger && (to == SqlType.TINYINT || to == SqlType.SMALLINT)) {
            throw Failure.of(220, Types.named(to), number);
        }
        throw Failure.of(8115, isInteger ? "expression" : Types.numeric(from), Types.named(to));
    }

    private static BigInteger ofFloat(double value, SqlType to) throws SQLException {
        var number = new BigDecimal(value).round(DIGITS_OF_DOUBLE);
        var whole = number.setScale(0, RoundingMode.DOWN).toBigInteger();
        if (!Types.holds(to, whole)) {
            throw Failure.of(
                    232,
                    Types.named(to),
                    number.setScale(6, RoundingMode.HALF_UP).toPlainString());
        }
        return whole;
    }

    /** Blanks alone are cut off, no other white space. */
    static String trimmed(String text) {
        var start = 0;
        while (start < text.length() && text.charAt(start) == ' ') {
            start++;
        }
        return CollationKeys.withoutBlanks(text)
                .substring(Math.min(start, CollationKeys.withoutBlanks(text).length()));
    }

    private static BigInteger ofText(String text, SqlType from, SqlType to) throws SQLException {
        var number = digits(text, from, to);
        if (Types.holds(to, number)) {
            return number;
        }
        throw switch (to.kind()) {
            case TINYINT -> Failure.of(244, Types.named(from), text, "INT1");
            case SMALLINT -> Failure.of(244, Types.named(from), text, "INT2");
            case INT -> Failure.of(248, Types.named(from), text);
            default -> Failure.of(8115, "expression", Types.named(to));
        };
    }

    /** The empty text, and a sign alone, are zero. */
    static BigInteger digits(String text, SqlType from, SqlType to) throws SQLException {
        var trimmed = trimmed(text);
        var isSigned = trimmed.startsWith("-") || trimmed.startsWith("+");
        var digits = isSigned ? trimmed(trimmed.substring(1)) : trimmed;
        for (var i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                throw to == SqlType.BIGINT
                        ? Failure.of(8114, Types.named(from), Types.named(to))
                        : Failure.of(245, Types.named(from), text, to.toString().toLowerCase(Locale.ROOT));
            }
        }
        var number = digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
        return trimmed.startsWith("-") ? number.negate() : number;
    }

    /** The last bytes, as many as the type has. */
    static BigInteger ofBytes(byte[] bytes, SqlType to) {
        var size = ToBytes.sizeOf(to);
        var last = new byte[size + 1];
        var count = Math.min(size, bytes.length);
        System.arraycopy(bytes, bytes.length - count, last, last.length - count, count);
        var number = new BigInteger(last);
        var isNegative = to != SqlType.TINYINT && number.testBit(size * 8 - 1);
        return isNegative ? number.subtract(BigInteger.ONE.shiftLeft(size * 8)) : number;
    }
}
