package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.instance.Database;
import io.emrops.testkit.sqlserver.instance.Upkeep;
import io.emrops.testkit.sqlserver.instance.Upkeep.IndexState;
import io.emrops.testkit.sqlserver.instance.Upkeep.StatisticsState;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The rows of the views and functions about indexes, heaps, and what they take. */
final class IndexViews {
    private static final int BYTES_OF_A_PAGE = 8060;
    private static final int BYTES_OF_A_HEADER = 7;
    private static final int BYTES_OF_A_LOB = 24;
    private static final int MOST_STEPS = 200;

    private IndexViews() {}

    /**
     * An index, or the heap of a table that has no clustered one.
     *
     * @param index empty for a heap
     */
    record Store(Table table, Optional<Index> index) {
        static List<Store> all(Catalog catalog) {
            var all = new ArrayList<Store>();
            for (var table : catalog.tables().values()) {
                if (table.indexes().stream().noneMatch(Index::clustered)) {
                    all.add(new Store(table, Optional.empty()));
                }
                table.indexes().forEach(index -> all.add(new Store(table, Optional.of(index))));
            }
            return all;
        }

        int id() {
            return index.map(Index::id).orElse(0);
        }

        /** As unique as object and index are. */
        long partition() {
            return 72_057_594_000_000_000L + table.objectId() * 1000L + id();
        }

        String kind() {
            return index.isEmpty() ? "HEAP" : index.get().clustered() ? "CLUSTERED" : "NONCLUSTERED";
        }

        /** What a row takes, if its texts are half as long as they may be. */
        private int rowSize() {
            var bytes = BYTES_OF_A_HEADER;
            for (var column : table.columns()) {
                if (index.isEmpty() || index.get().clustered() || isMember(column)) {
                    bytes += size(column);
                }
            }
            return Math.min(bytes, BYTES_OF_A_PAGE);
        }

        private boolean isMember(TableColumn column) {
            return index.stream()
                    .flatMap(of -> of.members().stream())
                    .anyMatch(member -> member.column().equalsIgnoreCase(column.name()));
        }

        private static int size(TableColumn column) {
            var shape = TypeShape.of(column.type());
            var varies = shape.name().contains("var");
            return shape.maxLength() < 0 ? BYTES_OF_A_LOB : varies ? 2 + shape.maxLength() / 2 : shape.maxLength();
        }

        long pages(long rows) {
            var rowsOfAPage = Math.max(1, BYTES_OF_A_PAGE / rowSize());
            return (rows + rowsOfAPage - 1) / rowsOfAPage;
        }
    }

    private static long rowsOf(Viewer viewer, Store store) {
        return viewer.tables().rows(viewer.database(), store.table().objectId());
    }

    private static List<Store> stores(Viewer viewer) {
        return Store.all(ObjectViews.catalog(viewer));
    }

    static void indexes(Viewer viewer, Rows rows) {
        for (var store : stores(viewer)) {
            var index = store.index();
            var key = index.flatMap(Index::constraint);
            rows.row()
                    .set("object_id", store.table().objectId())
                    .set("name", index.map(Index::name).orElse(null))
                    .set("index_id", store.id())
                    .set("type", index.isEmpty() ? 0 : index.get().clustered() ? 1 : 2)
                    .set("type_desc", store.kind())
                    .set("is_unique", index.map(Index::unique).orElse(false))
                    .set("is_primary_key", key.map(Index.Key::primary).orElse(false))
                    .set("is_unique_constraint", key.map(of -> !of.primary()).orElse(false))
                    .set(
                            "is_disabled",
                            state(viewer, store).map(IndexState::disabled).orElse(false))
                    .set(
                            "allow_page_locks",
                            state(viewer, store).flatMap(IndexState::pageLocks).orElse(true))
                    .set("has_filter", index.flatMap(Index::filter).isPresent())
                    .set("filter_definition", index.flatMap(Index::filter).orElse(null));
        }
    }

    /** What was done for an index; empty for one of a database that is not there. */
    private static Optional<IndexState> state(Viewer viewer, Store store) {
        var table = store.table();
        return upkeep(viewer)
                .map(upkeep -> upkeep.index(
                        table.schema(),
                        table.name(),
                        store.index().map(Index::name).orElse("")));
    }

