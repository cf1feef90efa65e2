package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;

/**
 * Rows with an order.
 *
 * @param order the clause, and what stands behind it
 */
record Ordered(Rowset rows, String order, Site site) implements Rowset {
    @Override
    public boolean isReachingOut() {
        return rows.isReachingOut();
    }

    @Override
    public List<Output> columns() {
        return rows.columns();
    }

    @Override
    public String text(List<SqlType> types) throws Refusal {
        return types.equals(types()) ? rows.text(types) + order : Converted.text(this, types, site);
    }
}
