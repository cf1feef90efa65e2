package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import java.util.List;
import java.util.Optional;

/** What stands between the brackets of {@code CREATE TABLE}. */
public record TableDefinition(List<ColumnDefinition> columns, List<Constraint> constraints) {
    /** Copies the lists. */
    public TableDefinition {
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
    }

    /**
     * A column.
     *
     * @param type empty of a computed column
     * @param nullable empty if nothing is said
     * @param defaultValue named or not
     * @param computed {@code AS e}
     * @param constraints those written with the column; of one key the column is the only member
     */
    public record ColumnDefinition(
            String name,
            Optional<TypeName> type,
            Optional<Boolean> nullable,
            Optional<Identity> identity,
            Optional<DefaultValue> defaultValue,
            Optional<Computed> computed,
            Optional<String> collation,
            boolean rowGuid,
            List<Constraint> constraints,
            int line) {
        /** Copies the list. */
        public ColumnDefinition {
            constraints = List.copyOf(constraints);
        }
    }

    /** {@code IDENTITY (seed, increment)}. */
    public record Identity(long seed, long increment) {}

    /**
     * {@code CONSTRAINT name DEFAULT e}.
     *
     * @param source the expression as it is written
     * @param withValues {@code WITH VALUES}: for the rows that are there, too
     */
    public record DefaultValue(Optional<String> name, Expression value, String source, boolean withValues) {}

    /**
     * {@code AS e PERSISTED}.
     *
     * @param source the expression as it is written
     */
    public record Computed(Expression value, boolean persisted, String source) {}

    /** A constraint; the name is empty if the server makes one. */
    public sealed interface Constraint {
        /** As it was given. */
        Optional<String> name();
    }

    /** {@code PRIMARY KEY} or {@code UNIQUE}; {@code clustered} is empty if nothing is said. */
    public record Key(Optional<String> name, boolean primary, Optional<Boolean> clustered, List<KeyColumn> columns)
            implements Constraint {
        /** Copies the list. */
        public Key {
            columns = List.copyOf(columns);
        }
    }

    /** A member of a key or an index. */
    public record KeyColumn(String name, boolean descending) {}

    /** {@code FOREIGN KEY … REFERENCES …}; the referenced columns are empty if not said, the actions as in {@code SET NULL}. */
    public record ForeignKey(
            Optional<String> name,
            List<String> columns,
            ObjectName table,
            List<String> referenced,
            Optional<String> onDelete,
            Optional<String> onUpdate)
            implements Constraint {
        /** Copies the lists. */
        public ForeignKey {
            columns = List.copyOf(columns);
            referenced = List.copyOf(referenced);
        }
    }

    /** {@code CHECK (c)}; the source is the condition as it is written. */
    public record Check(Optional<String> name, Condition condition, String source) implements Constraint {}

    /** {@code DEFAULT e FOR column}, of {@code ALTER TABLE} alone. */
    public record DefaultFor(Optional<String> name, Expression value, String source, String column)
            implements Constraint {}
}
