package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.ForeignKey;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code FOREIGN KEY … REFERENCES …}. */
final class ForeignKeyDefiner {
    private static final String NO_ACTION = "NO_ACTION";

    private final TableDraft draft;
    private final Databases.Open database;
    private final ConstraintNames names;
    private final Refusing refusing;

    ForeignKeyDefiner(TableDraft draft, Databases.Open database, ConstraintNames names, Refusing refusing) {
        this.draft = draft;
        this.database = database;
        this.names = names;
        this.refusing = refusing;
    }

    /** @param check whether the rows that are there must have their partners */
    void define(ForeignKey key, boolean check) throws Refusal {
        var id = draft.nextObjectId();
        var first = key.columns().size() == 1 ? key.columns().get(0) : "";
        var name = names.of(key.name(), GeneratedNames.other("FK", draft.table().name(), first, id));
        var target = target(key, name);
        var columns = referencing(key, name);
        var referenced = referenced(key, name, target);
        requireSameTypes(name, columns, target, referenced);
        requireUnique(name, target, referenced);
        var onDelete = action(key.onDelete());
        var onUpdate = action(key.onUpdate());
        requirePossible(name, columns, onDelete, onUpdate);
        requireOnePath(name, target, onDelete, onUpdate);
        var made = new Table.ForeignKey(
                id,
                name,
                key.name().isEmpty(),
                columns.stream().map(TableColumn::name).toList(),
                target.schema(),
                target.name(),
                referenced.stream().map(TableColumn::name).toList(),
                onDelete,
                onUpdate);
        draft.add(made);
        draft.constrain(name, EngineForeignKeys.text(made, database.id()) + (check ? "" : " NOCHECK"));
    }

    private Table target(ForeignKey key, String name) throws Refusal {
        var written = key.table();
        if (!written.database().isEmpty() && !written.database().equalsIgnoreCase(database.name())) {
            throw refusing.constraint(1763, name);
        }
        if (Location.isTemporary(written)) {
            throw refusing.constraint(1766, name);
        }
        var own = draft.table();
        var schema = written.schema().isEmpty() ? "dbo" : written.schema();
        if (schema.equalsIgnoreCase(own.schema()) && written.name().equalsIgnoreCase(own.name())) {
            return own;
        }
        var table = draft.catalog().table(schema, written.name());
        if (table.isPresent()) {
            return table.get();
        }
        throw draft.catalog().view(schema, written.name()).isPresent()
                ? refusing.constraint(1768, name, Refusing.written(written))
                : refusing.constraint(1767, name, Refusing.written(written));
    }

    private List<TableColumn> referencing(ForeignKey key, String name) throws Refusal {
        var columns = new ArrayList<TableColumn>();
        for (var column : key.columns()) {
            var found = draft.table().column(column);
            if (found.isEmpty()) {
                throw refusing.constraint(1769, name, column, draft.table().name());
            }
            if (found.get().computed().map(computed -> !computed.persisted()).orElse(false)) {
                throw refusing.constraint(1764, column, draft.table().name(), "FOREIGN KEY");
            }
            columns.add(found.get());
        }
        return columns;
    }

    private List<TableColumn> referenced(ForeignKey key, String name, Table target) throws Refusal {
        var written = Refusing.written(key.table());
        var referenced = key.referenced();
        if (referenced.isEmpty()) {
            var primary = target.primaryKey();
            if (primary.isEmpty()) {
                throw refusing.constraint(1773, name, written);
            }
            referenced =
                    primary.get().members().stream().map(Index.Member::column).toList();
            if (referenced.size() != key.columns().size()) {
                throw refusing.constraint(1774, name, written);
            }
        }
        if (referenced.size() != key.columns().size()) {
            throw refusing.by(8139, draft.table().name());
        }
        var columns = new ArrayList<TableColumn>();
        for (var column : referenced) {
            var found = target.column(column);
            if (found.isEmpty()) {
                throw refusing.constraint(1770, name, column, written);
            }
            columns.add(found.get());
        }
        return columns;
    }

