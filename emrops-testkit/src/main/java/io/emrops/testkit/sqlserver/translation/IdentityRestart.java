package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.EngineNames;
import java.util.List;

/** Where the numbering of a table goes on, when it was not the engine that gave the last number. */
final class IdentityRestart {
    private IdentityRestart() {}

    /** Behind the farthest value that there is, but never back. */
    static EngineStatement of(RowTarget target) {
        var column = target.table().identity().orElseThrow();
        var increment = column.identity().orElseThrow().increment();
        var name = EngineNames.quoted(column.name());
        var farthest = increment > 0 ? "GREATEST" : "LEAST";
        var last = increment > 0 ? "MAX" : "MIN";
        return new EngineStatement(
                restart(target, name) + "(SELECT " + farthest + "((" + current(target, column.name()) + "), " + last
                        + "(" + name + ") + (" + increment + ")) FROM " + target.engineName() + ")",
                List.of());
    }

    /** As it was when the table was made. */
    static EngineStatement fromStart(RowTarget target) {
        var column = target.table().identity().orElseThrow();
        var seed = column.identity().orElseThrow().seed();
        var name = EngineNames.quoted(column.name());
        return new EngineStatement(
                "ALTER TABLE " + target.engineName() + " ALTER COLUMN " + name + " START WITH " + seed
                        + " RESTART WITH " + seed,
                List.of());
    }

    private static String restart(RowTarget target, String column) {
        return "ALTER TABLE " + target.engineName() + " ALTER COLUMN " + column + " RESTART WITH ";
    }

    private static String current(RowTarget target, String column) {
        var schema = target.database()
                .map(database -> " AND TABLE_SCHEMA = "
                        + text(database.id() + "." + target.table().schema()))
                .orElse("");
        var engineName = target.database().isPresent()
                ? target.table().name()
                : target.engineName()
                        .substring(1, target.engineName().length() - 1)
                        .replace("\"\"", "\"");
        return "SELECT IDENTITY_BASE FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = " + text(engineName) + schema
                + " AND COLUMN_NAME = " + text(column);
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
