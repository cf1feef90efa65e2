package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import java.util.List;
import java.util.Optional;

/** Statements that change what there is: tables, indexes, views, schemas, sequences. */
public sealed interface SchemaChange extends Statement {
    /** {@code CREATE TABLE}; {@code #name} is a temporary one. */
    record CreateTable(ObjectName table, TableDefinition definition, int line) implements SchemaChange {}

    /** {@code ALTER TABLE t …}. */
    record AlterTable(ObjectName table, Action action, int line) implements SchemaChange {}

    /** What {@code ALTER TABLE} does. */
    sealed interface Action {}

    /** {@code ADD column, CONSTRAINT …}; {@code check} is false with {@code WITH NOCHECK}. */
    record Add(TableDefinition definition, boolean check) implements Action {}

    /** {@code ALTER COLUMN c type [NULL | NOT NULL]}. */
    record AlterColumn(String column, TypeName type, Optional<Boolean> nullable) implements Action {}

    /** {@code DROP COLUMN a, b}. */
    record DropColumns(List<String> columns, boolean ifExists) implements Action {
        /** Copies the list. */
        public DropColumns {
            columns = List.copyOf(columns);
        }
    }

    /** {@code DROP CONSTRAINT a, b}. */
    record DropConstraints(List<String> constraints, boolean ifExists) implements Action {
        /** Copies the list. */
        public DropConstraints {
            constraints = List.copyOf(constraints);
        }
    }

    /** {@code [WITH CHECK] CHECK CONSTRAINT x}, {@code NOCHECK CONSTRAINT x}; no names mean {@code ALL}. */
    record SwitchConstraints(List<String> constraints, boolean on, boolean validate) implements Action {
        /** Copies the list. */
        public SwitchConstraints {
            constraints = List.copyOf(constraints);
        }
    }

    /** {@code DROP TABLE [IF EXISTS] a, b}. */
    record DropTables(List<ObjectName> tables, boolean ifExists, int line) implements SchemaChange {
        /** Copies the list. */
        public DropTables {
            tables = List.copyOf(tables);
        }
    }

    /** {@code CREATE [UNIQUE] [CLUSTERED] INDEX i ON t (…) INCLUDE (…) WHERE …}; options have no meaning here but are checked. */
    record CreateIndex(
            boolean unique,
            boolean clustered,
            String index,
            ObjectName table,
            List<TableDefinition.KeyColumn> columns,
            List<String> included,
            Optional<Condition> filter,
            String filterSource,
            int line)
            implements SchemaChange {
        /** Copies the lists. */
        public CreateIndex {
            columns = List.copyOf(columns);
            included = List.copyOf(included);
        }
    }

    /** {@code DROP INDEX [IF EXISTS] i ON t}. */
    record DropIndex(String index, ObjectName table, boolean ifExists, int line) implements SchemaChange {}

    /**
     * {@code CREATE [OR ALTER] VIEW}, {@code ALTER VIEW}.
     *
     * @param columns empty if the query names them
     * @param source the whole statement as it is written
     */
    record CreateView(
            ObjectName view,
            List<String> columns,
            List<Query.CommonTable> with,
            Query query,
            Mode mode,
            String source,
            int line)
            implements SchemaChange {
        /** What there may be before. */
        public enum Mode {
            /** Nothing. */
            CREATE,
            /** A view. */
            ALTER,
            /** Either. */
            CREATE_OR_ALTER
        }

        /** Copies the lists. */
        public CreateView {
            columns = List.copyOf(columns);
            with = List.copyOf(with);
        }
    }

    /** {@code DROP VIEW [IF EXISTS] a, b}. */
    record DropViews(List<ObjectName> views, boolean ifExists, int line) implements SchemaChange {
        /** Copies the list. */
        public DropViews {
            views = List.copyOf(views);
        }
    }

    /** {@code CREATE SCHEMA s}. */
    record CreateSchema(String schema, int line) implements SchemaChange {}

    /** {@code DROP SCHEMA [IF EXISTS] s}. */
    record DropSchema(String schema, boolean ifExists, int line) implements SchemaChange {}

    /** {@code CREATE SEQUENCE}; what is not said is the type's. */
    record CreateSequence(
            ObjectName sequence,
            Optional<TypeName> type,
            Optional<Long> start,
            Optional<Long> increment,
            Optional<Long> least,
            Optional<Long> most,
            boolean cycle,
            int line)
            implements SchemaChange {}

    /** {@code DROP SEQUENCE [IF EXISTS] a, b}. */
    record DropSequences(List<ObjectName> sequences, boolean ifExists, int line) implements SchemaChange {
        /** Copies the list. */
        public DropSequences {
            sequences = List.copyOf(sequences);
        }
    }
}
