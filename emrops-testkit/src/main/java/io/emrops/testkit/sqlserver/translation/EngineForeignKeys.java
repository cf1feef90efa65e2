package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Takes the foreign keys of a table that the engine may check by an index away from it, and gives them back when the index is gone. */
final class EngineForeignKeys {
    private final Draft draft;
    private final TableDraft table;
    private final List<Table.ForeignKey> released = new ArrayList<>();

    EngineForeignKeys(Draft draft, TableDraft table) {
        this.draft = draft;
        this.table = table;
    }

    void release(Index index) {
        for (var key : table.table().foreignKeys()) {
            if (index.members().stream().anyMatch(member -> contains(key.columns(), member.column()))) {
                draft.run(
                        "ALTER TABLE " + table.engineName() + " DROP CONSTRAINT "
                                + TableAlteration.inSchema(draft, table, table.memberName(key.name())),
                        addition(key));
                released.add(key);
            }
        }
    }

    void restore() {
        released.forEach(key -> draft.run(addition(key)));
    }

    /** The rows had satisfied it a moment before, or were never asked. */
    private String addition(Table.ForeignKey key) {
        return "ALTER TABLE " + table.engineName() + " ADD CONSTRAINT " + table.memberName(key.name()) + " "
                + text(key, draft.databaseId()) + " NOCHECK";
    }

    /** In the engine's words, without its name. */
    static String text(Table.ForeignKey key, int databaseId) {
        return "FOREIGN KEY " + listed(key.columns()) + " REFERENCES "
                + EngineNames.object(databaseId, key.schema(), key.table()) + listed(key.referenced()) + " ON DELETE "
                + key.onDelete().replace('_', ' ') + " ON UPDATE "
                + key.onUpdate().replace('_', ' ');
    }

    private static boolean contains(List<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    private static String listed(List<String> columns) {
        return columns.stream().map(EngineNames::quoted).collect(Collectors.joining(", ", "(", ")"));
    }
}
