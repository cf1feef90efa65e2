package io.emrops.maintenance;

import java.util.Objects;

/**
 * A table, as the system calls it.
 *
 * @param schema where it lies; empty for the schema that the system takes if nobody names one
 * @param name without the schema; dots and quotes are part of it
 */
public record TableName(String schema, String name) {
    public TableName {
        Objects.requireNonNull(schema, "schema");
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("A table has a name");
        }
    }

    /** Of the schema that the system takes if nobody names one. */
    public static TableName of(String name) {
        return new TableName("", name);
    }

    /** As in {@code dbo.Shifts}; for people, not for statements. */
    @Override
    public String toString() {
        return schema.isEmpty() ? name : schema + "." + name;
    }
}
