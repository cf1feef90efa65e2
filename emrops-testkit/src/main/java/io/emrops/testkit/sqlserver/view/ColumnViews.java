package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.type.Variant;
import java.util.List;

/** The rows of the views about columns and their types. */
final class ColumnViews {
    static final String COLLATION = "SQL_Latin1_General_CP1_CI_AS";

    private ColumnViews() {}

    static void columns(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            columns(table.objectId(), table.columns(), rows);
        }
        for (var view : ObjectViews.catalog(viewer).views().values()) {
            columns(view.objectId(), view.columns(), rows);
        }
    }

    private static void columns(int objectId, List<TableColumn> columns, Rows rows) {
        columns.forEach(column -> column(objectId, column, rows.row()));
    }

    private static Rows.Row column(int objectId, TableColumn column, Rows.Row row) {
        var shape = TypeShape.of(column.type());
        return row.set("object_id", objectId)
                .set("name", column.name())
                .set("column_id", column.id())
                .set("system_type_id", shape.systemId())
                .set("user_type_id", shape.userId())
                .set("max_length", shape.maxLength())
                .set("precision", shape.precision())
                .set("scale", shape.scale())
                .set("collation_name", shape.isText() ? COLLATION : null)
                .set("is_nullable", column.nullable())
                .set("is_ansi_padded", shape.isText() || shape.isBinary())
                .set("is_identity", column.identity().isPresent())
                .set("is_computed", column.computed().isPresent())
                .set(
                        "default_object_id",
                        column.defaultValue().map(TableColumn.Default::objectId).orElse(0));
    }

    static void computed(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var column : table.columns()) {
                column.computed()
                        .ifPresent(computed -> column(table.objectId(), column, rows.row())
                                .set("definition", computed.source())
                                .set("is_persisted", computed.persisted()));
            }
        }
    }

    static void identities(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var column : table.columns()) {
                column.identity().ifPresent(identity -> identity(viewer, table, column, identity, rows.row()));
            }
        }
    }

    private static void identity(
            Viewer viewer, Table table, TableColumn column, TableColumn.Identity identity, Rows.Row row) {
        var last = viewer.tables().lastValue(viewer.database(), table.objectId());
        column(table.objectId(), column, row)
                .set("seed_value", new Variant(column.type(), identity.seed()))
                .set("increment_value", new Variant(column.type(), identity.increment()))
                .set(
                        "last_value",
                        last.map(number -> new Variant(column.type(), number)).orElse(null));
    }

    static void types(Viewer viewer, Rows rows) {
        for (var shape : TypeShape.ALL) {
            rows.row()
                    .set("name", shape.name())
                    .set("system_type_id", shape.systemId())
                    .set("user_type_id", shape.userId())
                    .set("max_length", shape.maxLength())
                    .set("precision", shape.precision())
                    .set("scale", shape.scale())
                    .set("collation_name", shape.isText() ? COLLATION : null)
                    .set(
                            "is_nullable",
                            !shape.name().equals("timestamp") && !shape.name().equals("sysname"))
                    .set("is_assembly_type", shape.isAssemblyType());
        }
    }
}
