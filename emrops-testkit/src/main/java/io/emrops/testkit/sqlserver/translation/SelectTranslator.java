package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Puts {@code SELECT … FROM … WHERE … GROUP BY … HAVING … ORDER BY} into the engine's words ("SELECT (Transact-SQL)"). */
final class SelectTranslator {
    private final Site site;
    private final Translation translation;
    private final Sequences sequences;
    private final boolean outermost;
    private boolean byKeys;
    private boolean combined;

    /** @param outermost whether the client gets its rows, and hints may lock them */
    SelectTranslator(Site site, boolean outermost) {
        this.site = site;
        this.translation = site.translation();
        this.sequences = new Sequences(translation);
        this.outermost = outermost;
    }

    /** A query of a UNION. */
    SelectTranslator inCombination() {
        combined = true;
        return this;
    }

    /** Orders by no positions of the select list, which may then be cut down to one column. */
    SelectTranslator orderedByKeys() {
        byKeys = true;
        return this;
    }

    /** An expression of the select list with the name that it has there. */
    record Item(String name, Expression expression) {}

    /** Without an order and a limit. */
    SelectBody translate(Query.Select select) throws Refusal {
        return translate(select, List.of(), "");
    }

    /** @param limit what stands behind ORDER BY */
    SelectBody translate(Query.Select select, List<Query.Order> orders, String limit) throws Refusal {
        var from = new FromTranslator(site).translate(select.from(), select.line());
        var tables = new TableScope(site, from.sources());
        var clause = from.clause();
        if (select.where().isPresent()) {
            clause += " WHERE " + Expressions.condition(select.where().get(), tables, Place.WHERE);
        }
        var items = items(select, tables);
        var isGrouped = Grouping.isGrouped(select, orders);
        var body = isGrouped
                ? grouped(select, tables, clause, items, orders, limit)
                : plain(select, tables, clause, items, orders, limit);
        return from.locks().kept() ? locked(body, select, isGrouped, from.locks()) : body;
    }

    private SelectBody plain(
            Query.Select select,
            TableScope tables,
            String clauses,
            List<Item> items,
            List<Query.Order> orders,
            String limit)
            throws Refusal {
        sequences.requireAllowed(select, items, orders);
        var outputs = new ArrayList<Output>();
        for (var item : items) {
            outputs.add(output(item, tables, tables));
        }
        requireComparable(select, outputs);
        requireServersCollation(select, items, tables);
        var order = new OrderTranslator(tables, tables, items, select.distinct())
                .byKeys(byKeys)
                .clause(orders);
        return new SelectBody(site, tables, tables, select.distinct(), outputs, clauses, order + limit);
    }

    private SelectBody grouped(
            Query.Select select,
            TableScope tables,
            String clause,
            List<Item> items,
            List<Query.Order> orders,
            String limit)
            throws Refusal {
        var grouping = new Grouping(tables, select.groupBy(), select.line());
        var scope = grouping.scope();
        var outputs = new ArrayList<Output>();
        for (var item : items) {
            outputs.add(output(new Item(item.name(), grouping.of(item.expression())), scope, tables));
        }
        requireComparable(select, outputs);
        requireServersCollation(select, items, tables);
        scope.refuseWith(8121);
        var having = "";
        if (select.having().isPresent()) {
            Aggregates.requireNoWindow(select.having().get(), translation);
            having = Expressions.condition(grouping.of(select.having().get()), scope, Place.SELECT);
        }
        scope.refuseWith(8127);
        var order = new OrderTranslator(tables, scope, items, select.distinct())
                .inGroups(grouping)
                .byKeys(byKeys)
                .clause(orders);
        var clauses = grouping.clauses(clause, having, select.line());
        return new SelectBody(site, tables, scope, select.distinct(), outputs, clauses, order + limit);
    }

    private Output output(Item item, Scope scope, TableScope tables) throws Refusal {
        Aggregates.requireOwnWindows(item.expression(), tables);
        if (item.expression() instanceof Expression.NextValue next && outermost) {
            return new Output(item.name(), sequences.next(next), false);
        }
        var value = Expressions.value(item.expression(), scope);
        var isIdentity = false;
        if (item.expression() instanceof ColumnReference column && scope == tables) {
            isIdentity = tables.lookUp(column)
                    .map(found -> found.column().identity())
                    .orElse(false);
        }
        return new Output(item.name(), value, isIdentity);
    }

    /** The select list, with the columns that its stars stand for. */
    List<Item> items(Query.Select select, TableScope tables) throws Refusal {
        var items = new ArrayList<Item>();
        for (var item : select.items()) {
            if (item instanceof Query.AllColumns all) {
                for (var source : tables.named(all.qualifier(), all.line())) {
                    source.references(all.line()).forEach(column -> items.add(new Item(column.name(), column)));
                }
            } else if (item instanceof Query.Value value) {
                items.add(new Item(name(value), value.expression()));
            } else {
                throw translation.refusal(141, select.line());
            }
        }
        if (select.into().isPresent()) {
            requireNames(items, select);
        }
        return items;
    }

    private static String name(Query.Value value) {
        if (value.alias().isPresent()) {
            return value.alias().get();
        }
        return value.expression() instanceof ColumnReference column ? column.name() : "";
    }

    private void requireNames(List<Item> items, Query.Select select) throws Refusal {
        var taken = new HashSet<String>();
        for (var item : items) {
            if (item.name().isEmpty()) {
                throw translation.refusal(1038, select.line());
            } else if (!taken.add(item.name().toUpperCase(Locale.ROOT))) {
                throw translation.refusal(
                        2705,
                        select.line(),
                        item.name(),
                        select.into().orElseThrow().name());
            }
        }
    }

    private void requireComparable(Query.Select select, List<Output> outputs) throws Refusal {
        if (select.distinct()) {
            for (var output : outputs) {
                var type = output.value().type();
                if (isIncomparable(type)) {
                    throw translation.refusal(
                            421, select.line(), type.kind().name().toLowerCase(Locale.ROOT));
                } else if (type == SqlType.SQL_VARIANT) {
                    throw translation.unplayed("tell which values of a sql_variant are the same", select.line());
                }
            }
        }
    }

    private void requireServersCollation(Query.Select select, List<Item> items, TableScope tables) throws Refusal {
        if (select.distinct() || combined) {
            for (var item : items) {
                Expressions.requireServersCollation(item.expression(), tables);
            }
        }
    }

    static boolean isIncomparable(SqlType type) {
        return switch (type.kind()) {
            case TEXT, NTEXT, IMAGE, XML, GEOMETRY, GEOGRAPHY -> true;
            default -> false;
        };
    }

    private SelectBody locked(SelectBody body, Query.Select select, boolean isGrouped, Locks locks) throws Refusal {
        if (!outermost
                || isGrouped
                || select.distinct()
                || select.into().isPresent()
                || body.tables().sources().size() != 1) {
            throw translation.unplayed(
                    "keep locks on rows but in a query of one table without groups and DISTINCT", select.line());
        }
        return new SelectBody(
                site, body.tables(), body.scope(), false, body.columns(), body.clauses(), body.end() + locks.clause());
    }
}
