package io.emrops.testkit.sqlserver.script;

import io.emrops.testkit.sqlserver.type.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * A parameter as the client has sent it.
 *
 * @param name with {@code @}; of a prepared statement as its declaration names it; empty if nothing does
 * @param value in the Java type that {@link SqlType} says
 * @param output whether the client wants a value back
 */
public record Parameter(String name, SqlType type, @Nullable Object value, boolean output) {}