    private void requireSameTypes(String name, List<TableColumn> columns, Table target, List<TableColumn> referenced)
            throws Refusal {
        for (var i = 0; i < columns.size(); i++) {
            var here = columns.get(i);
            var there = referenced.get(i);
            if (!here.type().equals(there.type()) && !isDecimalOfSameSize(here.type(), there.type())) {
                var message = isSameKind(here.type(), there.type()) ? 1753 : 1778;
                if (message == 1778 || !isText(here.type())) {
                    throw refusing.constraint(
                            message, target.name(), there.name(), draft.table().name(), here.name(), name);
                }
            }
        }
    }

    private static boolean isSameKind(SqlType here, SqlType there) {
        return here.kind() == there.kind();
    }

    private static boolean isText(SqlType type) {
        return KeyTypes.isVariable(type);
    }

    private static boolean isDecimalOfSameSize(SqlType here, SqlType there) {
        return isDecimal(here)
                && isDecimal(there)
                && here.precision() == there.precision()
                && here.scale() == there.scale();
    }

    private static boolean isDecimal(SqlType type) {
        return type.kind() == SqlType.Kind.DECIMAL || type.kind() == SqlType.Kind.NUMERIC;
    }

    private void requireUnique(String name, Table target, List<TableColumn> referenced) throws Refusal {
        var names = upper(referenced.stream().map(TableColumn::name).toList());
        var index = target.indexes().stream()
                .filter(Index::unique)
                .filter(candidate -> candidate.filter().isEmpty())
                .filter(candidate -> upper(candidate.members().stream()
                                .filter(member -> !member.included())
                                .map(Index.Member::column)
                                .toList())
                        .equals(names))
                .toList();
        if (index.isEmpty()) {
            throw refusing.constraint(1776, target.name(), name);
        }
        if (index.stream().noneMatch(candidate -> candidate.constraint().isPresent())) {
            throw refusing.notPlayed("let a foreign key refer to a unique index that is no constraint");
        }
    }

    private static Set<String> upper(List<String> names) {
        return names.stream().map(name -> name.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private void requirePossible(String name, List<TableColumn> columns, String onDelete, String onUpdate)
            throws Refusal {
        if (onDelete.equals("SET_DEFAULT") || onUpdate.equals("SET_DEFAULT")) {
            throw refusing.notPlayed("set defaults by a foreign key");
        }
        var setsNull = onDelete.equals("SET_NULL") || onUpdate.equals("SET_NULL");
        if (setsNull && columns.stream().anyMatch(column -> !column.nullable())) {
            throw refusing.constraint(1761, name);
        }
    }

    /** A row may be reached by a chain of actions in one way only. */
    private void requireOnePath(String name, Table target, String onDelete, String onUpdate) throws Refusal {
        if (onDelete.equals(NO_ACTION) && onUpdate.equals(NO_ACTION)) {
            return;
        }
        var own = draft.table();
        var above = ancestors(target, new HashSet<>());
        for (var key : own.foreignKeys()) {
            if (!isActing(key)) {
                continue;
            }
            var other = find(key.schema(), key.table());
            if (other.isPresent() && meets(above, ancestors(other.get(), new HashSet<>()))) {
                throw refusing.constraint(1785, name, own.name());
            }
        }
        if (above.contains(id(own))) {
            throw refusing.constraint(1785, name, own.name());
        }
    }

    private static boolean meets(Set<String> some, Set<String> others) {
        return some.stream().anyMatch(others::contains);
    }

    /** The table itself and all from which actions reach it. */
    private Set<String> ancestors(Table table, Set<String> found) {
        if (found.add(id(table))) {
            for (var key : table.foreignKeys()) {
                if (isActing(key)) {
                    find(key.schema(), key.table()).ifPresent(other -> ancestors(other, found));
                }
            }
        }
        return found;
    }

    private Optional<Table> find(String schema, String name) {
        var own = draft.table();
        return own.schema().equalsIgnoreCase(schema) && own.name().equalsIgnoreCase(name)
                ? Optional.of(own)
                : draft.catalog().table(schema, name);
    }

    private static String id(Table table) {
        return (table.schema() + "." + table.name()).toUpperCase(Locale.ROOT);
    }

    private static boolean isActing(Table.ForeignKey key) {
        return !key.onDelete().equals(NO_ACTION) || !key.onUpdate().equals(NO_ACTION);
    }

    private static String action(Optional<String> written) {
        return written.map(action -> action.toUpperCase(Locale.ROOT).replace(' ', '_'))
                .orElse(NO_ACTION);
    }
}
