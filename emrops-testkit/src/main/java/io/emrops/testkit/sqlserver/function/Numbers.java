package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** Functions of numbers. Where one is NULL, so is the result. */
public final class Numbers {
    private static final Pattern NUMERIC = Pattern.compile(
            "[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eEdD][+-]?\\d+)?|[+-]?[$\u00a3\u20ac\u00a5]?[+-]?\\d[\\d,]*\\.?\\d*|[+-]|[.,$]");

    private Numbers() {}

    private interface OfDecimals {
        BigDecimal of(BigDecimal number);
    }

    private interface OfDoubles {
        double of(double number);
    }

    private static Value computed(Value value, String type, OfDecimals exact, OfDoubles floating) throws SQLException {
        var number = EngineValues.java(value);
        var to = Types.of(type);
        if (number == null) {
            return value;
        } else if (number instanceof Double floatingNumber) {
            return EngineValues.engine(Arithmetic.floating(floating.of(floatingNumber), to));
        }
        return fitted(exact.of(ToDecimal.exact(number)), to);
    }

    private static Value fitted(BigDecimal number, SqlType to) throws SQLException {
        if (to == SqlType.INT || to == SqlType.BIGINT) {
            if (!Types.holds(to, number.toBigInteger())) {
                throw Failure.of(8115, "expression", Types.named(to));
            }
            return to == SqlType.INT ? EngineValues.engine(number.intValue()) : EngineValues.engine(number.longValue());
        }
        return EngineValues.engine(Arithmetic.fitting(number.setScale(Types.scale(to), RoundingMode.DOWN), to));
    }

    /** {@code ABS}. */
    public static Value abs(Value value, String type) throws SQLException {
        return computed(value, type, BigDecimal::abs, Math::abs);
    }

    /** {@code SIGN}. */
    public static Value sign(Value value, String type) throws SQLException {
        return computed(value, type, number -> BigDecimal.valueOf(number.signum()), Math::signum);
    }

    /** {@code FLOOR}. */
    public static Value floor(Value value, String type) throws SQLException {
        return computed(value, type, number -> number.setScale(0, RoundingMode.FLOOR), Math::floor);
    }

    /** {@code CEILING}. */
    public static Value ceiling(Value value, String type) throws SQLException {
        return computed(value, type, number -> number.setScale(0, RoundingMode.CEILING), Math::ceil);
    }

    /** {@code ROUND}: cut if the third argument is not zero. */
    public static Value round(Value value, @Nullable Integer places, @Nullable Integer cut, String type)
            throws SQLException {
        if (places == null || cut == null) {
            return EngineValues.engine(null);
        }
        var mode = cut == 0 ? RoundingMode.HALF_UP : RoundingMode.DOWN;
        return computed(
                value,
                type,
                number -> rounded(number, places, mode),
                number -> rounded(new BigDecimal(number).round(ToInteger.DIGITS_OF_DOUBLE), places, mode)
                        .doubleValue());
    }

    private static BigDecimal rounded(BigDecimal number, int places, RoundingMode mode) {
        if (places >= number.scale()) {
            return number;
        } else if ((long) number.precision() - number.scale() + places < 0) {
            return BigDecimal.ZERO;
        }
        return number.setScale(places, mode);
    }

    /** {@code POWER}: of the type of the first. */
    public static Value power(Value value, @Nullable Double exponent, String type) throws SQLException {
        var number = EngineValues.java(value);
        if (number == null || exponent == null) {
            return EngineValues.engine(null);
        }
        var to = Types.of(type);
        var result = Math.pow(((Number) number).doubleValue(), exponent);
        if (Double.isNaN(result) || Double.isInfinite(result)) {
            throw ((Number) number).doubleValue() == 0 && exponent < 0
                    ? Failure.of(8134)
                    : Double.isNaN(result) ? Failure.of(3623) : Failure.of(8115, "expression", Types.named(to));
        } else if (to.kind() == Kind.FLOAT) {
            return EngineValues.engine(result);
        }
        var exact = new BigDecimal(result).round(ToInteger.DIGITS_OF_DOUBLE);
        var isWhole = to == SqlType.INT || to == SqlType.BIGINT;
        return fitted(
                exact.setScale(isWhole ? 0 : Types.scale(to), isWhole ? RoundingMode.DOWN : RoundingMode.HALF_UP), to);
    }

    private static @Nullable Double floating(@Nullable Double number, OfDoubles function) throws SQLException {
        if (number == null) {
            return null;
        }
        var result = function.of(number);
        if (Double.isNaN(result)) {
            throw Failure.of(3623);
        } else if (Double.isInfinite(result)) {
            throw Failure.of(8115, "expression", "float");
        }
        return result;
    }

    /** {@code SQUARE}. */
    public static @Nullable Double square(@Nullable Double number) throws SQLException {
        return floating(number, value -> value * value);
    }

    /** {@code SQRT}. */
    public static @Nullable Double sqrt(@Nullable Double number) throws SQLException {
        return floating(number, Math::sqrt);
    }

    /** {@code EXP}. */
    public static @Nullable Double exp(@Nullable Double number) throws SQLException {
        return floating(number, Math::exp);
    }

    /** {@code LOG}. */
    public static @Nullable Double log(@Nullable Double number) throws SQLException {
        return floating(number, value -> value <= 0 ? Double.NaN : Math.log(value));
    }

    /** {@code LOG10}. */
    public static @Nullable Double log10(@Nullable Double number) throws SQLException {
        return floating(number, value -> value <= 0 ? Double.NaN : Math.log10(value));
    }

    /** {@code LOG_BASE}. */
    public static @Nullable Double logToBase(@Nullable Double number, @Nullable Double base) throws SQLException {
        var logarithm = log(number);
        var divisor = log(base);
        if (logarithm == null || divisor == null) {
            return null;
        } else if (divisor == 0) {
            throw Failure.of(3623);
        }
        return logarithm / divisor;
    }

    /** {@code SIN}. */
    public static @Nullable Double sin(@Nullable Double number) throws SQLException {
        return floating(number, Math::sin);
    }

    /** {@code COS}. */
    public static @Nullable Double cos(@Nullable Double number) throws SQLException {
        return floating(number, Math::cos);
    }

    /** {@code TAN}. */
    public static @Nullable Double tan(@Nullable Double number) throws SQLException {
        return floating(number, Math::tan);
    }

    /** {@code COT}. */
    public static @Nullable Double cot(@Nullable Double number) throws SQLException {
        return floating(number, value -> 1 / Math.tan(value));
    }

    /** {@code ASIN}. */
    public static @Nullable Double asin(@Nullable Double number) throws SQLException {
        return floating(number, Math::asin);
    }

    /** {@code ACOS}. */
    public static @Nullable Double acos(@Nullable Double number) throws SQLException {
        return floating(number, Math::acos);
    }

    /** {@code ATAN}. */
    public static @Nullable Double atan(@Nullable Double number) throws SQLException {
        return floating(number, Math::atan);
    }

    /** {@code ATN2}. */
    public static @Nullable Double atn2(@Nullable Double one, @Nullable Double other) throws SQLException {
        return one == null || other == null ? null : floating(one, value -> Math.atan2(value, other));
    }

    /** {@code ISNUMERIC}: whether some number could be made of it. */
    public static int isNumeric(@Nullable String text) {
        return text != null && NUMERIC.matcher(ToInteger.trimmed(text)).matches() ? 1 : 0;
    }
}
