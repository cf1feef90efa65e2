package io.emrops.testkit.sqlserver.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A table of users ("sys.tables").
 *
 * @param objectId unique in its database, never given to another object
 * @param schema {@code dbo} if the statement named none
 * @param lastColumnId the highest that a column of it ever had
 */
public record Table(
        int objectId,
        String schema,
        String name,
        List<TableColumn> columns,
        List<Index> indexes,
        List<ForeignKey> foreignKeys,
        List<Check> checks,
        Instant created,
        Instant modified,
        int lastColumnId) {
    /** Copies the lists. */
    public Table {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(name, "name");
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
        checks = List.copyOf(checks);
    }

    /** A table that never had other columns. */
    public Table(
            int objectId,
            String schema,
            String name,
            List<TableColumn> columns,
            List<Index> indexes,
            List<ForeignKey> foreignKeys,
            List<Check> checks,
            Instant created,
            Instant modified) {
        this(
                objectId,
                schema,
                name,
                columns,
                indexes,
                foreignKeys,
                checks,
                created,
                modified,
                columns.stream().mapToInt(TableColumn::id).max().orElse(0));
    }

    /** A table without columns, as it is before anything is added. */
    public static Table empty(int objectId, String schema, String name, Instant created) {
        return new Table(objectId, schema, name, List.of(), List.of(), List.of(), List.of(), created, created);
    }

    /** With other columns. */
    public Table withColumns(List<TableColumn> changed) {
        var last = changed.stream().mapToInt(TableColumn::id).max().orElse(0);
        return new Table(
                objectId,
                schema,
                name,
                changed,
                indexes,
                foreignKeys,
                checks,
                created,
                modified,
                Math.max(last, lastColumnId));
    }

    /** With other indexes and keys. */
    public Table withIndexes(List<Index> changed) {
        return new Table(
                objectId, schema, name, columns, changed, foreignKeys, checks, created, modified, lastColumnId);
    }

    /** With other foreign keys. */
    public Table withForeignKeys(List<ForeignKey> changed) {
        return new Table(objectId, schema, name, columns, indexes, changed, checks, created, modified, lastColumnId);
    }

    /** With other checks. */
    public Table withChecks(List<Check> changed) {
        return new Table(
                objectId, schema, name, columns, indexes, foreignKeys, changed, created, modified, lastColumnId);
    }

    /** Changed at this time. */
    public Table modifiedAt(Instant time) {
        return new Table(objectId, schema, name, columns, indexes, foreignKeys, checks, created, time, lastColumnId);
    }

    /** The column of this name, in whichever case. */
    public Optional<TableColumn> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(columnName))
                .findFirst();
    }

    /** The index of this name, in whichever case; those of keys are among them. */
    public Optional<Index> index(String indexName) {
        return indexes.stream()
                .filter(index -> index.name().equalsIgnoreCase(indexName))
                .findFirst();
    }

    /** The primary key. */
    public Optional<Index> primaryKey() {
        return indexes.stream()
                .filter(index -> index.constraint().map(Index.Key::primary).orElse(false))
                .findFirst();
    }

    /** The column that numbers its rows. */
    public Optional<TableColumn> identity() {
        return columns.stream().filter(column -> column.identity().isPresent()).findFirst();
    }

    /**
     * {@code FOREIGN KEY}.
     *
     * @param systemNamed whether the server made its name
     * @param schema of the table that is referenced
     * @param onDelete as in {@code NO_ACTION}, {@code CASCADE}, {@code SET_NULL}, {@code SET_DEFAULT}
     */
    public record ForeignKey(
            int objectId,
            String name,
            boolean systemNamed,
            List<String> columns,
            String schema,
            String table,
            List<String> referenced,
            String onDelete,
            String onUpdate) {
        /** Copies the lists. */
        public ForeignKey {
            columns = List.copyOf(columns);
            referenced = List.copyOf(referenced);
        }
    }

    /** {@code CHECK}; the source is as it was written, in brackets. */
    public record Check(int objectId, String name, boolean systemNamed, String source) {}
}
