package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A query with groups. What is grouped by and what is aggregated are computed first, and all else is made of these. If only columns are
 * grouped by, the engine's own GROUP BY does; by anything else it would group wrongly in silence, so that a query around the groups is
 * made.
 */
final class Grouping {
    private static final List<String> COMPUTED = List.of(Source.HIDDEN + "computed");

    private final Translation translation;
    private final TableScope tables;
    private final Map<Expression, Typed> groups = new LinkedHashMap<>();
    private final Map<Expression, Typed> aggregates = new LinkedHashMap<>();
    private final List<Typed> computed = new ArrayList<>();
    private final StringJoiner inner = new StringJoiner(",");
    private final List<String> innerGroups = new ArrayList<>();
    private final GroupedScope scope;
    private boolean wrapped;
    private String alias = "";
    private int columns;

    /** @throws Refusal 144, 164 */
    Grouping(TableScope tables, List<Expression> groupBy, int line) throws Refusal {
        this.translation = tables.translation();
        this.tables = tables;
        this.scope = new GroupedScope(tables, this);
        for (var group : groupBy) {
            var value = Expressions.value(group, tables, Place.GROUP_BY);
            requireColumn(group, line);
            if (value.type() == SqlType.SQL_VARIANT) {
                throw translation.unplayed("tell which values of a sql_variant are the same", line);
            }
            Expressions.requireServersCollation(group, tables);
            groups.put(NormalForm.of(group, tables), value);
            wrapped |= !(group instanceof ColumnReference);
        }
        if (wrapped) {
            alias = translation.alias();
            groups.replaceAll((group, value) -> wrapped(value));
        }
    }

    /** Whether a query has groups, one for all of its rows included. */
    static boolean isGrouped(Query.Select select, List<Query.Order> orders) throws Refusal {
        if (!select.groupBy().isEmpty() || select.having().isPresent()) {
            return true;
        }
        for (var item : select.items()) {
            if (item instanceof Query.Value value && Aggregates.isIn(value.expression())
                    || item instanceof Query.Assignment assignment && Aggregates.isIn(assignment.expression())) {
                return true;
            }
        }
        for (var order : orders) {
            if (Aggregates.isIn(order.expression())) {
                return true;
            }
        }
        return false;
    }

    private void requireColumn(Expression group, int line) throws Refusal {
        var found = new boolean[1];
        new Rewriting(part -> {
                    found[0] |= part instanceof ColumnReference column
                            && tables.lookUp(column).isPresent();
                    return Optional.empty();
                })
                .of(group);
        if (!found[0]) {
            throw translation.refusal(164, line);
        }
    }

    GroupedScope scope() {
        return scope;
    }

    /** The expression, made of groups and aggregates. */
    Expression of(Expression expression) throws Refusal {
        return new Rewriting(this::replaced).of(expression);
    }

    Condition of(Condition condition) throws Refusal {
        return new Rewriting(this::replaced).of(condition);
    }

    private Optional<Expression> replaced(Expression part) throws Refusal {
        if (part instanceof ColumnReference || part instanceof Expression.Literal) {
            return Optional.empty();
        }
        var normal = NormalForm.of(part, tables);
        var group = groups.get(normal);
        if (group != null) {
            return Optional.of(reference(group));
        } else if (!Aggregates.isAggregate(part)) {
            return Optional.empty();
        }
        var aggregate = aggregates.get(normal);
        if (aggregate == null) {
            aggregate = aggregate((Expression.Call) part);
            aggregates.put(normal, aggregate);
        }
        return Optional.of(reference(aggregate));
    }

    private Typed aggregate(Expression.Call call) throws Refusal {
        requireOwn(call);
        var value = Expressions.value(call, tables);
        return wrapped ? wrapped(value) : value;
    }

    private void requireOwn(Expression.Call call) throws Refusal {
        var counts = new int[2];
        new Rewriting(part -> {
                    if (part instanceof ColumnReference column) {
                        counts[tables.lookUp(column).isPresent() ? 1 : 0]++;
                    }
                    return Optional.empty();
                })
                .all(call.arguments());
        if (counts[0] > 0 && counts[1] == 0 && tables.site().outer().isPresent()) {
            throw translation.unplayed("play an aggregate of columns of the query around it", call.line());
        }
    }

    private Typed wrapped(Typed value) {
        var name = "\"$g" + ++columns + "\"";
        inner.add(value.text() + " AS " + name);
        innerGroups.add(value.text());
        return new Typed(alias + "." + name, value.type(), value.nullable(), false);
    }

    private Expression reference(Typed value) {
        computed.add(value);
        return new ColumnReference(COMPUTED, Integer.toString(computed.size() - 1), 0);
    }

    /** What a reference of ours stands for, or a column that is grouped by. */
    Optional<Typed> value(ColumnReference reference) throws Refusal {
        if (reference.qualifier().equals(COMPUTED)) {
            return Optional.of(computed.get(Integer.parseInt(reference.name())));
        }
        return Optional.ofNullable(groups.get(NormalForm.of(reference, tables)));
    }

    /**
     * What stands behind the select list: the groups, and which of them.
     *
     * @param from FROM and WHERE
     * @param having empty if there is none
     */
    String clauses(String from, String having, int line) throws Refusal {
        var by = new StringJoiner(",", " GROUP BY ", "").setEmptyValue("");
        if (!wrapped) {
            groups.values().forEach(group -> by.add(group.text()));
            return from + by + (having.isEmpty() ? "" : " HAVING " + having);
        }
        if (tables.isReachingOut()) {
            throw translation.unplayed("group by expressions in a query that refers to the one around it", line);
        }
        innerGroups.subList(0, groups.size()).forEach(by::add);
        return " FROM (SELECT " + inner + from + by + ") " + alias + (having.isEmpty() ? "" : " WHERE " + having);
    }
}
