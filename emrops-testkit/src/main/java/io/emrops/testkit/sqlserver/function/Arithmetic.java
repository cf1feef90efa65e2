package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** {@code + - * / %} between values that the translation has brought to one type. */
public final class Arithmetic {
    private Arithmetic() {}

    /** {@code ADD}. */
    public static Value add(Value left, Value right, String type) throws SQLException {
        return computed('+', left, right, type);
    }

    /** {@code SUBTRACT}. */
    public static Value subtract(Value left, Value right, String type) throws SQLException {
        return computed('-', left, right, type);
    }

    /** {@code MULTIPLY}. */
    public static Value multiply(Value left, Value right, String type) throws SQLException {
        return computed('*', left, right, type);
    }

    /** {@code DIVIDE}. */
    public static Value divide(Value left, Value right, String type) throws SQLException {
        return computed('/', left, right, type);
    }

    /** {@code MODULO}. */
    public static Value modulo(Value left, Value right, String type) throws SQLException {
        return computed('%', left, right, type);
    }

    /** {@code LONG_SUM}: of whole numbers, from the left. */
    public static Value longSum(String signs, Value... values) throws SQLException {
        var sum = BigInteger.ZERO;
        for (var i = 0; i < values.length; i++) {
            var number = EngineValues.java(values[i]);
            if (number == null) {
                return values[i];
            }
            var isSubtracted = i > 0 && signs.charAt(i - 1) == '-';
            sum = isSubtracted ? sum.subtract(integer(number)) : sum.add(integer(number));
            whole(sum, SqlType.INT);
        }
        return EngineValues.engine(sum.intValue());
    }

    /** {@code NEGATIVE}. */
    public static Value negative(Value value, String type) throws SQLException {
        var number = EngineValues.java(value);
        if (number == null) {
            return value;
        } else if (number instanceof Double || number instanceof Float) {
            return Conversion.engine(-((Number) number).doubleValue(), Types.of(type));
        } else if (number instanceof BigDecimal decimal) {
            return EngineValues.engine(decimal.negate());
        }
        return EngineValues.engine(
                whole(BigInteger.valueOf(((Number) number).longValue()).negate(), Types.of(type)));
    }

    private static Value computed(char operator, Value left, Value right, String type) throws SQLException {
        var one = EngineValues.java(left);
        var other = EngineValues.java(right);
        if (one == null || other == null) {
            return EngineValues.engine(null);
        }
        return EngineValues.engine(computed(operator, one, other, Types.of(type)));
    }

