package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import io.emrops.testkit.sqlserver.syntax.RowChange.Assignment;
import io.emrops.testkit.sqlserver.syntax.RowChange.Update;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** {@code UPDATE}. */
final class UpdateTranslator {
    private final Update update;
    private final Translation translation;

    UpdateTranslator(Update update, Translation translation) {
        this.update = update;
        this.translation = translation;
    }

    RowPlan translate() throws Refusal {
        var rows = ChangedRows.of(
                new ChangedRows.Parts(
                        update.with(), update.top(), update.target(), update.from(), update.where(), update.line()),
                translation);
        if (update.top().map(top -> top.percent()).orElse(false)) {
            rows = rows.byNumber();
        }
        requireNotDerived(rows);
        var limit = new RowLimits(rows.scope().site()).top(update.top(), false, update.line());
        var assigned = assigned(update.assignments(), rows.target(), rows.source(), rows.scope(), translation);
        var text = rows.from().isPresent() ? joined(rows, assigned, limit) : alone(rows, assigned, limit);
        var changed = rows;
        var wrapped = update.output().isPresent()
                ? new OutputClause(
                                update.output().get(),
                                rows.target(),
                                rows.scope().site(),
                                update.line())
                        .ofUpdate(text, alias -> seenAs(alias, changed))
                : OutputClause.Wrapped.plain(text);
        return new RowPlan(
                RowPlan.Kind.UPDATE,
                rows.target().database(),
                rows.target().table(),
                translation.statement(wrapped.text()),
                wrapped.columns(),
                List.of(),
                false);
    }

    private void requireNotDerived(ChangedRows rows) throws Refusal {
        for (var assignment : update.assignments()) {
            var parts = assignment.column();
            if (!parts.isEmpty() && rows.derived().contains(Catalogs.upper(parts.get(parts.size() - 1)))) {
                throw translation.unplayed(
                        "set a column of a common table that is computed or has another name", assignment.line());
            }
        }
    }

    private Optional<Map<TableColumn, Typed>> seenAs(String alias, ChangedRows rows) throws Refusal {
        if (rows.from().isPresent()) {
            return Optional.empty();
        }
        var target = rows.target();
        var source = NamedTables.target(target.qualifier(), alias, target.table());
        var scope = new TableScope(rows.scope().site(), List.of(source));
        var seen = new LinkedHashMap<TableColumn, Typed>();
        assigned(update.assignments(), target, source, scope, translation)
                .forEach((column, text) -> seen.put(column, new Typed(text, column.type(), column.nullable(), false)));
        return Optional.of(seen);
    }

    private static String alone(ChangedRows rows, Map<TableColumn, String> assigned, String limit) {
        var sets = new StringJoiner(", ");
        assigned.forEach((column, text) -> sets.add(EngineNames.quoted(column.name()) + " = " + text));
        addVersion(rows.target().table(), sets);
        return "UPDATE " + rows.target().engineName() + " " + rows.source().alias() + " SET " + sets + rows.where()
                + limit;
    }

    /** A row that is written has a new version, whether or not anything else in it is new: the engine alone would see to that only if it is. */
    static void addVersion(Table table, StringJoiner sets) {
        for (var column : table.columns()) {
            if (column.type().equals(SqlType.ROWVERSION)) {
                sets.add(EngineNames.quoted(column.name()) + " = " + ColumnDefiner.NEXT_VERSION);
            }
        }
    }

    /** Of several rows of FROM that meet one of the table, one decides, and nobody says which. */
    private String joined(ChangedRows rows, Map<TableColumn, String> assigned, String limit) {
        var target = translation.alias();
        var chosen = translation.alias();
        var inner = new StringJoiner(", ");
        var outer = new StringJoiner(", ");
        var sets = new StringJoiner(", ");
        var number = rows.source().alias() + "." + ChangedRows.ROW;
        inner.add(number);
        outer.add(ChangedRows.ROW);
        var place = 0;
        for (var entry : assigned.entrySet()) {
            var name = Rowset.place(place++);
            inner.add(entry.getValue() + " AS " + name);
            outer.add(name);
            sets.add(EngineNames.quoted(entry.getKey().name()) + " = " + chosen + "." + name);
        }
        addVersion(rows.target().table(), sets);
        return "MERGE INTO " + rows.target().engineName() + " " + target + " USING (SELECT " + outer + " FROM (SELECT "
                + inner + ", ROW_NUMBER() OVER (PARTITION BY " + number + ") AS \"$n\" FROM "
                + rows.from().orElseThrow() + rows.where() + ") " + translation.alias() + " WHERE \"$n\" = 1 AND "
                + ChangedRows.ROW + " IS NOT NULL" + limit + ") " + chosen + " ON " + target + "._ROWID_ = " + chosen
                + "."
                + ChangedRows.ROW + " WHEN MATCHED THEN UPDATE SET " + sets;
    }

    /** What columns get, in the order in which they are named. */
    static Map<TableColumn, String> assigned(
            List<Assignment> assignments, RowTarget target, Source source, TableScope scope, Translation translation)
            throws Refusal {
        var values = target.values(translation);
        var assigned = new LinkedHashMap<TableColumn, String>();
        for (var assignment : assignments) {
            if (!assignment.variable().isEmpty()) {
                throw translation.unplayed("set variables in an UPDATE", assignment.line());
            }
            var column = column(assignment, target, source, translation);
            if (assigned.containsKey(column)) {
                throw translation.refusal(264, assignment.line(), column.name());
            }
            if (assignment.value() instanceof Expression.Default) {
                assigned.put(column, values.ofDefault(column));
            } else {
                var value = values.value(value(assignment, source), scope, Place.SET);
                assigned.put(column, values.assigned(value, column));
            }
        }
        return assigned;
    }

    private static Expression value(Assignment assignment, Source source) {
        if (assignment.operator().isEmpty()) {
            return assignment.value();
        }
        var parts = assignment.column();
        var current = new ColumnReference(source.qualifier(), parts.get(parts.size() - 1), assignment.line());
        return new Expression.Binary(assignment.operator().get(), current, assignment.value());
    }

    private static TableColumn column(Assignment assignment, RowTarget target, Source source, Translation translation)
            throws Refusal {
        var parts = assignment.column();
        var name = parts.get(parts.size() - 1);
        var qualifier = parts.subList(0, parts.size() - 1);
        if (!qualifier.isEmpty() && !source.isNamed(qualifier) && !isTable(qualifier, target)) {
            throw translation.refusal(4104, assignment.line(), String.join(".", parts));
        }
        if (source.column(name).isEmpty()) {
            throw translation.refusal(207, assignment.line(), name);
        }
        var column = target.column(name, translation, assignment.line());
        if (column.computed().isPresent()) {
            throw translation.refusal(271, assignment.line(), column.name());
        } else if (column.identity().isPresent()) {
            throw translation.refusal(8102, assignment.line(), column.name());
        } else if (column.type().equals(SqlType.ROWVERSION)) {
            throw translation.refusal(272, assignment.line());
        }
        return column;
    }

    private static boolean isTable(List<String> qualifier, RowTarget target) {
        return new Source(target.qualifier(), "", List.of()).isNamed(qualifier);
    }
}
