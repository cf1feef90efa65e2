package io.emrops.testkit.sqlserver.type;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;

/** What a column of a type can hold, in which Java type. */
final class Values {
    private static final BigDecimal MONEY_UNIT = BigDecimal.valueOf(1, 4);

    /** The digits before the point of the largest decimal. */
    private static final int LARGEST_MAGNITUDE = 38;

    private Values() {}

    static Object require(SqlType type, Object value) {
        return switch (type.kind()) {
            case TINYINT -> (int) whole(type, value, 0, 255);
            case SMALLINT -> (int) whole(type, value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> (int) whole(type, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> whole(type, value, Long.MIN_VALUE, Long.MAX_VALUE);
            case BIT -> cast(type, Boolean.class, value);
            case REAL -> real(type, value);
            case FLOAT -> floating(type, value);
            case MONEY -> money(type, value, Long.MAX_VALUE);
            case SMALLMONEY -> money(type, value, Integer.MAX_VALUE);
            case DECIMAL, NUMERIC -> decimal(type, value);
            case DATE -> inYears(type, cast(type, LocalDate.class, value), 1);
            case TIME -> cut(type, cast(type, LocalTime.class, value));
            case DATETIME -> datetime(type, cast(type, LocalDateTime.class, value));
            case DATETIME2 -> datetime2(type, cast(type, LocalDateTime.class, value));
            case SMALLDATETIME -> smalldatetime(type, cast(type, LocalDateTime.class, value));
            case DATETIMEOFFSET -> datetimeoffset(type, cast(type, OffsetDateTime.class, value));
            case CHAR, NCHAR -> padded(type, text(type, value));
            case VARCHAR, NVARCHAR, XML, TEXT, NTEXT -> text(type, value);
            case BINARY -> Arrays.copyOf(bytes(type, value), type.length());
            case ROWVERSION -> rowversion(type, bytes(type, value));
            case VARBINARY, IMAGE, HIERARCHYID, GEOMETRY, GEOGRAPHY -> bytes(type, value);
            case UNIQUEIDENTIFIER -> cast(type, UUID.class, value);
            case SQL_VARIANT -> Variant.of(value);
            case TABLE -> cast(type, TableValue.class, value);
        };
    }

    private static long whole(SqlType type, Object value, long least, long most) {
        try {
            var number = exact(type, value).longValueExact();
            if (number >= least && number <= most) {
                return number;
            }
        } catch (ArithmeticException e) {
            // Too large for any of them, or not whole.
        }
        throw outside(type);
    }

    private static float real(SqlType type, Object value) {
        var number = cast(type, Number.class, value).floatValue();
        if (Float.isInfinite(number) || Float.isNaN(number)) {
            throw outside(type);
        }
        return number;
    }

    private static double floating(SqlType type, Object value) {
        var number = cast(type, Number.class, value).doubleValue();
        if (Double.isInfinite(number) || Double.isNaN(number)) {
            throw outside(type);
        }
        return number;
    }

    private static BigDecimal money(SqlType type, Object value, long most) {
        var amount = rounded(type, value, 4);
        var units = amount.divideToIntegralValue(MONEY_UNIT);
        if (units.compareTo(BigDecimal.valueOf(most)) > 0 || units.compareTo(BigDecimal.valueOf(-most - 1)) < 0) {
            throw outside(type);
        }
        return amount;
    }

    private static BigDecimal decimal(SqlType type, Object value) {
        var number = rounded(type, value, type.scale());
        if (number.precision() > type.precision()) {
            throw outside(type);
        }
        return number;
    }

    /** Looks at the magnitude first: a number such as 1E+1000000000 has more digits than there is memory. */
    private static BigDecimal rounded(SqlType type, Object value, int scale) {
        var number = exact(type, value);
        var magnitude = (long) number.precision() - number.scale();
        if (number.signum() == 0 || magnitude < -scale) {
            return BigDecimal.ZERO.setScale(scale);
        } else if (magnitude > LARGEST_MAGNITUDE) {
            throw outside(type);
        }
        return number.setScale(scale, RoundingMode.HALF_UP);
    }

    private static BigDecimal exact(SqlType type, Object value) {
        var number = cast(type, Number.class, value);
        try {
            return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            throw outside(type);
        }
    }

    private static LocalDate inYears(SqlType type, LocalDate date, int first) {
        if (date.getYear() < first || date.getYear() > 9999) {
            throw outside(type);
        }
        return date;
    }

    private static LocalTime cut(SqlType type, LocalTime time) {
        var unit = (long) Math.pow(10, 9 - type.scale());
        return LocalTime.ofNanoOfDay(time.toNanoOfDay() / unit * unit);
    }

    private static LocalDateTime datetime2(SqlType type, LocalDateTime time) {
        inYears(type, time.toLocalDate(), 1);
        return LocalDateTime.of(time.toLocalDate(), cut(type, time.toLocalTime()));
    }

    /** Rounded to 1/300 s, shown in milliseconds: .000, .003, .007. */
    private static LocalDateTime datetime(SqlType type, LocalDateTime time) {
        inYears(type, time.toLocalDate(), 1753);
        var ticks = Math.round(time.toLocalTime().toNanoOfDay() * 300.0 / 1_000_000_000);
        var millis = Math.round(ticks * 10 / 3.0);
        var rounded = time.truncatedTo(ChronoUnit.DAYS).plus(millis, ChronoUnit.MILLIS);
        inYears(type, rounded.toLocalDate(), 1753);
        return rounded;
    }

    private static LocalDateTime smalldatetime(SqlType type, LocalDateTime time) {
        var rounded = time.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES);
        var days = ChronoUnit.DAYS.between(LocalDate.of(1900, 1, 1), rounded.toLocalDate());
        if (days < 0 || days > 0xFFFF) {
            throw outside(type);
        }
        return rounded;
    }

    private static OffsetDateTime datetimeoffset(SqlType type, OffsetDateTime time) {
        var offset = time.getOffset().getTotalSeconds();
        if (offset % 60 != 0 || Math.abs(offset) > 14 * 3600) {
            throw new IllegalArgumentException(type + " has an offset of whole minutes, 14 hours at most");
        }
        inYears(type, time.minusSeconds(offset).toLocalDate(), 1);
        inYears(type, time.toLocalDate(), 1);
        return OffsetDateTime.of(time.toLocalDate(), cut(type, time.toLocalTime()), time.getOffset());
    }

    private static String text(SqlType type, Object value) {
        var text = cast(type, String.class, value);
        if (type.length() >= 0 && text.length() > type.length()) {
            throw new IllegalArgumentException(type + " holds no text of " + text.length() + " characters");
        }
        return text;
    }

    private static String padded(SqlType type, String text) {
        return text + " ".repeat(type.length() - text.length());
    }

    private static byte[] bytes(SqlType type, Object value) {
        var bytes = cast(type, byte[].class, value);
        if (type.length() >= 0 && bytes.length > type.length()) {
            throw new IllegalArgumentException(type + " does not hold " + bytes.length + " bytes");
        }
        return bytes.clone();
    }

    private static byte[] rowversion(SqlType type, byte[] bytes) {
        if (bytes.length != 8) {
            throw new IllegalArgumentException(type + " has eight bytes, not " + bytes.length);
        }
        return bytes;
    }

    private static <T> T cast(SqlType type, Class<T> expected, Object value) {
        if (!expected.isInstance(value)) {
            throw new IllegalArgumentException(type + " takes a " + expected.getSimpleName() + ", not a "
                    + value.getClass().getSimpleName());
        }
        return expected.cast(value);
    }

    private static IllegalArgumentException outside(SqlType type) {
        return new IllegalArgumentException("the value is outside of what " + type + " can hold");
    }
}
