package io.emrops.testkit.sqlserver.type;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;

/**
 * A value of type {@code sql_variant} with the type it has underneath.
 *
 * @param type no {@code max} type, no {@code xml}, {@code text}, {@code rowversion} or {@code sql_variant}
 * @param value not null: a missing value has no type underneath
 */
public record Variant(SqlType type, Object value) {
    /** @throws IllegalArgumentException if the type cannot stand in a variant, or the value is none of it */
    public Variant {
        Objects.requireNonNull(value, "value");
        if (!type.fitsIntoVariant()) {
            throw new IllegalArgumentException("sql_variant holds no " + type);
        }
        value = type.require(value);
    }

    /** With the type that SQL Server's drivers give to a value of this Java class. */
    public static Variant of(Object value) {
        return value instanceof Variant variant ? variant : new Variant(SqlType.ofJava(value), value);
    }

    /** Type and value in one text, as {@link #parse} reads it: {@code int:3}. */
    public String toText() {
        return type + ":" + (value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString());
    }

    /**
     * What {@link #toText} has written.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Variant parse(String text) {
        var end = text.indexOf(':');
        if (end < 0) {
            throw new IllegalArgumentException("no type stands before the value");
        }
        var type = SqlType.parse(text.substring(0, end));
        return new Variant(type, value(type, text.substring(end + 1)));
    }

    private static Object value(SqlType type, String text) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INT -> Integer.valueOf(text);
            case BIGINT -> Long.valueOf(text);
            case BIT -> Boolean.valueOf(text);
            case REAL -> Float.valueOf(text);
            case FLOAT -> Double.valueOf(text);
            case MONEY, SMALLMONEY, DECIMAL, NUMERIC -> new BigDecimal(text);
            case DATE -> LocalDate.parse(text);
            case TIME -> LocalTime.parse(text);
            case DATETIME, SMALLDATETIME, DATETIME2 -> LocalDateTime.parse(text);
            case DATETIMEOFFSET -> OffsetDateTime.parse(text);
            case UNIQUEIDENTIFIER -> UUID.fromString(text);
            case BINARY, VARBINARY -> HexFormat.of().parseHex(text);
            default -> text;
        };
    }

    /** The type; the value may be a patient's. */
    @Override
    public String toString() {
        return "sql_variant of type " + type;
    }
}
