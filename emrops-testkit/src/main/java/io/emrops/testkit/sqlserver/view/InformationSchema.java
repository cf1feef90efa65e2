package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import java.util.List;

/** The rows of the views of {@code INFORMATION_SCHEMA} ("System Information Schema Views (Transact-SQL)"). */
final class InformationSchema {
    private static final int LONGEST_TEXT = Integer.MAX_VALUE;
    private static final int LONGEST_WIDE_TEXT = 1_073_741_823;
    private static final int LONGEST_DEFINITION = 4000;

    private InformationSchema() {}

    static void schemata(Viewer viewer, Rows rows) {
        Schema.all(ObjectViews.catalog(viewer))
                .forEach((name, id) -> rows.row()
                        .set("CATALOG_NAME", viewer.database())
                        .set("SCHEMA_NAME", name)
                        .set("SCHEMA_OWNER", id > 1 && (id < 5 || id >= 16_384) ? name : "dbo"));
    }

    private static Rows.Row table(Viewer viewer, Rows.Row row, String schema, String name) {
        return row.set("TABLE_CATALOG", viewer.database())
                .set("TABLE_SCHEMA", schema)
                .set("TABLE_NAME", name);
    }

    static void tables(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            table(viewer, rows.row(), table.schema(), table.name()).set("TABLE_TYPE", "BASE TABLE");
        }
        for (var view : ObjectViews.catalog(viewer).views().values()) {
            table(viewer, rows.row(), view.schema(), view.name()).set("TABLE_TYPE", "VIEW");
        }
    }

    /** The page: a definition that is too long is NULL. */
    static void views(Viewer viewer, Rows rows) {
        for (var view : ObjectViews.catalog(viewer).views().values()) {
            var source = view.source();
            table(viewer, rows.row(), view.schema(), view.name())
                    .set("VIEW_DEFINITION", source.length() > LONGEST_DEFINITION ? null : source);
        }
    }

    static void columns(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            columns(viewer, table.schema(), table.name(), table.columns(), rows);
        }
        for (var view : ObjectViews.catalog(viewer).views().values()) {
            columns(viewer, view.schema(), view.name(), view.columns(), rows);
        }
    }

    private static void columns(Viewer viewer, String schema, String table, List<TableColumn> columns, Rows rows) {
        var place = 0;
        for (var column : columns) {
            var row = table(viewer, rows.row(), schema, table)
                    .set("COLUMN_NAME", column.name())
                    .set("ORDINAL_POSITION", ++place)
                    .set(
                            "COLUMN_DEFAULT",
                            column.defaultValue()
                                    .map(TableColumn.Default::source)
                                    .orElse(null))
                    .set("IS_NULLABLE", column.nullable() ? "YES" : "NO");
            type(TypeShape.of(column.type()), row);
        }
    }

    private static void type(TypeShape shape, Rows.Row row) {
        var hasLength = shape.isText() || (shape.isBinary() && !shape.name().equals("timestamp"));
        row.set("DATA_TYPE", shape.name())
                .set("CHARACTER_MAXIMUM_LENGTH", hasLength ? length(shape) : null)
                .set("CHARACTER_OCTET_LENGTH", hasLength ? octets(shape) : null)
                .set("NUMERIC_PRECISION", shape.isNumber() ? shape.precision() : null)
                .set("NUMERIC_PRECISION_RADIX", shape.isNumber() ? shape.isApproximate() ? 2 : 10 : null)
                .set("NUMERIC_SCALE", shape.isNumber() && !shape.isApproximate() ? shape.scale() : null)
                .set("DATETIME_PRECISION", shape.isTime() ? shape.scale() : null)
                .set("CHARACTER_SET_NAME", shape.isText() ? shape.isWide() ? "UNICODE" : "iso_1" : null)
                .set("COLLATION_NAME", shape.isText() ? ColumnViews.COLLATION : null);
    }

    private static int length(TypeShape shape) {
        return switch (shape.name()) {
            case "text", "image" -> LONGEST_TEXT;
            case "ntext" -> LONGEST_WIDE_TEXT;
            default -> shape.maxLength() < 0 || !shape.isWide() ? shape.maxLength() : shape.maxLength() / 2;
        };
    }

    private static int octets(TypeShape shape) {
        return switch (shape.name()) {
            case "text", "image" -> LONGEST_TEXT;
            case "ntext" -> 2 * LONGEST_WIDE_TEXT;
            default -> shape.maxLength();
        };
    }

    private static Rows.Row constraint(Viewer viewer, Rows.Row row, Table table, String name) {
        return row.set("CONSTRAINT_CATALOG", viewer.database())
                .set("CONSTRAINT_SCHEMA", table.schema())
                .set("CONSTRAINT_NAME", name);
    }

    private static void tableConstraint(Viewer viewer, Rows rows, Table table, String name, String type) {
        table(viewer, constraint(viewer, rows.row(), table, name), table.schema(), table.name())
                .set("CONSTRAINT_TYPE", type);
    }

    static void tableConstraints(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var index : table.indexes()) {
                index.constraint()
                        .ifPresent(key -> tableConstraint(
                                viewer, rows, table, index.name(), key.primary() ? "PRIMARY KEY" : "UNIQUE"));
            }
            table.foreignKeys().forEach(key -> tableConstraint(viewer, rows, table, key.name(), "FOREIGN KEY"));
            table.checks().forEach(check -> tableConstraint(viewer, rows, table, check.name(), "CHECK"));
        }
    }

    static void keyColumns(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var index : table.indexes()) {
                if (index.constraint().isPresent()) {
                    keyColumns(viewer, rows, table, index.name(), members(index));
                }
            }
            table.foreignKeys().forEach(key -> keyColumns(viewer, rows, table, key.name(), key.columns()));
        }
    }

    private static List<String> members(Index index) {
        return index.members().stream().map(Index.Member::column).toList();
    }

    private static void keyColumns(Viewer viewer, Rows rows, Table table, String name, List<String> columns) {
        for (var i = 0; i < columns.size(); i++) {
            table(viewer, constraint(viewer, rows.row(), table, name), table.schema(), table.name())
                    .set("COLUMN_NAME", columns.get(i))
                    .set("ORDINAL_POSITION", i + 1);
        }
    }

    static void referentialConstraints(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var key : table.foreignKeys()) {
                var unique = ConstraintViews.referenced(viewer, key)
                        .flatMap(referenced -> ConstraintViews.keyOf(referenced, key));
                constraint(viewer, rows.row(), table, key.name())
                        .set("UNIQUE_CONSTRAINT_CATALOG", viewer.database())
                        .set("UNIQUE_CONSTRAINT_SCHEMA", key.schema())
                        .set("UNIQUE_CONSTRAINT_NAME", unique.map(Index::name).orElse(null))
                        .set("UPDATE_RULE", key.onUpdate().replace('_', ' '))
                        .set("DELETE_RULE", key.onDelete().replace('_', ' '));
            }
        }
    }

    static void checkConstraints(Viewer viewer, Rows rows) {
        for (var table : ObjectViews.catalog(viewer).tables().values()) {
            for (var check : table.checks()) {
                constraint(viewer, rows.row(), table, check.name()).set("CHECK_CLAUSE", check.source());
            }
        }
    }
}
