package io.emrops.testkit.sqlserver.type;

import java.util.Objects;

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
}