    private static @Nullable Object computed(char operator, Object left, Object right, SqlType type)
            throws SQLException {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> integers(operator, integer(left), integer(right), type);
            case DECIMAL, NUMERIC, MONEY, SMALLMONEY -> decimals(operator, decimal(left), decimal(right), type);
            case REAL, FLOAT -> floats(operator, ((Number) left).doubleValue(), ((Number) right).doubleValue(), type);
            case DATETIME, SMALLDATETIME -> times(operator, (LocalDateTime) left, (LocalDateTime) right, type);
            default -> throw new IllegalArgumentException("no arithmetic of " + type);
        };
    }

    private static BigInteger integer(Object value) {
        return BigInteger.valueOf(((Number) value).longValue());
    }

    private static BigDecimal decimal(Object value) {
        if (value instanceof Boolean bit) {
            return bit ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return value instanceof BigDecimal number ? number : BigDecimal.valueOf(((Number) value).longValue());
    }

    private static Object integers(char operator, BigInteger left, BigInteger right, SqlType type) throws SQLException {
        if ((operator == '/' || operator == '%') && right.signum() == 0) {
            throw Failure.of(8134);
        }
        return switch (operator) {
            case '+' -> whole(left.add(right), type);
            case '-' -> whole(left.subtract(right), type);
            case '*' -> whole(left.multiply(right), type);
            case '/' -> whole(left.divide(right), type);
            default -> remainder(left, right, type);
        };
    }

    /** The smallest number has no remainder by -1: its quotient is too large. */
    private static Object remainder(BigInteger left, BigInteger right, SqlType type) throws SQLException {
        whole(left.divide(right), type);
        return whole(left.remainder(right), type);
    }

    private static Object whole(BigInteger number, SqlType type) throws SQLException {
        if (!Types.holds(type, number)) {
            throw Failure.of(8115, "expression", Types.named(type));
        }
        if (type == SqlType.BIGINT) {
            return number.longValue();
        }
        return number.intValue();
    }

    private static BigDecimal decimals(char operator, BigDecimal left, BigDecimal right, SqlType type)
            throws SQLException {
        if ((operator == '/' || operator == '%') && right.signum() == 0) {
            throw Failure.of(8134);
        }
        var scale = Types.scale(type);
        var result = switch (operator) {
            case '+' -> left.add(right).setScale(scale, RoundingMode.HALF_UP);
            case '-' -> left.subtract(right).setScale(scale, RoundingMode.HALF_UP);
            case '*' -> left.multiply(right).setScale(scale, RoundingMode.HALF_UP);
            case '/' -> left.divide(right, scale, RoundingMode.DOWN);
            default -> left.remainder(right).setScale(scale, RoundingMode.DOWN);
        };
        return fitting(result, type);
    }

    /** Of the type's digits, or else error 8115. */
    static BigDecimal fitting(BigDecimal number, SqlType type) throws SQLException {
        if (!Types.holds(type, number)) {
            throw Failure.of(8115, "expression", Types.numeric(type));
        }
        return number;
    }

    private static Object floats(char operator, double left, double right, SqlType type) throws SQLException {
        if (operator == '/' && right == 0) {
            throw Failure.of(8134);
        }
        var result = switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            default -> left / right;
        };
        return floating(result, type);
    }

    static Object floating(double number, SqlType type) throws SQLException {
        if (!Double.isFinite(number) || type == SqlType.REAL && !Float.isFinite((float) number)) {
            throw Failure.of(8115, "expression", Types.named(type));
        }
        if (type == SqlType.REAL) {
            return (float) number;
        }
        return number;
    }

    /** Days since 1900 are added to days since 1900. */
    private static LocalDateTime times(char operator, LocalDateTime left, LocalDateTime right, SqlType type)
            throws SQLException {
        var length = Duration.between(Times.BEGINNING, right);
        var result = operator == '+' ? left.plus(length) : left.minus(length);
        try {
            return (LocalDateTime) type.require(result);
        } catch (IllegalArgumentException e) {
            throw Failure.of(8115, "expression", Types.named(type));
        }
    }

    /** {@code SUM}: of a type in which it may be too large. */
    public static Value sum(Value sum, String type) throws SQLException {
        var number = EngineValues.java(sum);
        var to = Types.of(type);
        if (number == null) {
            return sum;
        } else if (to == SqlType.FLOAT) {
            return EngineValues.engine(floating(((Number) number).doubleValue(), to));
        } else if (to == SqlType.INT || to == SqlType.BIGINT) {
            return EngineValues.engine(whole(decimal(number).toBigInteger(), to));
        }
        return EngineValues.engine(fitting(decimal(number), to));
    }

    /** {@code AVERAGE}: the sum of the values divided by their number, without what is behind the type's last place. */
    public static Value average(Value sum, Value count, String type) throws SQLException {
        var number = EngineValues.java(sum);
        if (number == null) {
            return sum;
        }
        var to = Types.of(type);
        if (to == SqlType.FLOAT) {
            return EngineValues.engine(floating(((Number) number).doubleValue() / count.getLong(), to));
        } else if (to == SqlType.INT || to == SqlType.BIGINT) {
            var total = decimal(number).toBigInteger();
            whole(total, to);
            return EngineValues.engine(whole(total.divide(BigInteger.valueOf(count.getLong())), to));
        }
        return EngineValues.engine(decimals('/', decimal(number), BigDecimal.valueOf(count.getLong()), to));
    }
}
