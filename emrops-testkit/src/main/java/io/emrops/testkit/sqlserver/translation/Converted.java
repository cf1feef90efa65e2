package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;
import java.util.StringJoiner;

/** Rows that must be what they are before they are converted: those of which some are left out, or that have an order. */
final class Converted {
    private Converted() {}

    /** What is made of a column. */
    @FunctionalInterface
    interface Column {
        /** @param index from 0 */
        String text(Typed column, int index) throws Refusal;
    }

    static String text(Rowset rows, List<SqlType> types, Site site) throws Refusal {
        var scope = new TableScope(site, List.of());
        return text(
                rows,
                site,
                (column, index) ->
                        Expressions.converted(column, types.get(index), scope).text());
    }

    /** @throws Refusal 50000 if the rows depend on the query around them */
    static String text(Rowset rows, Site site, Column column) throws Refusal {
        if (rows.isReachingOut()) {
            throw site.translation().unplayed("convert the rows of such a query that refers to the one around it", 0);
        }
        var alias = site.translation().alias();
        var items = new StringJoiner(",");
        for (var i = 0; i < rows.columns().size(); i++) {
            var seen = Rowset.seen(alias, i, rows.columns().get(i).value());
            items.add(column.text(seen, i) + " AS " + Rowset.place(i));
        }
        return "SELECT " + items + " FROM (" + rows.text() + ") " + alias;
    }
}
