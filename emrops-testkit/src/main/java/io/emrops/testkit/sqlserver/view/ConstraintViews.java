package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.Table.ForeignKey;
import io.emrops.testkit.sqlserver.view.ObjectViews.Kind;
import java.util.List;
import java.util.Optional;

/** The rows of the views about constraints. */
final class ConstraintViews {
    private static final List<String> ACTIONS = List.of("NO_ACTION", "CASCADE", "SET_NULL", "SET_DEFAULT");

    private ConstraintViews() {}

    /** As {@code sys.objects} has them. */
    static void objectsOf(Viewer viewer, Table table, Rows rows) {
        for (var index : table.indexes()) {
            index.constraint().ifPresent(key -> key(viewer, table, index, key, rows.row()));
        }
        for (var key : table.foreignKeys()) {
            ObjectViews.constraint(viewer, rows.row(), Kind.FOREIGN_KEY, key.objectId(), key.name(), table);
        }
        for (var check : table.checks()) {
            ObjectViews.constraint(viewer, rows.row(), Kind.CHECK, check.objectId(), check.name(), table);
        }
        for (var column : table.columns()) {
            column.defaultValue()
                    .ifPresent(value -> ObjectViews.constraint(
                            viewer, rows.row(), Kind.DEFAULT, value.objectId(), value.name(), table));
        }
    }

    private static Rows.Row key(Viewer viewer, Table table, Index index, Index.Key key, Rows.Row row) {
        var kind = key.primary() ? Kind.PRIMARY_KEY : Kind.UNIQUE;
        return ObjectViews.constraint(viewer, row, kind, key.objectId(), index.name(), table);
    }

    static void keys(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var index : table.indexes()) {
                index.constraint()
                        .ifPresent(key -> key(viewer, table, index, key, rows.row())
                                .set("unique_index_id", index.id())
                                .set("is_system_named", key.systemNamed()));
            }
        }
    }

    static void foreignKeys(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var key : table.foreignKeys()) {
                var referenced = referenced(viewer, key);
                ObjectViews.constraint(viewer, rows.row(), Kind.FOREIGN_KEY, key.objectId(), key.name(), table)
                        .set(
                                "referenced_object_id",
                                referenced.map(Table::objectId).orElse(null))
                        .set(
                                "key_index_id",
                                referenced
                                        .flatMap(other -> keyOf(other, key))
                                        .map(Index::id)
                                        .orElse(null))
                        .set("delete_referential_action", ACTIONS.indexOf(key.onDelete()))
                        .set("delete_referential_action_desc", key.onDelete())
                        .set("update_referential_action", ACTIONS.indexOf(key.onUpdate()))
                        .set("update_referential_action_desc", key.onUpdate())
                        .set("is_system_named", key.systemNamed());
            }
        }
    }

    static Optional<Table> referenced(Viewer viewer, ForeignKey key) {
        return ObjectViews.catalog(viewer).table(key.schema(), key.table());
    }

    /** The index of the columns that a foreign key refers to, in whichever order. */
    static Optional<Index> keyOf(Table referenced, ForeignKey key) {
        return referenced.indexes().stream()
                .filter(Index::unique)
                .filter(index -> sameNames(columns(index), key.referenced()))
                .findFirst();
    }

    private static List<String> columns(Index index) {
        return index.members().stream()
                .filter(member -> !member.included())
                .map(Index.Member::column)
                .toList();
    }

    private static boolean sameNames(List<String> some, List<String> others) {
        return some.size() == others.size()
                && some.stream().allMatch(name -> others.stream().anyMatch(name::equalsIgnoreCase));
    }

    static void foreignKeyColumns(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var key : table.foreignKeys()) {
                referenced(viewer, key).ifPresent(referenced -> foreignKeyColumns(table, key, referenced, rows));
            }
        }
    }

    private static void foreignKeyColumns(Table table, ForeignKey key, Table referenced, Rows rows) {
        for (var i = 0; i < key.columns().size(); i++) {
            rows.row()
                    .set("constraint_object_id", key.objectId())
                    .set("constraint_column_id", i + 1)
                    .set("parent_object_id", table.objectId())
                    .set("parent_column_id", columnId(table, key.columns().get(i)))
                    .set("referenced_object_id", referenced.objectId())
                    .set(
                            "referenced_column_id",
                            columnId(referenced, key.referenced().get(i)));
        }
    }

    static int columnId(Table table, String column) {
        return table.column(column)
                .orElseThrow(() -> new IllegalStateException(table.name() + " has no column " + column))
                .id();
    }

    static void defaults(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var column : table.columns()) {
                column.defaultValue()
                        .ifPresent(value -> ObjectViews.constraint(
                                        viewer, rows.row(), Kind.DEFAULT, value.objectId(), value.name(), table)
                                .set("parent_column_id", column.id())
                                .set("definition", value.source())
                                .set("is_system_named", value.systemNamed()));
            }
        }
    }

    static void checks(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var check : table.checks()) {
                ObjectViews.constraint(viewer, rows.row(), Kind.CHECK, check.objectId(), check.name(), table)
                        .set("definition", check.source())
                        .set("is_system_named", check.systemNamed());
            }
        }
    }
}
