package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.EngineTypes;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.Action;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.Add;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.AlterColumn;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.DropColumns;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.DropConstraints;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.SwitchConstraints;
import io.emrops.testkit.sqlserver.syntax.TableDefinition;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Touched.What;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** {@code ALTER TABLE}. */
final class TableAlteration {
    private static final int STATE_OF_COLUMN_IN_USE = 9;

    private final Databases databases;
    private final Surroundings surroundings;
    private final Refusing refusing;

    TableAlteration(Databases databases, Surroundings surroundings, Refusing refusing) {
        this.databases = databases;
        this.surroundings = surroundings;
        this.refusing = refusing;
    }

    SchemaPlan alter(ObjectName name, Action action) throws Refusal {
        if (Location.isTemporary(name)) {
            if (databases.temporary(name.name()).isEmpty()) {
                throw refusing.by(4902, Refusing.written(name));
            }
            throw refusing.notPlayed("alter temporary tables");
        }
        var location = Location.of(name, databases, surroundings);
        var draft = new Draft(location.database());
        var table = draft.catalog().table(location.schema(), location.name());
        if (table.isEmpty()) {
            throw draft.catalog().view(location.schema(), location.name()).isPresent()
                    ? refusing.by(4909, Refusing.written(name))
                    : refusing.by(4902, Refusing.written(name));
        }
        var altered = TableDraft.of(draft, table.get());
        if (action instanceof Add add) {
            add(draft, altered, add);
        } else if (action instanceof AlterColumn alter) {
            alter(draft, altered, alter);
        } else if (action instanceof DropColumns drop) {
            drop(draft, altered, drop);
        } else if (action instanceof DropConstraints drop) {
            new ConstraintDrop(draft, altered, refusing).drop(drop);
        } else {
            switched(altered, (SwitchConstraints) action);
        }
        var changed = altered.table();
        if (!changed.equals(table.get())) {
            draft.change(
                    draft.catalog().with(changed.modifiedAt(surroundings.now().toInstant())));
            draft.touch(What.ALTERED, changed);
        }
        return draft.plan();
    }

    private void add(Draft draft, TableDraft table, Add add) throws Refusal {
        var expressions = new TableExpressions(databases, surroundings, refusing);
        new TableDefiner(table, draft.database(), expressions, refusing).define(add.definition(), add.check());
        for (var piece : table.columns()) {
            var column = table.table().column(piece.name()).orElseThrow();
            add(draft, table, piece, column, isWithValues(add, column));
        }
        for (var constraint : table.constraints()) {
            draft.run(
                    alter(table) + "ADD " + constraint.text(),
                    alter(table) + "DROP CONSTRAINT " + inSchema(draft, table, constraint.name()));
        }
    }

    private static boolean isWithValues(Add add, TableColumn column) {
        return add.definition().columns().stream()
                .filter(definition -> definition.name().equalsIgnoreCase(column.name()))
                .flatMap(definition -> definition.defaultValue().stream())
                .anyMatch(TableDefinition.DefaultValue::withValues);
    }

    /** What the rows that are there get is their default's if they may not be NULL, or it is said. */
    private void add(Draft draft, TableDraft table, TableDraft.Piece piece, TableColumn column, boolean withValues)
            throws Refusal {
        var name = EngineNames.quoted(column.name());
        var undo = alter(table) + "DROP COLUMN " + name;
        if (column.identity().isPresent() || column.type().equals(SqlType.ROWVERSION)) {
            draft.fill(table.table(), alter(table) + "ADD " + piece.text(), undo);
            return;
        }
        if (column.defaultValue().isEmpty() || (column.nullable() && !withValues)) {
            draft.run(alter(table) + "ADD " + piece.text(), undo);
            return;
        }
        draft.run(alter(table) + "ADD " + ColumnDefiner.text(column.withType(column.type(), true)), undo);
        var translation = new Translation(databases, surroundings, 0, refusing.line());
        var value = new ColumnValues(translation, draft.database().name(), table.table()).ofDefault(column);
        draft.run(translation.statement("UPDATE " + table.engineName() + " SET " + name + " = " + value));
        if (!column.nullable()) {
            draft.run(
                    alter(table) + "ALTER COLUMN " + name + " SET NOT NULL",
                    alter(table) + "ALTER COLUMN " + name + " DROP NOT NULL");
        }
    }

    private static String alter(TableDraft table) {
        return "ALTER TABLE " + table.engineName() + " ";
    }

    /** A constraint's name in the schema of its table. */
    static String inSchema(Draft draft, TableDraft table, String member) {
        return EngineNames.schema(draft.databaseId(), table.table().schema()) + "." + member;
    }

