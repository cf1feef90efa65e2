package io.emrops.testkit.sqlserver.catalog;

import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.Objects;
import java.util.Optional;

/**
 * A column of a table or a view ("sys.columns").
 *
 * @param id from 1; those of dropped columns are not given again
 */
public record TableColumn(
        int id,
        String name,
        SqlType type,
        boolean nullable,
        Optional<Identity> identity,
        Optional<Default> defaultValue,
        Optional<Computed> computed) {
    /** Checks that nothing is null. */
    public TableColumn {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(defaultValue, "defaultValue");
        Objects.requireNonNull(computed, "computed");
    }

    /** A column of which no more is known. */
    public static TableColumn of(int id, String name, SqlType type, boolean nullable) {
        return new TableColumn(id, name, type, nullable, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** At another place. */
    public TableColumn withId(int newId) {
        return new TableColumn(newId, name, type, nullable, identity, defaultValue, computed);
    }

    /** Of another type. */
    public TableColumn withType(SqlType newType, boolean newNullable) {
        return new TableColumn(id, name, newType, newNullable, identity, defaultValue, computed);
    }

    /** With another default, or none. */
    public TableColumn withDefault(Optional<Default> value) {
        return new TableColumn(id, name, type, nullable, identity, value, computed);
    }

    /** {@code IDENTITY (seed, increment)}. */
    public record Identity(long seed, long increment) {}

    /** {@code DEFAULT}; the source is as it was written, in brackets. */
    public record Default(int objectId, String name, boolean systemNamed, String source) {}

    /** {@code AS e}; the source is as it was written, in brackets. */
    public record Computed(String source, boolean persisted) {}

    /** Whether a statement may give it a value. */
    public boolean isWritable() {
        return computed.isEmpty() && type != SqlType.ROWVERSION;
    }
}
