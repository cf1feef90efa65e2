package io.emrops.testkit.sqlserver.instance;

import java.util.List;

/**
 * The tables of databases, as told by whoever keeps their rows; see {@link Instance#contents}. It is asked while the instance is locked: it
 * answers at once and does not call the instance.
 */
@FunctionalInterface
public interface Contents {
    /** No database has tables. */
    Contents NONE = database -> List.of();

    /** The user tables of this database, in any order. */
    List<Table> tables(Database database);

    /** The sessions that have changed this database, and not committed that. */
    default List<Integer> writers(Database database) {
        return List.of();
    }

    /**
     * A table.
     *
     * @param objectId as {@code sys.objects.object_id} has it
     * @param indexes the heap or clustered index among them
     * @param columnStatistics the names of the statistics that belong to no index
     */
    record Table(
            String schema,
            String name,
            int objectId,
            long rows,
            long pages,
            List<Index> indexes,
            List<String> columnStatistics) {
        /** Copies the lists. */
        public Table {
            indexes = List.copyOf(indexes);
            columnStatistics = List.copyOf(columnStatistics);
        }
    }

    /**
     * An index; its statistics have the same name.
     *
     * @param name empty for a heap
     * @param indexId as {@code sys.indexes.index_id} has it: 0 for a heap, 1 for a clustered index
     * @param allowsPageLocks without them it cannot be reorganized
     */
    record Index(String name, int indexId, boolean allowsPageLocks) {}
}