    private void alter(Draft draft, TableDraft table, AlterColumn alter) throws Refusal {
        var column = column(table.table(), alter.column(), "ALTER TABLE ALTER COLUMN");
        if (column.computed().isPresent()) {
            throw refusing.by(4928, column.name(), "COMPUTED");
        }
        if (column.type().equals(SqlType.ROWVERSION)) {
            throw refusing.by(4928, column.name(), "timestamp");
        }
        var type = new TableExpressions(databases, surroundings, refusing).type(alter.type(), 1);
        var nullable = alter.nullable().orElse(true) && column.identity().isEmpty();
        if (column.identity().isPresent() && !KeyTypes.isNumbering(type)) {
            throw refusing.by(2749, column.name());
        }
        if (column.identity().isPresent() && alter.nullable().orElse(false)) {
            throw refusing.by(8147, column.name(), table.table().name());
        }
        requireFree(table.table(), column, type, nullable);
        var name = EngineNames.quoted(column.name());
        if (column.nullable() && !nullable) {
            draft.run(
                    alter(table) + "ALTER COLUMN " + name + " SET NOT NULL",
                    alter(table) + "ALTER COLUMN " + name + " DROP NOT NULL");
        }
        if (!type.equals(column.type())) {
            var translation = new Translation(databases, surroundings, 0, refusing.line());
            var value = new ColumnValues(translation, draft.database().name(), table.table()).converted(column, type);
            draft.run(alter(table) + "ALTER COLUMN " + name + " SET DATA TYPE " + EngineTypes.of(type) + " USING "
                    + value);
        }
        if (!column.nullable() && nullable) {
            draft.run(alter(table) + "ALTER COLUMN " + name + " DROP NOT NULL");
        }
        table.replace(column.withType(type, nullable));
    }

    /** Nothing may rest on it, unless it only becomes longer ("ALTER TABLE (Transact-SQL)", ALTER COLUMN). */
    private void requireFree(Table table, TableColumn column, SqlType type, boolean nullable) throws Refusal {
        var dependents = new Dependents(table, column.name(), refusing);
        var onlyLonger = KeyTypes.isWider(type, column.type());
        var sameKind = type.kind() == column.type().kind();
        var errors = new ArrayList<SqlError>();
        if (!onlyLonger
                || table.primaryKey().filter(key -> isMember(key, column)).isPresent()) {
            errors.addAll(dependents.constraints(!sameKind, !onlyLonger));
        } else {
            errors.addAll(dependents.foreignKeys());
        }
        if (!onlyLonger || nullable != column.nullable()) {
            errors.addAll(dependents.indexes());
        }
        errors.addAll(dependents.columns());
        if (!errors.isEmpty()) {
            throw inUse("ALTER TABLE ALTER COLUMN", column, errors);
        }
    }

    private static boolean isMember(Index key, TableColumn column) {
        return key.members().stream().anyMatch(member -> member.column().equalsIgnoreCase(column.name()));
    }

    private Refusal inUse(String what, TableColumn column, List<SqlError> errors) {
        return refusing.followed(
                errors, refusing.error(4922, what, column.name(), "column").withState(STATE_OF_COLUMN_IN_USE));
    }

    private void drop(Draft draft, TableDraft table, DropColumns drop) throws Refusal {
        for (var name : drop.columns()) {
            if (drop.ifExists() && table.table().column(name).isEmpty()) {
                continue;
            }
            var column = column(table.table(), name, "ALTER TABLE DROP COLUMN");
            var dependents = new Dependents(table.table(), column.name(), refusing);
            var errors = new LinkedHashSet<>(dependents.constraints(true, true));
            errors.addAll(dependents.indexes());
            errors.addAll(dependents.columns());
            errors.addAll(dependents.referring(draft.catalog()));
            if (!errors.isEmpty()) {
                throw inUse("ALTER TABLE DROP COLUMN", column, List.copyOf(errors));
            }
            var rest = table.table().columns().stream()
                    .filter(other -> other.id() != column.id())
                    .toList();
            if (rest.stream().allMatch(other -> other.computed().isPresent())) {
                throw refusing.by(4923, column.name(), table.table().name());
            }
            draft.run(alter(table) + "DROP COLUMN " + EngineNames.quoted(column.name()));
            table.change(table.table().withColumns(rest));
        }
    }

    private TableColumn column(Table table, String name, String what) throws Refusal {
        var column = table.column(name);
        if (column.isEmpty()) {
            throw refusing.by(4924, what, name, table.name());
        }
        return column.get();
    }

    /** All constraints are always on; so nothing is to be done where one is switched on. */
    private void switched(TableDraft table, SwitchConstraints change) throws Refusal {
        for (var name : change.constraints()) {
            var isThere = table.table().checks().stream()
                            .anyMatch(check -> check.name().equalsIgnoreCase(name))
                    || table.table().foreignKeys().stream()
                            .anyMatch(key -> key.name().equalsIgnoreCase(name));
            if (!isThere) {
                throw refusing.followed(
                        List.of(refusing.error(4917, name)),
                        refusing.error(4916).withState(0));
            }
        }
        if (!change.on()) {
            throw refusing.notPlayed("switch constraints off");
        }
    }
}
