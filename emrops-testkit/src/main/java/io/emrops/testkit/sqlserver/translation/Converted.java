package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;
import java.util.StringJoiner;

/** Rows that must be what they are before they are converted: those of which some are left out, or that have an order. */
final class Converted {
    private Converted() {}

    static String text(Rowset rows, List<SqlType> types, Site site) throws Refusal {
        var scope = new TableScope(site, List.of());
        var alias = site.translation().alias();
        var items = new StringJoiner(",");
        for (var i = 0; i < types.size(); i++) {
            var seen = Rowset.seen(alias, i, rows.columns().get(i).value());
            items.add(Expressions.converted(seen, types.get(i), scope).text() + " AS " + Rowset.place(i));
        }
        return "SELECT " + items + " FROM (" + rows.text() + ") " + alias;
    }
}
