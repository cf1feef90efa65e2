package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import io.emrops.testkit.sqlserver.syntax.Query;
import java.util.List;

/** Where an expression stands: which columns it can name, and how the queries inside of it are put into words. */
public interface Context {
    /**
     * A column.
     *
     * @throws Refusal 207, 209, 4104 if it has no such column, or more than one
     */
    Typed column(ColumnReference reference) throws Refusal;

    /**
     * A query inside of an expression, in brackets, which sees the columns of this place.
     *
     * @return its columns; the text of each is that of the whole query
     */
    List<Typed> subquery(Query query) throws Refusal;

    /** What a query shall select instead of its column. */
    @FunctionalInterface
    interface Selected {
        /** @param column its text is the column's, where the query is */
        String text(Typed column) throws Refusal;
    }

    /**
     * A query of one column, in brackets, that selects something else instead.
     *
     * @param column what {@link #subquery(Query)} has said of it
     */
    default String subquery(Query query, Typed column, Selected selected) throws Refusal {
        var inner = new Typed("\"$q\".\"$c\"", column.type(), true, column.isNull());
        var text = selected.text(inner);
        return text.equals(inner.text())
                ? column.text()
                : "(SELECT " + text + " FROM " + column.text() + " AS \"$q\"(\"$c\"))";
    }

    /** What the statement finds. */
    Surroundings surroundings();

    /** The values of the statement. */
    Bindings bindings();
}
