package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.instance.Commit;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.h2.value.Value;

/**
 * What was done to a database of the system, of which nobody takes backups: only where it leads to has to be kept. From time to time it is made shorter: of the
 * rows what is left of them, and of tables that were made and dropped again nothing. Guarded by the content that has it.
 */
final class OwnHistory {
    private static final int SHORT = 1_000;

    private final List<Commit.Redo> all = new ArrayList<>();
    private int shortenAt = SHORT;

    void add(List<Commit.Redo> more) {
        all.addAll(more);
        if (all.size() > shortenAt) {
            var shortened = shortened(all);
            all.clear();
            all.addAll(shortened);
            shortenAt = Math.max(SHORT, 2 * all.size());
        }
    }

    /** In an order that leads to the same; many that have happened are not in it. */
    List<Commit.Redo> all() {
        return all;
    }

    static List<Commit.Redo> shortened(List<Commit.Redo> all) {
        return withoutRowsThatWent(withoutTablesThatWent(all));
    }

    /** A change that leads back to the tables that there were before has, with those since then, changed nothing. */
    private static List<Commit.Redo> withoutTablesThatWent(List<Commit.Redo> all) {
        var kept = new ArrayList<Commit.Redo>();
        var ends = new HashMap<Catalog, Integer>();
        ends.put(comparable(Catalog.empty()), 0);
        for (var one : all) {
            kept.add(one);
            if (one instanceof SchemaChanged change && change.isLast()) {
                var key = comparable(change.after());
                var end = ends.get(key);
                if (end != null && leavesAlone(kept.subList(end, kept.size()), change.after())) {
                    kept.remove(kept.size() - 1);
                    kept.subList(end, kept.size()).removeIf(between -> !isOf(between, change.after()));
                    var at = end == 0 ? 0 : end - 1;
                    if (end > 0) {
                        kept.remove(at);
                    }
                    kept.add(at, change);
                    ends.values().removeIf(other -> other > end);
                    ends.put(key, at + 1);
                } else {
                    ends.put(key, kept.size());
                }
            }
        }
        return kept;
    }

    /** Without what is never the same again. */
    private static Catalog comparable(Catalog catalog) {
        var tables = new LinkedHashMap<String, Table>();
        new TreeMap<>(catalog.tables()).forEach((name, table) -> tables.put(name, table.modifiedAt(Instant.EPOCH)));
        return new Catalog(catalog.schemas(), tables, catalog.views(), catalog.sequences(), 0);
    }

    /** Whether these changes do nothing to the rows of tables that are there before and after. */
    private static boolean leavesAlone(List<Commit.Redo> changes, Catalog catalog) {
        return changes.stream()
                .noneMatch(change -> change instanceof RowsFilled
                        || change instanceof SchemaChanged schema && isAbout(schema, catalog));
    }

    private static boolean isAbout(SchemaChanged change, Catalog catalog) {
        var text = change.statement().text();
        return !text.startsWith("CREATE ")
                && !text.startsWith("DROP ")
                && catalog.tables().values().stream()
                        .anyMatch(table ->
                                text.contains(EngineNames.object(change.databaseId(), table.schema(), table.name())));
    }

    private static boolean isOf(Commit.Redo change, Catalog catalog) {
        return change instanceof RowChanged row
                        && catalog.table(row.schema(), row.table()).isPresent()
                || change instanceof PositionMoved;
    }

    private static List<Commit.Redo> withoutRowsThatWent(List<Commit.Redo> all) {
        var kept = new ArrayList<Commit.Redo>();
        var positions = new LinkedHashMap<String, PositionMoved>();
        var rows = new LinkedHashMap<String, Rows>();
        var catalog = Catalog.empty();
        for (var one : all) {
            if (one instanceof PositionMoved position) {
                positions.put(position.key(), position);
            } else if (one instanceof RowChanged row) {
                rows.computeIfAbsent(row.schema() + "." + row.table(), key -> new Rows(row.schema(), row.table()))
                        .add(row);
            } else {
                rows.values().forEach(some -> some.addTo(kept));
                rows.clear();
                kept.add(one);
                catalog = one instanceof SchemaChanged change ? change.after() : catalog;
            }
        }
        rows.values().forEach(some -> some.addTo(kept));
        for (var position : positions.values()) {
            if (position.isIn(catalog)) {
                kept.add(position);
            }
        }
        return kept;
    }

    /** What becomes of the rows of one table, between two changes of tables. */
    private static final class Rows {
        private final String schema;
        private final String table;
        private final List<RowChanged> gone = new ArrayList<>();
        private final Map<List<Object>, Deque<List<Value>>> there = new LinkedHashMap<>();

        Rows(String schema, String table) {
            this.schema = schema;
            this.table = table;
        }

        void add(RowChanged change) {
            var before = change.before();
            var after = change.after();
            if (before != null) {
                var same = there.get(TableReplay.identity(before));
                if (same == null) {
                    gone.add(new RowChanged(schema, table, before, null));
                } else {
                    same.remove();
                    if (same.isEmpty()) {
                        there.remove(TableReplay.identity(before));
                    }
                }
            }
            if (after != null) {
                there.computeIfAbsent(TableReplay.identity(after), identity -> new ArrayDeque<>())
                        .add(after);
            }
        }

        void addTo(List<Commit.Redo> changes) {
            changes.addAll(gone);
            there.values().forEach(same -> same.forEach(row -> changes.add(new RowChanged(schema, table, null, row))));
        }
    }
}
