package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * A query with what follows its last {@code SELECT} ("SELECT (Transact-SQL)").
 *
 * @param offset {@code OFFSET n ROWS}
 * @param fetch {@code FETCH NEXT n ROWS ONLY}
 */
public record Query(Body body, List<Order> order, Optional<Expression> offset, Optional<Expression> fetch) {
    /** Copies the list. */
    public Query {
        order = List.copyOf(order);
    }

    /** {@code ORDER BY e [ASC | DESC]}. */
    public record Order(Expression expression, boolean descending) {}

    /** A query without an order. */
    public sealed interface Body permits Select, Combination, Nested {}

    /** {@code UNION}, {@code EXCEPT}, {@code INTERSECT}. */
    public record Combination(Kind kind, Body left, Body right) implements Body {
        /** Which. */
        public enum Kind {
            /** {@code UNION}. */
            UNION,
            /** {@code UNION ALL}. */
            UNION_ALL,
            /** {@code EXCEPT}. */
            EXCEPT,
            /** {@code INTERSECT}, which binds more than the others. */
            INTERSECT
        }
    }

    /** A body in brackets. */
    public record Nested(Body body) implements Body {}

    /**
     * {@code SELECT … FROM … WHERE … GROUP BY … HAVING …}.
     *
     * @param into the table that it makes
     * @param from joined by commas; empty if there is no FROM
     */
    public record Select(
            boolean distinct,
            Optional<Top> top,
            List<Item> items,
            Optional<ObjectName> into,
            List<TableSource> from,
            Optional<Condition> where,
            List<Expression> groupBy,
            Optional<Condition> having,
            int line)
            implements Body {
        /** Copies the lists. */
        public Select {
            items = List.copyOf(items);
            from = List.copyOf(from);
            groupBy = List.copyOf(groupBy);
        }
    }

    /** {@code TOP (n) [PERCENT] [WITH TIES]}. */
    public record Top(Expression count, boolean percent, boolean withTies) {}

    /** A part of what is selected. */
    public sealed interface Item {}

    /** {@code *}, or {@code t.*}: the qualifier's parts, outermost first. */
    public record AllColumns(List<String> qualifier, int line) implements Item {
        /** Copies the list. */
        public AllColumns {
            qualifier = List.copyOf(qualifier);
        }
    }

    /** An expression; {@code alias = e}, {@code e AS alias} and {@code e alias} are the same. */
    public record Value(Expression expression, Optional<String> alias) implements Item {}

    /** {@code @v = e}, {@code @v += e}. */
    public record Assignment(
            String variable, Optional<Expression.Binary.Operator> operator, Expression expression, int line)
            implements Item {}

    /**
     * {@code WITH name (columns) AS (query)} before a statement.
     *
     * @param columns empty if they are named by the query
     */
    public record CommonTable(String name, List<String> columns, Query query) {
        /** Copies the list. */
        public CommonTable {
            columns = List.copyOf(columns);
        }
    }
}
