package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.RowChange.Delete;
import io.emrops.testkit.sqlserver.syntax.RowChange.Truncate;
import java.util.List;
import java.util.Optional;

/** {@code DELETE} and {@code TRUNCATE TABLE}. */
final class DeleteTranslator {
    private final Translation translation;

    DeleteTranslator(Translation translation) {
        this.translation = translation;
    }

    RowPlan translate(Delete delete) throws Refusal {
        var rows = ChangedRows.of(
                new ChangedRows.Parts(
                        delete.with(), delete.top(), delete.target(), delete.from(), delete.where(), delete.line()),
                translation);
        if (delete.top().map(top -> top.percent()).orElse(false)) {
            rows = rows.byNumber();
        }
        var limit = new RowLimits(rows.scope().site()).top(delete.top(), false, delete.line());
        var target = rows.target();
        var text = rows.from().isPresent()
                ? joined(rows, limit)
                : "DELETE FROM " + target.engineName() + " " + rows.source().alias() + rows.where() + limit;
        var wrapped = delete.output().isPresent()
                ? new OutputClause(delete.output().get(), target, rows.scope().site(), delete.line()).ofDelete(text)
                : OutputClause.Wrapped.plain(text);
        return new RowPlan(
                RowPlan.Kind.DELETE,
                target.database(),
                target.table(),
                translation.statement(wrapped.text()),
                wrapped.columns(),
                List.of(),
                false);
    }

    private String joined(ChangedRows rows, String limit) {
        var number = rows.source().alias() + "." + ChangedRows.ROW;
        var and = rows.where().isEmpty() ? " WHERE " : rows.where() + " AND ";
        var chosen = "SELECT DISTINCT " + number + " AS " + ChangedRows.ROW + " FROM "
                + rows.from().orElseThrow() + and + number + " IS NOT NULL";
        return "DELETE FROM " + rows.target().engineName() + " WHERE _ROWID_ IN (SELECT " + ChangedRows.ROW + " FROM ("
                + chosen + ") " + translation.alias() + limit + ")";
    }

    /** One by one: the engine's own way would end the transaction. */
    RowPlan translate(Truncate truncate) throws Refusal {
        requireTable(truncate.table());
        var target = RowTarget.of(truncate.table(), translation, 4701);
        var table = target.table();
        if (target.database().isPresent()
                && !target.database().get().catalog().referring(table).isEmpty()) {
            throw translation.refusal(4712, truncate.line(), Refusing.written(truncate.table()));
        }
        return new RowPlan(
                RowPlan.Kind.TRUNCATE_TABLE,
                target.database(),
                table,
                translation.statement("DELETE FROM " + target.engineName()),
                Optional.empty(),
                table.identity().isPresent() ? List.of(IdentityRestart.fromStart(target)) : List.of(),
                false);
    }

    private void requireTable(ObjectName name) throws Refusal {
        if (!Location.isTemporary(name)) {
            var location = Location.of(name, translation.databases(), translation.surroundings());
            if (location.database()
                    .catalog()
                    .view(location.schema(), location.name())
                    .isPresent()) {
                throw translation.refusal(4708, 0, Refusing.written(name));
            }
        }
    }
}
