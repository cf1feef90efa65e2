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
        Instant modified) {
    /** Copies the lists. */
    public Table {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(name, "name");
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
        checks = List.copyOf(checks);
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
