package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Bindings;
import io.emrops.testkit.sqlserver.expression.Context;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import io.emrops.testkit.sqlserver.syntax.Query;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which columns can be named at one place; what it does not have itself it looks for in the query around it. */
abstract class Scope implements Context {
    private final Site site;
    private final Map<Query, Rowset> queries = new IdentityHashMap<>();
    private boolean reachingOut;

    Scope(Site site) {
        this.site = site;
    }

    /**
     * A column of this place alone.
     *
     * @throws Refusal 207 if the table is from here but has no such column, 209 if there is more than one
     */
    abstract Optional<Typed> own(ColumnReference reference) throws Refusal;

    final Site site() {
        return site;
    }

    final Translation translation() {
        return site.translation();
    }

    /** Whether a column of a query around it was named so far. */
    final boolean isReachingOut() {
        return reachingOut;
    }

    Optional<Typed> find(ColumnReference reference) throws Refusal {
        var own = own(reference);
        if (own.isPresent() || site.outer().isEmpty()) {
            return own;
        }
        var outer = site.outer().get().find(reference);
        reachingOut |= outer.isPresent();
        return outer;
    }

    @Override
    public final Typed column(ColumnReference reference) throws Refusal {
        var found = find(reference);
        if (found.isPresent()) {
            return found.get();
        }
        throw unknown(reference);
    }

    final Refusal unknown(ColumnReference reference) {
        return reference.qualifier().isEmpty()
                ? translation().refusal(207, reference.line(), reference.name())
                : translation().refusal(4104, reference.line(), written(reference));
    }

    private static String written(ColumnReference reference) {
        return String.join(".", reference.qualifier()) + "." + reference.name();
    }

    @Override
    public final List<Typed> subquery(Query query) throws Refusal {
        var rows = new QueryBody(site.inside(this)).inner(query);
        queries.put(query, rows);
        var text = "(" + rows.text() + ")";
        var columns = new ArrayList<Typed>();
        for (var column : rows.columns()) {
            columns.add(
                    new Typed(text, column.value().type(), true, column.value().isNull()));
        }
        return columns;
    }

    @Override
    public final String subquery(Query query, Typed column, Selected selected) throws Refusal {
        var rows = queries.get(query);
        if (rows == null) {
            throw new IllegalStateException("the query was not asked for its columns");
        }
        return "(" + rows.selecting(selected, site.inside(this)) + ")";
    }

    @Override
    public final Surroundings surroundings() {
        return translation().surroundings();
    }

    @Override
    public final Bindings bindings() {
        return translation().bindings();
    }
}
