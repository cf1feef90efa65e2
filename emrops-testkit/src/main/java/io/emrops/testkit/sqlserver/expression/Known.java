package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that is known before the engine is asked: a variable's, a parameter's, what a session knows of itself.
 *
 * @param value in the Java type of its type; null if it is NULL
 */
public record Known(SqlType type, @Nullable Object value) {
    /** Checks that it has a type. */
    public Known {
        Objects.requireNonNull(type, "type");
    }

    /** The type; the value may be a patient's. */
    @Override
    public String toString() {
        return "value of type " + type;
    }
}
