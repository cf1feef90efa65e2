package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.EngineTypes;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateIndex;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.DropIndex;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Touched.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code CREATE INDEX} and {@code DROP INDEX}. */
final class IndexChange {
    private final Databases databases;
    private final Surroundings surroundings;
    private final Refusing refusing;

    IndexChange(Databases databases, Surroundings surroundings, Refusing refusing) {
        this.databases = databases;
        this.surroundings = surroundings;
        this.refusing = refusing;
    }

    SchemaPlan create(CreateIndex create) throws Refusal {
        if (Location.isTemporary(create.table())) {
            return createOnTemporary(create);
        }
        var location = Location.of(create.table(), databases, surroundings);
        var draft = new Draft(location.database());
        var found = draft.catalog().table(location.schema(), location.name());
        if (found.isEmpty()) {
            throw draft.catalog().view(location.schema(), location.name()).isPresent()
                    ? refusing.notPlayed("make indexes on views")
                    : refusing.byWithState(12, 1088, Refusing.written(create.table()));
        }
        var table = TableDraft.of(draft, found.get());
        var index = index(create, table);
        run(create, draft, table, index);
        table.add(index);
        return finished(draft, table);
    }

    private SchemaPlan createOnTemporary(CreateIndex create) throws Refusal {
        var temporary = databases.temporary(create.table().name());
        if (temporary.isEmpty()) {
            throw refusing.byWithState(12, 1088, Refusing.written(create.table()));
        }
        var table = TableDraft.ofTemporary(temporary.get().table(), "", () -> 0);
        var index = index(create, table);
        if (index.unique()) {
            throw refusing.notPlayed(
                    "make unique indexes on temporary tables; a key that is made with the table can be had");
        }
        table.add(index);
        return new SchemaPlan(
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Databases.Temporary(table.table(), temporary.get().engineName())),
                List.of(),
                List.of());
    }

    private Index index(CreateIndex create, TableDraft table) throws Refusal {
        var name = create.index();
        if (table.table().index(name).isPresent()) {
            throw refusing.by(1913, name, "table", Refusing.written(create.table()));
        }
        var clustered =
                table.table().indexes().stream().filter(Index::clustered).findFirst();
        if (create.clustered() && clustered.isPresent()) {
            throw refusing.byWithState(
                    3,
                    1902,
                    "table",
                    Refusing.written(create.table()),
                    clustered.get().name());
        }
        var members = new ArrayList<>(KeyDefiner.members(table, create.columns(), refusing));
        for (var included : create.included()) {
            var column = table.table().column(included);
            if (column.isEmpty()) {
                throw refusing.by(1911, included);
            }
            if (!KeyTypes.mayBeIncluded(column.get().type())) {
                throw refusing.by(1999, included, table.table().name());
            }
            if (members.stream().anyMatch(member -> member.column().equalsIgnoreCase(included))) {
                throw refusing.by(1909, "index", included);
            }
            members.add(new Index.Member(column.get().name(), false, true));
        }
        return new Index(
                table.nextIndexId(create.clustered()),
                name,
                create.unique(),
                create.clustered(),
                Optional.empty(),
                members,
                create.filter().map(filter -> DefinitionText.of(create.filterSource())));
    }

    private void run(CreateIndex create, Draft draft, TableDraft table, Index index) throws Refusal {
        if (create.filter().isPresent()) {
            var condition = new TableExpressions(databases, surroundings, refusing)
                    .condition(table.table(), create.filter().get());
            if (index.unique()) {
                filtered(draft, table, index, condition);
                return;
            }
        }
        var columns = ordering(index).stream()
                .map(member -> EngineNames.quoted(member.column()) + (member.descending() ? " DESC" : ""))
                .collect(Collectors.joining(", ", "(", ")"));
        draft.run(
                "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + name(draft, table, index) + " ON "
                        + table.engineName() + columns,
                "DROP INDEX " + name(draft, table, index));
    }

    /**
     * The rows that the filter leaves out have NULL in all columns of the index, and of those the engine allows any number; those that it
     * takes have not, since the last column says that they are in.
     */
    private void filtered(Draft draft, TableDraft table, Index index, String condition) throws Refusal {
        var columns = new ArrayList<String>();
        for (var member : ordering(index)) {
            var column = table.table().column(member.column()).orElseThrow();
            if (column.computed().isPresent() || isComputedIn(table.table(), index)) {
                throw refusing.notPlayed("make filtered unique indexes that rest on computed columns");
            }
            var hidden = hidden(index, columns.size());
            hide(draft, table, hidden, EngineTypes.of(column.type()), condition, EngineNames.quoted(column.name()));
            columns.add(hidden);
        }
        var flag = hidden(index, columns.size());
        hide(draft, table, flag, "BOOLEAN", condition, "TRUE");
        columns.add(flag);
        draft.run("CREATE UNIQUE NULLS ALL DISTINCT INDEX " + name(draft, table, index) + " ON " + table.engineName()
                + "(" + String.join(", ", columns) + ")");
    }

    private static boolean isComputedIn(Table table, Index index) {
        return table.columns().stream()
                .filter(column -> column.computed().isPresent())
                .anyMatch(column -> Dependents.isIn(index.filter().orElse(""), column.name()));
    }

    private static void hide(Draft draft, TableDraft table, String name, String type, String condition, String value) {
        draft.run(
                "ALTER TABLE " + table.engineName() + " ADD " + name + " " + type
                        + " INVISIBLE GENERATED ALWAYS AS (CASE WHEN " + condition + " THEN " + value + " END)",
                "ALTER TABLE " + table.engineName() + " DROP COLUMN " + name);
    }

    private static String hidden(Index index, int position) {
        return EngineNames.quoted("$" + index.name() + "/" + (position + 1));
    }

    private static List<Index.Member> ordering(Index index) {
        return index.members().stream().filter(member -> !member.included()).toList();
    }

    private static String name(Draft draft, TableDraft table, Index index) {
        return TableAlteration.inSchema(draft, table, table.memberName(index.name()));
    }

    SchemaPlan drop(DropIndex drop) throws Refusal {
        if (Location.isTemporary(drop.table())) {
            return dropOnTemporary(drop);
        }
        var location = Location.of(drop.table(), databases, surroundings);
        var draft = new Draft(location.database());
        var found = draft.catalog().table(location.schema(), location.name());
        var index = found.flatMap(table -> table.index(drop.index()));
        if (index.isEmpty()) {
            if (drop.ifExists()) {
                return draft.plan();
            }
            throw refusing.byWithState(7, 3701, "drop", "index", written(drop.table(), drop.index()));
        }
        requireNoConstraint(index.get(), drop.table());
        var table = TableDraft.of(draft, found.orElseThrow());
        run(draft, table, index.get());
        table.change(without(table.table(), index.get()));
        return finished(draft, table);
    }

    private SchemaPlan dropOnTemporary(DropIndex drop) throws Refusal {
        var temporary = databases.temporary(drop.table().name());
        var index = temporary.flatMap(table -> table.table().index(drop.index()));
        if (index.isEmpty()) {
            if (drop.ifExists()) {
                return new SchemaPlan(
                        Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
            }
            throw refusing.byWithState(7, 3701, "drop", "index", written(drop.table(), drop.index()));
        }
        requireNoConstraint(index.get(), drop.table());
        var table = temporary.orElseThrow();
        var changed = new Databases.Temporary(without(table.table(), index.get()), table.engineName());
        return new SchemaPlan(
                Optional.empty(), List.of(), List.of(), List.of(), List.of(changed), List.of(), List.of());
    }

    private void requireNoConstraint(Index index, ObjectName table) throws Refusal {
        if (index.constraint().isPresent()) {
            var kind = index.constraint().get().primary() ? "PRIMARY KEY" : "UNIQUE KEY";
            throw refusing.byWithState(4, 3723, written(table, index.name()), kind);
        }
    }

    private static Table without(Table table, Index index) {
        return table.withIndexes(
                table.indexes().stream().filter(other -> other != index).toList());
    }

    private static String written(ObjectName table, String index) {
        return Refusing.written(table) + "." + index;
    }

    /** The engine may have taken the index for a foreign key, and would not let it go. */
    private void run(Draft draft, TableDraft table, Index index) {
        var keys = new EngineForeignKeys(draft, table);
        keys.release(index);
        draft.run("DROP INDEX " + name(draft, table, index));
        if (index.unique() && index.filter().isPresent()) {
            for (var i = 0; i <= ordering(index).size(); i++) {
                draft.run("ALTER TABLE " + table.engineName() + " DROP COLUMN " + hidden(index, i));
            }
        }
        keys.restore();
    }

    private SchemaPlan finished(Draft draft, TableDraft table) {
        var changed = table.table().modifiedAt(surroundings.now().toInstant());
        draft.change(draft.catalog().with(changed));
        draft.touch(What.ALTERED, changed);
        return draft.plan();
    }
}
