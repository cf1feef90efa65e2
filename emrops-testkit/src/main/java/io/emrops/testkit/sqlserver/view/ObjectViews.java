package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.catalog.Sequence;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.catalog.View;
import io.emrops.testkit.sqlserver.type.Variant;
import java.time.Instant;

/** The rows of the views about schemas, and about tables, views and sequences as objects. */
final class ObjectViews {
    private ObjectViews() {}

    static Catalog catalog(Viewer viewer) {
        return viewer.tables().catalog(viewer.database());
    }

    static void schemas(Viewer viewer, Rows rows) {
        Schema.all(catalog(viewer))
                .forEach((name, id) -> rows.row()
                        .set("name", name)
                        .set("schema_id", id)
                        .set("principal_id", id >= 2 && (id <= 4 || id >= 16_384) ? id : 1));
    }

    /** What kinds of objects have in common. */
    record Kind(String code, String description) {
        static final Kind TABLE = new Kind("U", "USER_TABLE");
        static final Kind VIEW = new Kind("V", "VIEW");
        static final Kind SEQUENCE = new Kind("SO", "SEQUENCE_OBJECT");
        static final Kind PRIMARY_KEY = new Kind("PK", "PRIMARY_KEY_CONSTRAINT");
        static final Kind UNIQUE = new Kind("UQ", "UNIQUE_CONSTRAINT");
        static final Kind FOREIGN_KEY = new Kind("F", "FOREIGN_KEY_CONSTRAINT");
        static final Kind CHECK = new Kind("C", "CHECK_CONSTRAINT");
        static final Kind DEFAULT = new Kind("D", "DEFAULT_CONSTRAINT");
    }

    /** The columns of {@code sys.objects}, which many views begin with. */
    static Rows.Row object(
            Viewer viewer,
            Rows.Row row,
            Kind kind,
            int id,
            String schema,
            String name,
            Instant created,
            Instant modified) {
        return row.set("name", name)
                .set("object_id", id)
                .set("schema_id", Schema.idOf(catalog(viewer), schema))
                .set("parent_object_id", 0)
                .set("type", kind.code())
                .set("type_desc", kind.description())
                .set("create_date", viewer.local(created))
                .set("modify_date", viewer.local(modified));
    }

    /** The same for a constraint of a table. */
    static Rows.Row constraint(Viewer viewer, Rows.Row row, Kind kind, int id, String name, Table table) {
        return object(viewer, row, kind, id, table.schema(), name, table.created(), table.created())
                .set("parent_object_id", table.objectId());
    }

    static void objects(Viewer viewer, Rows rows) {
        for (var table : catalog(viewer).tables().values()) {
            table(viewer, table, rows.row());
            ConstraintViews.objectsOf(viewer, table, rows);
        }
        for (var view : catalog(viewer).views().values()) {
            view(viewer, view, rows.row());
        }
        for (var sequence : catalog(viewer).sequences().values()) {
            sequence(viewer, sequence, rows.row());
        }
    }

    private static Rows.Row table(Viewer viewer, Table table, Rows.Row row) {
        return object(
                viewer,
                row,
                Kind.TABLE,
                table.objectId(),
                table.schema(),
                table.name(),
                table.created(),
                table.modified());
    }

    static void tables(Viewer viewer, Rows rows) {
        for (var table : catalog(viewer).tables().values()) {
            var last = table.columns().stream().mapToInt(TableColumn::id).max().orElse(0);
            table(viewer, table, rows.row()).set("max_column_id_used", last);
        }
    }

    private static Rows.Row view(Viewer viewer, View view, Rows.Row row) {
        return object(
                viewer, row, Kind.VIEW, view.objectId(), view.schema(), view.name(), view.created(), view.modified());
    }

    static void views(Viewer viewer, Rows rows) {
        for (var view : catalog(viewer).views().values()) {
            view(viewer, view, rows.row());
        }
    }

    static void modules(Viewer viewer, Rows rows) {
        for (var view : catalog(viewer).views().values()) {
            rows.row().set("object_id", view.objectId()).set("definition", view.source());
        }
    }

    private static Rows.Row sequence(Viewer viewer, Sequence sequence, Rows.Row row) {
        return object(
                viewer,
                row,
                Kind.SEQUENCE,
                sequence.objectId(),
                sequence.schema(),
                sequence.name(),
                sequence.created(),
                sequence.created());
    }

    static void sequences(Viewer viewer, Rows rows) {
        for (var sequence : catalog(viewer).sequences().values()) {
            var last = viewer.tables().lastValue(viewer.database(), sequence.objectId());
            var shape = TypeShape.of(sequence.type());
            sequence(viewer, sequence, rows.row())
                    .set("start_value", value(sequence, sequence.start()))
                    .set("increment", value(sequence, sequence.increment()))
                    .set("minimum_value", value(sequence, sequence.least()))
                    .set("maximum_value", value(sequence, sequence.most()))
                    .set("is_cycling", sequence.cycle())
                    .set("system_type_id", shape.systemId())
                    .set("user_type_id", shape.userId())
                    .set("precision", shape.precision())
                    .set("scale", shape.scale())
                    .set("current_value", value(sequence, last.orElse(sequence.start())))
                    .set(
                            "last_used_value",
                            last.map(number -> value(sequence, number)).orElse(null));
        }
    }

    private static Variant value(Sequence sequence, long number) {
        return new Variant(sequence.type(), number);
    }
}
