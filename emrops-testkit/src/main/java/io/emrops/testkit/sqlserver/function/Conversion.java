package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import io.emrops.testkit.sqlserver.type.Variant;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.UUID;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** {@code CAST}, {@code CONVERT} and what happens without a word of the statement ("CAST and CONVERT (Transact-SQL)"). */
public final class Conversion {
    /** No style is written. */
    static final int NO_STYLE = -1;

    private static final int TEXT_OF_UUID = 36;

    private Conversion() {}

    /** {@code OPAQUE}: the value itself. */
    public static Value opaque(Value value) {
        return value;
    }

    /** {@code CONVERT}: without a style. */
    public static Value convert(Value value, String from, String to) throws SQLException {
        return convertStyled(value, from, to, NO_STYLE);
    }

    /** {@code CONVERT_STYLE}. */
    public static Value convertStyled(Value value, String from, String to, int style) throws SQLException {
        var source = EngineValues.java(value);
        if (source == null) {
            return value;
        }
        return engine(converted(source, Types.of(from), Types.of(to), style), Types.of(to));
    }

    /** {@code TRY_CONVERT}: NULL if it fails. */
    public static Value tryConvert(Value value, String from, String to, int style) throws SQLException {
        try {
            return convertStyled(value, from, to, style);
        } catch (SQLException e) {
            if (e.getErrorCode() >= 50000) {
                throw e;
            }
            return EngineValues.engine(null);
        }
    }

    /** {@code ASSIGN}: to a column, which takes no text that is too long. */
    public static Value assign(Value value, String from, String to, String table, String column) throws SQLException {
        var source = EngineValues.java(value);
        if (source == null) {
            return value;
        }
        var fromType = Types.of(from);
        var type = Types.of(to);
        if (source instanceof String text && Types.isText(type)) {
            return EngineValues.engine(fitted(ToText.inCodePageOf(type, text), type, table, column));
        } else if (source instanceof byte[] bytes && !Types.isText(type)) {
            if (bytes.length > type.length()) {
                throw Failure.of(2628, table, column, "");
            }
            return EngineValues.engine(ToBytes.padded(bytes, type));
        } else if (Types.isText(type)) {
            var text = ToText.of(source, fromType, Conversion.NO_STYLE, type);
            return EngineValues.engine(
                    ToText.isCuttable(fromType)
                            ? fitted(text, type, table, column)
                            : ToText.fitted(text, fromType, type));
        }
        return engine(converted(source, fromType, type, NO_STYLE), type);
    }

    private static String fitted(String text, SqlType type, String table, String column) throws SQLException {
        var length = type.length();
        if (length >= 0 && text.length() > length && !Texts.isBlanks(text.substring(length))) {
            throw Failure.of(2628, table, column, text.substring(0, length));
        }
        return ToText.padded(text.substring(0, length < 0 ? text.length() : Math.min(length, text.length())), type);
    }

    static Value engine(Object value, SqlType type) throws SQLException {
        if (value instanceof Double number) {
            return EngineValues.engine(Arithmetic.floating(number, type));
        }
        return EngineValues.engine(value);
    }

    static Object converted(Object value, SqlType from, SqlType to, int style) throws SQLException {
        if (from.kind() == Kind.SQL_VARIANT) {
            var variant = Variant.parse((String) value);
            Variants.requireConvertible(variant, to);
            return converted(variant.value(), variant.type(), to, style);
        } else if (Types.isText(to)) {
            return ToText.fitted(ToText.of(value, from, style, to), from, to);
        }
        return switch (to.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> ToInteger.of(value, from, to);
            case BIT -> bit(value, from);
            case DECIMAL, NUMERIC, MONEY, SMALLMONEY -> ToDecimal.of(value, from, to);
            case REAL, FLOAT -> ToFloat.of(value, from, to);
            case DATE, TIME, DATETIME, DATETIME2, SMALLDATETIME, DATETIMEOFFSET -> ToTime.of(value, from, to, style);
            case BINARY, VARBINARY, IMAGE, ROWVERSION -> ToBytes.of(value, from, to, style);
            case UNIQUEIDENTIFIER -> uuid(value);
            case SQL_VARIANT -> new Variant(from, value).toText();
            default -> throw Failure.notPlayed("convert to " + Types.named(to));
        };
    }

    private static Object bit(Object value, SqlType from) throws SQLException {
        if (value instanceof Boolean) {
            return value;
        } else if (value instanceof String text) {
            var trimmed = ToInteger.trimmed(text);
            if (trimmed.equalsIgnoreCase("true")) {
                return true;
            } else if (trimmed.equalsIgnoreCase("false")) {
                return false;
            }
            return ToInteger.digits(text, from, SqlType.BIT).signum() != 0;
        } else if (value instanceof byte[] bytes) {
            return bytes.length > 0 && bytes[bytes.length - 1] != 0;
        }
        return (value instanceof LocalDateTime time ? ToTime.days(time) : ToDecimal.exact(value)).signum() != 0;
    }

    private static Object uuid(Object value) throws SQLException {
        if (value instanceof UUID) {
            return value;
        } else if (value instanceof byte[] bytes) {
            return ToBytes.uuid(bytes);
        }
        var text = (String) value;
        var digits = text.startsWith("{") ? text.substring(1) : text;
        var isClosed = !text.startsWith("{") || digits.length() > TEXT_OF_UUID && digits.charAt(TEXT_OF_UUID) == '}';
        if (digits.length() >= TEXT_OF_UUID && isClosed) {
            var canonical = digits.substring(0, TEXT_OF_UUID);
            if (canonical.matches("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}")) {
                return UUID.fromString(canonical);
            }
        }
        throw Failure.of(8169);
    }

    /** {@code UNIQUEIDENTIFIER_KEY}: bytes that have the type's strange order. */
    public static Value uuidKey(Value value) {
        var id = EngineValues.java(value);
        return EngineValues.engine(id == null ? null : ToBytes.orderOf((UUID) id));
    }

    /** {@code BINARY_KEY}: without the zeros at the end, which do not count. */
    public static byte @Nullable [] binaryKey(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        var end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    /** {@code DATALENGTH} of what is neither a text nor a binary. */
    public static @Nullable Integer dataLength(Value value, String type) {
        var java = EngineValues.java(value);
        if (java == null) {
            return null;
        }
        var of = Types.of(type);
        return switch (of.kind()) {
            case SQL_VARIANT -> dataLength(Variant.parse((String) java));
            case BIT, TINYINT -> 1;
            case SMALLINT -> 2;
            case INT, REAL, SMALLMONEY, SMALLDATETIME -> 4;
            case DATE -> 3;
            case DECIMAL, NUMERIC ->
                of.precision() <= 9 ? 5 : of.precision() <= 19 ? 9 : of.precision() <= 28 ? 13 : 17;
            case TIME -> ofTime(of);
            case DATETIME2 -> 3 + ofTime(of);
            case DATETIMEOFFSET -> 5 + ofTime(of);
            case UNIQUEIDENTIFIER -> 16;
            default -> 8;
        };
    }

    private static @Nullable Integer dataLength(Variant variant) {
        if (variant.value() instanceof String text) {
            return Types.isNational(variant.type()) ? 2 * text.length() : text.length();
        } else if (variant.value() instanceof byte[] bytes) {
            return bytes.length;
        }
        return dataLength(EngineValues.engine(variant.value()), variant.type().toString());
    }

    private static int ofTime(SqlType type) {
        return type.scale() <= 2 ? 3 : type.scale() <= 4 ? 4 : 5;
    }
}