    private static Optional<Upkeep> upkeep(Viewer viewer) {
        return viewer.instance().database(viewer.database()).map(Database::upkeep);
    }

    static void resumable(Viewer viewer, Rows rows) {
        for (var store : stores(viewer)) {
            var paused = state(viewer, store).map(IndexState::paused).orElse(OptionalInt.empty());
            if (paused.isPresent()) {
                rows.row()
                        .set("object_id", store.table().objectId())
                        .set("index_id", store.id())
                        .set("name", store.index().map(Index::name).orElse(""))
                        .set("percent_complete", paused.getAsInt())
                        .set("page_count", store.pages(rowsOf(viewer, store)));
            }
        }
    }

    static void columns(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var index : table.indexes()) {
                columns(table, index, rows);
            }
        }
    }

    private static void columns(Table table, Index index, Rows rows) {
        var ordinal = 0;
        for (var i = 0; i < index.members().size(); i++) {
            var member = index.members().get(i);
            rows.row()
                    .set("object_id", table.objectId())
                    .set("index_id", index.id())
                    .set("index_column_id", i + 1)
                    .set("column_id", ConstraintViews.columnId(table, member.column()))
                    .set("key_ordinal", member.included() ? 0 : ++ordinal)
                    .set("is_descending_key", member.descending())
                    .set("is_included_column", member.included());
        }
    }

    static void partitions(Viewer viewer, Rows rows) {
        for (var store : stores(viewer)) {
            rows.row()
                    .set("partition_id", store.partition())
                    .set("object_id", store.table().objectId())
                    .set("index_id", store.id())
                    .set("hobt_id", store.partition())
                    .set("rows", rowsOf(viewer, store));
        }
    }

    static void partitionStats(Viewer viewer, Rows rows) {
        for (var store : stores(viewer)) {
            var count = rowsOf(viewer, store);
            var pages = store.pages(count);
            rows.row()
                    .set("partition_id", store.partition())
                    .set("object_id", store.table().objectId())
                    .set("index_id", store.id())
                    .set("in_row_data_page_count", pages)
                    .set("in_row_used_page_count", pages)
                    .set("in_row_reserved_page_count", pages)
                    .set("used_page_count", pages)
                    .set("reserved_page_count", pages)
                    .set("row_count", count);
        }
    }

    /** NULL, 0 and, for an index, -1 are all of them. */
    static void physicalStats(Viewer viewer, List<@Nullable Object> arguments, Rows rows) {
        var limited = !(arguments.get(4) instanceof String mode)
                || mode.equalsIgnoreCase("LIMITED")
                || mode.equalsIgnoreCase("DEFAULT");
        for (var database : KnownDatabase.all(viewer.instance())) {
            if (isWanted(arguments, 0, 0, database.id()) && database.isReadable()) {
                var there = viewer.in(database.name());
                for (var store : stores(there)) {
                    if (isWanted(arguments, 1, 0, store.table().objectId())
                            && isWanted(arguments, 2, -1, store.id())
                            && isWanted(arguments, 3, 0, 1)) {
                        physical(there, store, limited, rows.row().set("database_id", database.id()));
                    }
                }
            }
        }
    }

    private static void physical(Viewer viewer, Store store, boolean limited, Rows.Row row) {
        var count = rowsOf(viewer, store);
        var pages = store.pages(count);
        var size = (double) store.rowSize();
        var fragmentation = state(viewer, store).map(IndexState::fragmentation).orElse(0.0);
        var fragments = Math.max(1, Math.round(pages * fragmentation / 100));
        row.set("object_id", store.table().objectId())
                .set("index_id", store.id())
                .set("index_type_desc", store.index().isEmpty() ? "HEAP" : store.kind() + " INDEX")
                .set("index_depth", pages > 1 && store.index().isPresent() ? 2 : 1)
                .set("avg_fragmentation_in_percent", fragmentation)
                .set("fragment_count", fragments)
                .set("avg_fragment_size_in_pages", (double) pages / fragments)
                .set("page_count", pages)
                .set(
                        "avg_page_space_used_in_percent",
                        limited || pages == 0 ? null : 100 * count * size / (pages * BYTES_OF_A_PAGE))
                .set("record_count", limited ? null : count)
                .set("ghost_record_count", limited ? null : 0)
                .set("version_ghost_record_count", limited ? null : 0)
                .set("avg_record_size_in_bytes", limited ? null : size)
                .set("hobt_id", store.partition());
    }

    private static boolean isWanted(List<@Nullable Object> arguments, int place, int all, int id) {
        return FileViews.argument(arguments, place)
                .map(wanted -> wanted == all || wanted == id)
                .orElse(true);
    }

    static void statistics(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var index : table.indexes()) {
                rows.row()
                        .set("object_id", table.objectId())
                        .set("name", index.name())
                        .set("stats_id", index.id())
                        .set(
                                "no_recompute",
                                statistics(viewer, table, index)
                                        .map(StatisticsState::noRecompute)
                                        .orElse(false))
                        .set("has_filter", index.filter().isPresent())
                        .set("filter_definition", index.filter().orElse(null));
            }
        }
    }

    static void statisticsColumns(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var index : table.indexes()) {
                var ordinal = 0;
                for (var member : index.members()) {
                    if (!member.included()) {
                        rows.row()
                                .set("object_id", table.objectId())
                                .set("stats_id", index.id())
                                .set("stats_column_id", ++ordinal)
                                .set("column_id", ConstraintViews.columnId(table, member.column()));
                    }
                }
            }
        }
    }

    static void statisticsProperties(Viewer viewer, List<@Nullable Object> arguments, Rows rows) {
        var object = FileViews.argument(arguments, 0);
        var statistics = FileViews.argument(arguments, 1);
        for (var store : stores(viewer)) {
            if (store.index().isPresent()
                    && object.equals(Optional.of(store.table().objectId()))
                    && statistics.equals(Optional.of(store.id()))) {
                properties(viewer, store, rows.row());
            }
        }
    }

    /** Empty if there are none, or they were made of no rows. */
    static Optional<LocalDateTime> lastUpdated(Viewer viewer, int object, int statistics) {
        for (var store : stores(viewer)) {
            var index = store.index();
            if (index.isPresent() && store.table().objectId() == object && store.id() == statistics) {
                var known = statistics(viewer, store.table(), index.get());
                var count = known.map(StatisticsState::rows).orElseGet(() -> rowsOf(viewer, store));
                return count == 0
                        ? Optional.empty()
                        : Optional.of(viewer.local(known.map(StatisticsState::updated)
                                .orElse(store.table().created())));
            }
        }
        return Optional.empty();
    }

    /** Of statistics that were made of no rows, nothing is known. */
    private static void properties(Viewer viewer, Store store, Rows.Row row) {
        var known = statistics(viewer, store.table(), store.index().orElseThrow());
        var count = known.map(StatisticsState::rows).orElseGet(() -> rowsOf(viewer, store));
        var sampled = known.map(StatisticsState::sampled).orElse(count);
        var updated = known.map(StatisticsState::updated).orElse(store.table().created());
        var isNone = count == 0;
        row.set("object_id", store.table().objectId())
                .set("stats_id", store.id())
                .set("last_updated", isNone ? null : viewer.local(updated))
                .set("rows", isNone ? null : count)
                .set("rows_sampled", isNone ? null : sampled)
                .set("steps", isNone ? null : Math.min(MOST_STEPS, count))
                .set("unfiltered_rows", isNone ? null : count)
                .set("modification_counter", isNone ? null : changes(viewer, store));
    }

    private static long changes(Viewer viewer, Store store) {
        var table = store.table();
        var name = store.index().map(Index::name).orElse("");
        return upkeep(viewer)
                .map(upkeep -> upkeep.changes(table.schema(), table.name(), name))
                .orElse(0L);
    }

    private static Optional<StatisticsState> statistics(Viewer viewer, Table table, Index index) {
        return upkeep(viewer).flatMap(upkeep -> upkeep.statistics(table.schema(), table.name(), index.name()));
    }
}
