package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.TableDefinition;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Step;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Touched.What;
import io.emrops.testkit.sqlserver.type.Column;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code CREATE TABLE}, {@code DECLARE @t TABLE}, and what {@code SELECT INTO} makes. */
final class TableCreation {
    private final Databases databases;
    private final Surroundings surroundings;
    private final IntSupplier temporaryNumbers;
    private final Refusing refusing;

    TableCreation(Databases databases, Surroundings surroundings, IntSupplier temporaryNumbers, Refusing refusing) {
        this.databases = databases;
        this.surroundings = surroundings;
        this.temporaryNumbers = temporaryNumbers;
        this.refusing = refusing;
    }

    /** What fills an empty table. */
    private interface Filling {
        /** Returns the foreign keys that were not made. */
        List<String> fill(TableDraft draft, Databases.Open database) throws Refusal;
    }

    SchemaPlan create(ObjectName name, TableDefinition definition) throws Refusal {
        return create(name, (draft, database) -> define(draft, database, definition));
    }

    SchemaPlan create(ObjectName name, List<Column> columns) throws Refusal {
        return create(name, (draft, database) -> define(draft, columns));
    }

    private List<String> define(TableDraft draft, Databases.Open database, TableDefinition definition) throws Refusal {
        var expressions = new TableExpressions(databases, surroundings, refusing);
        var definer = new TableDefiner(draft, database, expressions, refusing);
        definer.define(definition, true);
        return definer.skipped();
    }

    private List<String> define(TableDraft draft, List<Column> columns) throws Refusal {
        for (var column : columns) {
            if (column.name().isEmpty()) {
                throw refusing.by(1038);
            }
            if (draft.table().column(column.name()).isPresent()) {
                throw refusing.by(2705, column.name(), draft.table().name());
            }
            var made = new TableColumn(
                    draft.table().lastColumnId() + 1,
                    column.name(),
                    column.type(),
                    column.nullable(),
                    column.identity() ? Optional.of(new TableColumn.Identity(1, 1)) : Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            draft.add(made, ColumnDefiner.text(made));
        }
        return List.of();
    }

    private SchemaPlan create(ObjectName name, Filling filling) throws Refusal {
        if (Location.isTemporary(name)) {
            return createTemporary(name.name(), filling);
        }
        var location = Location.of(name, databases, surroundings);
        if (location.database().catalog().schema(location.schema()).isEmpty()) {
            throw refusing.by(2760, location.schema());
        }
        if (location.database().catalog().isTaken(location.schema(), location.name())) {
            throw refusing.byWithState(6, 2714, location.name());
        }
        var draft = new Draft(location.database());
        var table = TableDraft.of(draft, Table.empty(draft.nextObjectId(), location.schema(), location.name(), now()));
        filling.fill(table, location.database());
        draft.change(draft.catalog().with(table.table()));
        draft.run("CREATE TABLE " + table.engineName() + " " + body(table), "DROP TABLE " + table.engineName());
        draft.touch(What.CREATED, table.table());
        return draft.plan();
    }

    private SchemaPlan createTemporary(String name, Filling filling) throws Refusal {
        if (name.startsWith("##")) {
            throw refusing.notPlayed("make global temporary tables");
        }
        if (databases.temporary(name).isPresent()) {
            throw name.startsWith("@") ? refusing.by(134, name) : refusing.byWithState(6, 2714, name);
        }
        var number = temporaryNumbers.getAsInt();
        var ids = new int[] {-number};
        var table =
                TableDraft.ofTemporary(Table.empty(-number, "dbo", name, now()), name + "/" + number, () -> --ids[0]);
        var database = databases.open(surroundings.database());
        var skipped = filling.fill(table, database);
        var text = "CREATE LOCAL TEMPORARY TABLE " + table.engineName() + " " + body(table)
                + " NOT PERSISTENT TRANSACTIONAL";
        return new SchemaPlan(
                Optional.empty(),
                List.of(new Step(new EngineStatement(text, List.of()), Optional.empty())),
                skipped.stream().map(key -> refusing.error(1756, key)).toList(),
                List.of(new Databases.Temporary(table.table(), table.engineName())),
                List.of(),
                List.of(),
                List.of());
    }

    private Instant now() {
        return surroundings.now().toInstant();
    }

    private static String body(TableDraft table) {
        return Stream.concat(table.columns().stream(), table.constraints().stream())
                .map(TableDraft.Piece::text)
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
