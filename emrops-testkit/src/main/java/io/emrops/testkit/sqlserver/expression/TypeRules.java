package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which type comes out where several meet ("Data type precedence (Transact-SQL)", "Precision, scale, and length (Transact-SQL)").
 */
public final class TypeRules {
    private static final int MOST_DIGITS = 38;
    private static final int LEAST_PLACES_OF_QUOTIENT = 6;
    private static final int CERTAIN_DIGITS = 32;
    private static final Pattern WHOLE_CONSTANT = Pattern.compile("\\(?-?[0-9]{1,10}\\)?");

    private static final List<Kind> PRECEDENCE = List.of(
            Kind.SQL_VARIANT,
            Kind.XML,
            Kind.DATETIMEOFFSET,
            Kind.DATETIME2,
            Kind.DATETIME,
            Kind.SMALLDATETIME,
            Kind.DATE,
            Kind.TIME,
            Kind.FLOAT,
            Kind.REAL,
            Kind.DECIMAL,
            Kind.NUMERIC,
            Kind.MONEY,
            Kind.SMALLMONEY,
            Kind.BIGINT,
            Kind.INT,
            Kind.SMALLINT,
            Kind.TINYINT,
            Kind.BIT,
            Kind.NTEXT,
            Kind.TEXT,
            Kind.IMAGE,
            Kind.ROWVERSION,
            Kind.UNIQUEIDENTIFIER,
            Kind.NVARCHAR,
            Kind.NCHAR,
            Kind.VARCHAR,
            Kind.CHAR,
            Kind.VARBINARY,
            Kind.BINARY);

    private TypeRules() {}

    /**
     * The type to which all of them are converted: in {@code CASE}, {@code COALESCE}, {@code IN}, {@code UNION}. The constant NULL has no
     * say; {@code int} if there is nothing else.
     */
    public static SqlType joint(List<Typed> values) {
        var typed = values.stream().filter(value -> !value.isNull()).toList();
        var amongDecimals = typed.stream().anyMatch(value -> TypeKinds.isExact(value.type()));
        return typed.stream()
                .map(value -> amongDecimals ? typeAmongDecimals(value) : value.type())
                .reduce(TypeRules::joint)
                .orElse(SqlType.INT);
    }

    /** The type to which two are converted when they meet. */
    public static SqlType joint(SqlType one, SqlType other) {
        var higher = precedence(one) <= precedence(other) ? one : other;
        var lower = higher == one ? other : one;
        if (TypeKinds.isExact(higher) && (TypeKinds.isExact(lower) || isWholeType(lower) || TypeKinds.isMoney(lower))) {
            return widest(higher, asDecimal(lower));
        } else if (TypeKinds.isText(higher) && TypeKinds.isText(lower)) {
            return jointText(higher, lower);
        } else if (TypeKinds.isBinary(higher) && TypeKinds.isBinary(lower)) {
            return binary(
                    higher.kind() == lower.kind() && higher.kind() == Kind.BINARY,
                    longest(bytes(higher), bytes(lower)));
        } else if (TypeKinds.isText(higher) && TypeKinds.isBinary(lower)) {
            return higher;
        } else if (TypeKinds.isTime(higher) && TypeKinds.isTime(lower) && hasPlaces(higher)) {
            return new SqlType(higher.kind(), -1, 0, Math.max(higher.scale(), places(lower)));
        }
        return higher;
    }

    private static SqlType jointText(SqlType higher, SqlType lower) {
        var length = longest(higher, lower);
        var isNational = TypeKinds.isNational(higher) || TypeKinds.isNational(lower);
        var isPadded = TypeKinds.isPadded(higher) && TypeKinds.isPadded(lower);
        if (isPadded) {
            return isNational ? SqlType.nchar(Math.min(4000, length)) : SqlType.fixedChar(length);
        }
        return text(isNational, length);
    }

    /** {@code varchar} or {@code nvarchar} of this length; of {@code max} if it is negative, and never longer than may be. */
    static SqlType text(boolean isNational, int length) {
        if (length < 0) {
            return isNational ? SqlType.NVARCHAR_MAX : SqlType.VARCHAR_MAX;
        }
        return isNational
                ? SqlType.nvarchar(Math.min(4000, Math.max(1, length)))
                : SqlType.varchar(Math.min(8000, Math.max(1, length)));
    }

    private static SqlType binary(boolean isPadded, int length) {
        if (length < 0) {
            return SqlType.VARBINARY_MAX;
        }
        return isPadded ? SqlType.binary(length) : SqlType.varbinary(Math.min(8000, Math.max(1, length)));
    }

    private static int longest(SqlType one, SqlType other) {
        return longest(one.length(), other.length());
    }

    private static int longest(int one, int other) {
        return one < 0 || other < 0 ? -1 : Math.max(one, other);
    }

    private static int bytes(SqlType type) {
        return type.kind() == Kind.ROWVERSION ? 8 : type.length();
    }

    /** Lower is stronger. */
    static int precedence(SqlType type) {
        var place = PRECEDENCE.indexOf(type.kind());
        return place < 0 ? -1 : place;
    }

