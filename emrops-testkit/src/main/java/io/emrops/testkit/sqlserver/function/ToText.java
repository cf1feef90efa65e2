package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.temporal.Temporal;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/** Conversions to texts. */
final class ToText {
    static final Charset CODE_PAGE = Charset.forName("windows-1252");

    private static final MathContext SIX = new MathContext(6, RoundingMode.HALF_UP);

    private ToText() {}

    /** However long it is. */
    static String of(Object value, SqlType from, int style, SqlType to) throws SQLException {
        if (value instanceof String text) {
            return inCodePageOf(to, text);
        } else if (value instanceof Boolean bit) {
            return bit ? "1" : "0";
        } else if (value instanceof Double || value instanceof Float) {
            return ofFloat((Number) value, style);
        } else if (value instanceof BigDecimal number) {
            var isMoney = from.kind() == Kind.MONEY || from.kind() == Kind.SMALLMONEY;
            return isMoney ? ofMoney(number, style) : number.toPlainString();
        } else if (value instanceof Temporal time) {
            return TimeStyles.written(time, from, style);
        } else if (value instanceof UUID id) {
            return id.toString().toUpperCase(Locale.ROOT);
        } else if (value instanceof byte[] bytes) {
            return ofBytes(bytes, style, to);
        }
        return value.toString();
    }

    /** What the code page does not have is a question mark, if the type is of the code page. */
    static String inCodePageOf(SqlType type, String text) {
        if (Types.isNational(type)) {
            return text;
        }
        var letters = text.toCharArray();
        var encoder = CODE_PAGE.newEncoder();
        for (var i = 0; i < letters.length; i++) {
            if (letters[i] > 0x7F && !encoder.canEncode(letters[i])) {
                letters[i] = '?';
            }
        }
        return new String(letters);
    }

    private static String ofFloat(Number value, int style) throws SQLException {
        var number = value.doubleValue();
        var isReal = value instanceof Float;
        return switch (style) {
            case Conversion.NO_STYLE, 0 -> shortest(number);
            case 1 -> scientific(number, 7);
            case 2 -> scientific(number, 15);
            case 3 -> scientific(number, isReal ? 8 : 16);
            default -> throw Failure.of(281, style, isReal ? "real" : "float");
        };
    }

    /** Six digits, as {@code %g} has them, but with an exponent of three. */
    private static String shortest(double number) {
        if (number == 0) {
            return "0";
        }
        var rounded = new BigDecimal(number)
                .round(ToInteger.DIGITS_OF_DOUBLE)
                .round(SIX)
                .stripTrailingZeros();
        var exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return rounded.toPlainString();
        }
        return withExponent(rounded.movePointLeft(exponent).toPlainString(), exponent);
    }

    private static String scientific(double number, int places) {
        if (number == 0) {
            return withExponent(BigDecimal.ZERO.setScale(places).toPlainString(), 0);
        }
        var rounded = new BigDecimal(number).round(new MathContext(places + 1, RoundingMode.HALF_UP));
        var exponent = rounded.precision() - rounded.scale() - 1;
        var mantissa = rounded.movePointLeft(exponent).setScale(places, RoundingMode.UNNECESSARY);
        return withExponent(mantissa.toPlainString(), exponent);
    }

    private static String withExponent(String mantissa, int exponent) {
        return mantissa + String.format(Locale.ROOT, "e%s%03d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static String ofMoney(BigDecimal amount, int style) {
        return switch (style) {
            case 1 -> String.format(Locale.ROOT, "%,.2f", amount.setScale(2, RoundingMode.HALF_UP));
            case 2, 126 -> amount.setScale(4, RoundingMode.HALF_UP).toPlainString();
            default -> amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
        };
    }

    private static String ofBytes(byte[] bytes, int style, SqlType to) {
        var digits = HexFormat.of().withUpperCase().formatHex(bytes);
        return switch (style) {
            case 1 -> "0x" + digits;
            case 2 -> digits;
            default -> Types.isNational(to) ? ofUnits(bytes) : new String(bytes, CODE_PAGE);
        };
    }

    private static String ofUnits(byte[] bytes) {
        return new String(bytes, 0, bytes.length / 2 * 2, StandardCharsets.UTF_16LE);
    }

    /** Whether texts from this type are cut when they are too long. Those of numbers would be wrong. */
    static boolean isCuttable(SqlType from) {
        return switch (from.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT, DECIMAL, NUMERIC, MONEY, SMALLMONEY, REAL, FLOAT, UNIQUEIDENTIFIER ->
                false;
            default -> true;
        };
    }

    /** Of the type's length. */
    static String fitted(String text, SqlType from, SqlType to) throws SQLException {
        if (to.length() < 0 || text.length() <= to.length()) {
            return padded(text, to);
        } else if (isCuttable(from)) {
            return text.substring(0, to.length());
        } else if (isStarred(from, to)) {
            return padded("*", to);
        }
        throw switch (from.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> Failure.of(8115, "expression", Types.named(to));
            case MONEY, SMALLMONEY -> Failure.of(234, Types.named(to));
            case UNIQUEIDENTIFIER -> Failure.of(8170);
            default -> Failure.of(8115, Types.numeric(from), Types.named(to));
        };
    }

    /** Small whole numbers are starred, which is older than the errors of the others. */
    private static boolean isStarred(SqlType from, SqlType to) {
        return !Types.isNational(to) && (from == SqlType.TINYINT || from == SqlType.SMALLINT || from == SqlType.INT);
    }

    static String padded(String text, SqlType to) {
        return Types.isPadded(to) ? text + " ".repeat(Math.max(0, to.length() - text.length())) : text;
    }
}
