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

    /** What the statement finds. */
    Surroundings surroundings();

    /** The values of the statement. */
    Bindings bindings();
}
