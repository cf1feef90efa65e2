package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.syntax.Query.Combination;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;
import java.util.Optional;

/** Puts a query of any form into the engine's words, with its order. */
final class QueryBody {
    private static final int ORDER_INSIDE = 1033;

    private final Site site;
    private final Translation translation;

    QueryBody(Site site) {
        this.site = site;
        this.translation = site.translation();
    }

    /**
     * A query inside of another, or that of a view.
     *
     * @throws Refusal 1033 if it has an order that decides nothing
     */
    Rowset inner(Query query) throws Refusal {
        var isLimited = query.offset().isPresent()
                || query.body() instanceof Query.Select select && select.top().isPresent();
        if (!query.order().isEmpty() && !isLimited) {
            throw translation.refusal(ORDER_INSIDE, line(query.body()));
        }
        translation.enter();
        var rows = translated(query, false);
        translation.leave();
        return rows;
    }

    /** The query that a client gets the rows of. */
    Rowset outermost(Query query) throws Refusal {
        return translated(query, true);
    }

    /** The query of {@code INSERT … SELECT}, whose order may say in which order rows are numbered. */
    Rowset ofInsert(Query query) throws Refusal {
        return translated(query, false);
    }

    private Rowset translated(Query query, boolean outermost) throws Refusal {
        var body = bare(query.body());
        var limits = new RowLimits(site);
        if (body instanceof Query.Select select) {
            return new SelectTranslator(site, outermost)
                    .translate(select, query.order(), limits.of(query, select.top(), select.line()));
        }
        var rows = combination((Combination) body);
        if (query.order().isEmpty()) {
            return rows;
        }
        var order = OrderTranslator.ofCombination(rows.columns(), translation, query.order());
        return new Ordered(rows, order + limits.of(query, Optional.empty(), line(body)), site);
    }

    /** A query without an order. */
    Rowset body(Query.Body body) throws Refusal {
        var bare = bare(body);
        if (bare instanceof Query.Select select) {
            var limit = new RowLimits(site).top(select.top(), false, select.line());
            return new SelectTranslator(site, false).inCombination().translate(select, List.of(), limit);
        }
        return combination((Combination) bare);
    }

    private static Query.Body bare(Query.Body body) {
        return body instanceof Query.Nested nested ? bare(nested.body()) : body;
    }

    private Rowset combination(Combination combination) throws Refusal {
        if (combination.right() instanceof Query.Select select && select.into().isPresent()) {
            throw translation.refusal(196, select.line());
        }
        var left = body(combination.left());
        var right = body(combination.right());
        if (left.columns().size() != right.columns().size()) {
            throw translation.refusal(205, line(combination));
        }
        var combined = CombinedRows.of(combination.kind(), left, right, site);
        if (combination.kind() != Combination.Kind.UNION_ALL && combined.types().contains(SqlType.SQL_VARIANT)) {
            throw translation.unplayed("tell which values of a sql_variant are the same", line(combination));
        }
        return combined;
    }

    private static int line(Query.Body body) {
        var bare = bare(body);
        return bare instanceof Query.Select select ? select.line() : line(((Combination) bare).left());
    }
}
