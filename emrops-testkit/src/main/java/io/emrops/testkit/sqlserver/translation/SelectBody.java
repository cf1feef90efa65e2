package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Context;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;
import java.util.StringJoiner;

/**
 * {@code SELECT … FROM …} in the engine's words.
 *
 * @param tables what is in FROM
 * @param scope what the select list sees
 * @param clauses what stands behind the select list, up to ORDER BY
 * @param end ORDER BY and what stands behind it
 */
record SelectBody(
        Site site, TableScope tables, Scope scope, boolean distinct, List<Output> columns, String clauses, String end)
        implements Rowset {
    @Override
    public boolean isReachingOut() {
        return tables.isReachingOut() || scope.isReachingOut();
    }

    @Override
    public String text(List<SqlType> types) throws Refusal {
        if (types.equals(types())) {
            return text(types, List.of());
        } else if (!distinct && end.isEmpty()) {
            return text(types, List.of());
        }
        return Converted.text(this, types, site);
    }

    /** Which of the same rows are left out does not matter to who asks whether a value is among them. */
    @Override
    public String selecting(Context.Selected selected, Site place) throws Refusal {
        var isInPlace = distinct ? end.isEmpty() : !end.startsWith(" ORDER BY");
        return isInPlace
                ? "SELECT " + selected.text(columns.get(0).value()) + " AS " + Rowset.place(0) + clauses + end
                : Rowset.super.selecting(selected, place);
    }

    /**
     * The same with more columns.
     *
     * @param further in the engine's words
     */
    String text(List<SqlType> types, List<String> further) throws Refusal {
        var items = new StringJoiner(",");
        for (var i = 0; i < types.size(); i++) {
            var value = Expressions.converted(columns.get(i).value(), types.get(i), scope);
            items.add(value.text() + " AS " + Rowset.place(i));
        }
        further.forEach(items::add);
        return "SELECT " + (distinct ? "DISTINCT " : "") + items + clauses + end;
    }
}
