package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Context;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;

/** A query without what surrounds it. In the engine its columns are called {@code "1"}, {@code "2"} and so on, whatever SQL Server calls them. */
interface Rowset {
    /** What they are here. */
    List<Output> columns();

    /**
     * The query in the engine's words, without brackets.
     *
     * @param types what its columns shall be converted to
     */
    String text(List<SqlType> types) throws Refusal;

    /** Whether it names columns of the query around it, so that it cannot stand in FROM. */
    boolean isReachingOut();

    /** The query of one column, with something else instead of it. */
    default String selecting(Context.Selected selected, Site site) throws Refusal {
        return Converted.text(this, site, (column, index) -> selected.text(column));
    }

    /** The query with the types that it has. */
    default String text() throws Refusal {
        return text(types());
    }

    /** The types that it has. */
    default List<SqlType> types() {
        return columns().stream().map(column -> column.value().type()).toList();
    }

    /** What the engine calls a column. */
    static String place(int index) {
        return "\"" + (index + 1) + "\"";
    }

    /** A column of it, as seen from outside. */
    static Typed seen(String alias, int index, Typed value) {
        return new Typed(alias + "." + place(index), value.type(), value.nullable(), false);
    }
}
