package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.Objects;

/**
 * An expression in the engine's words, of which SQL Server's type is known.
 *
 * @param text complete in itself: it can stand between any two operators
 * @param type what SQL Server says it is, whatever the engine would
 * @param nullable whether it may be NULL
 * @param isNull whether it is the constant NULL, which has no type of its own and takes that of what it meets
 */
public record Typed(String text, SqlType type, boolean nullable, boolean isNull) {
    /** Checks that nothing is null. */
    public Typed {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(type, "type");
    }

    /** An expression that may be NULL. */
    public static Typed of(String text, SqlType type) {
        return new Typed(text, type, true, false);
    }

    /** An expression that never is NULL. */
    public static Typed notNull(String text, SqlType type) {
        return new Typed(text, type, false, false);
    }
}