    private static boolean hasPlaces(SqlType type) {
        return switch (type.kind()) {
            case TIME, DATETIME2, DATETIMEOFFSET -> true;
            default -> false;
        };
    }

    private static int places(SqlType type) {
        return switch (type.kind()) {
            case TIME, DATETIME2, DATETIMEOFFSET -> type.scale();
            case DATETIME -> 3;
            default -> 0;
        };
    }

    /** What is put together: {@code 'a' + 'b'}. Whatever is neither of {@code max} is cut at 8,000 bytes. */
    static SqlType concatenated(SqlType left, SqlType right) {
        if (TypeKinds.isBinary(left) && TypeKinds.isBinary(right)) {
            var length = bytes(left) < 0 || bytes(right) < 0 ? -1 : bytes(left) + bytes(right);
            return binary(false, length < 0 ? -1 : Math.min(8000, length));
        }
        var length = left.isMax() || right.isMax() ? -1 : left.length() + right.length();
        var isNational = TypeKinds.isNational(left) || TypeKinds.isNational(right);
        if (length >= 0
                && length <= (isNational ? 4000 : 8000)
                && TypeKinds.isPadded(left)
                && TypeKinds.isPadded(right)) {
            return isNational ? SqlType.nchar(length) : SqlType.fixedChar(length);
        }
        return text(isNational, length);
    }

    /** Whether it is a whole number that stands in the text: beside a decimal it has no more digits than are written. */
    static boolean isWhole(Typed value) {
        return value.type() == SqlType.INT
                && WHOLE_CONSTANT.matcher(value.text()).matches();
    }

    /** The type that it has beside a decimal. */
    static SqlType typeAmongDecimals(Typed value) {
        if (!isWhole(value)) {
            return value.type();
        }
        var digits = value.text().replaceAll("[^0-9]", "").replaceFirst("^0+(?=.)", "");
        return SqlType.numeric(digits.length(), 0);
    }

    private static boolean isWholeType(SqlType type) {
        return TypeKinds.isInteger(type) || TypeKinds.isBit(type);
    }

    /** A number's type as a decimal. */
    static SqlType asDecimal(SqlType type) {
        return switch (type.kind()) {
            case BIT -> SqlType.decimal(1, 0);
            case TINYINT -> SqlType.decimal(3, 0);
            case SMALLINT -> SqlType.decimal(5, 0);
            case INT -> SqlType.decimal(10, 0);
            case BIGINT -> SqlType.decimal(19, 0);
            case MONEY -> SqlType.decimal(19, 4);
            case SMALLMONEY -> SqlType.decimal(10, 4);
            default -> type;
        };
    }

    private static SqlType widest(SqlType one, SqlType other) {
        var scale = Math.max(one.scale(), other.scale());
        var whole = Math.max(one.precision() - one.scale(), other.precision() - other.scale());
        var places = Math.min(scale, MOST_DIGITS - Math.min(MOST_DIGITS, whole));
        return decimal(one, other, Math.min(MOST_DIGITS, whole + scale), places);
    }

    /** Of two decimals with {@code +} or {@code -} between them. */
    static SqlType sum(SqlType left, SqlType right) {
        var scale = Math.max(left.scale(), right.scale());
        var whole = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
        var precision = scale + whole + 1;
        if (precision > MOST_DIGITS) {
            scale = Math.max(0, Math.min(scale, MOST_DIGITS - whole));
        }
        return decimal(left, right, Math.min(MOST_DIGITS, precision), scale);
    }

    static SqlType product(SqlType left, SqlType right) {
        return reduced(left, right, left.precision() + right.precision() + 1, left.scale() + right.scale());
    }

    static SqlType quotient(SqlType left, SqlType right) {
        var scale = Math.max(LEAST_PLACES_OF_QUOTIENT, left.scale() + right.precision() + 1);
        return reduced(left, right, left.precision() - left.scale() + right.scale() + scale, scale);
    }

    static SqlType remainder(SqlType left, SqlType right) {
        var scale = Math.max(left.scale(), right.scale());
        var whole = Math.min(left.precision() - left.scale(), right.precision() - right.scale());
        return decimal(left, right, Math.min(MOST_DIGITS, Math.max(1, whole + scale)), scale);
    }

    private static SqlType reduced(SqlType left, SqlType right, int precision, int scale) {
        if (precision <= MOST_DIGITS) {
            return decimal(left, right, precision, scale);
        }
        var whole = precision - scale;
        var places = whole < CERTAIN_DIGITS
                ? Math.min(scale, MOST_DIGITS - whole)
                : Math.min(scale, LEAST_PLACES_OF_QUOTIENT);
        return decimal(left, right, MOST_DIGITS, places);
    }

    private static SqlType decimal(SqlType left, SqlType right, int precision, int scale) {
        var isNumeric = left.kind() == Kind.NUMERIC || right.kind() == Kind.NUMERIC;
        return new SqlType(isNumeric ? Kind.NUMERIC : Kind.DECIMAL, -1, precision, scale);
    }
}
