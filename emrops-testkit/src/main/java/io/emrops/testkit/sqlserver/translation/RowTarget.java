package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * The table whose rows a statement changes.
 *
 * @param database empty if it is a temporary one
 */
record RowTarget(Optional<Databases.Open> database, Table table, String engineName) {
    private static final String TEMPORARY = "tempdb";

    /**
     * The table of this name.
     *
     * @param unknown the message if there is none
     */
    static RowTarget of(ObjectName name, Translation translation, int unknown) throws Refusal {
        if (Location.isTemporary(name)) {
            var temporary = translation.databases().temporary(name.name());
            if (temporary.isEmpty()) {
                throw translation.refusal(name.name().startsWith("@") ? 1087 : unknown, 0, Refusing.written(name));
            }
            return new RowTarget(
                    Optional.empty(), temporary.get().table(), temporary.get().engineName());
        }
        var location = Location.of(name, translation.databases(), translation.surroundings());
        var catalog = location.database().catalog();
        var table = catalog.table(location.schema(), location.name());
        if (table.isEmpty()) {
            if (catalog.view(location.schema(), location.name()).isPresent()) {
                throw translation.unplayed("change rows through a view", 0);
            }
            throw translation.refusal(unknown, 0, Refusing.written(name));
        }
        return new RowTarget(Optional.of(location.database()), table.get(), location.engineName());
    }

    /** What its columns are named with when it has no alias. */
    List<String> qualifier() {
        return database.isPresent()
                ? List.of(database.get().name(), table.schema(), table.name())
                : List.of(table.name());
    }

    ColumnValues values(Translation translation) {
        return new ColumnValues(translation, database.map(Databases.Open::name).orElse(TEMPORARY), table);
    }

    /** For {@link SessionOptions}. */
    SessionOptions.TableId id() {
        return new SessionOptions.TableId(database.map(Databases.Open::id).orElse(0), table.objectId());
    }

    /** @throws Refusal 207 */
    TableColumn column(String name, Translation translation, int line) throws Refusal {
        var column = table.column(name);
        if (column.isEmpty()) {
            throw translation.refusal(207, line, name);
        }
        return column.get();
    }
}
