package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * {@code ORDER BY} ("SELECT - ORDER BY clause (Transact-SQL)"): by a column of the select list, by its position or its name, or by an
 * expression of the tables.
 */
final class OrderTranslator {
    private final Translation translation;
    private final TableScope tables;
    private final Scope scope;
    private final List<SelectTranslator.Item> items;
    private final boolean distinct;
    private @Nullable Grouping grouping;
    private boolean byKeys;

    OrderTranslator(TableScope tables, Scope scope, List<SelectTranslator.Item> items, boolean distinct) {
        this.translation = tables.translation();
        this.tables = tables;
        this.scope = scope;
        this.items = items;
        this.distinct = distinct;
    }

    OrderTranslator inGroups(Grouping newGrouping) {
        grouping = newGrouping;
        return this;
    }

    /** Names no positions, for a clause that stands behind one column of the select list alone. */
    OrderTranslator byKeys(boolean newByKeys) {
        byKeys = newByKeys;
        return this;
    }

    /** @throws Refusal 108, 145, 169, 209, 408, 1008 */
    String clause(List<Query.Order> orders) throws Refusal {
        var clause = new StringJoiner(",", " ORDER BY ", "").setEmptyValue("");
        var taken = new HashSet<String>();
        for (var order : orders) {
            var text = text(order.expression(), taken.size() + 1);
            if (!taken.add(text)) {
                throw translation.refusal(169, 0);
            }
            clause.add(text + direction(order));
        }
        return clause.toString();
    }

    private static String direction(Query.Order order) {
        return order.descending() ? " DESC" : "";
    }

    private String text(Expression expression, int position) throws Refusal {
        requireNoConstant(expression, position, translation);
        var item = item(expression);
        if (item.isPresent()) {
            return ordering(items.get(item.get()).expression(), item.get());
        } else if (distinct) {
            throw translation.refusal(145, 0);
        }
        return ordering(expression, -1);
    }

    /** By its position, unless something else decides its order than its value. */
    private String ordering(Expression expression, int item) throws Refusal {
        var made = grouping == null ? expression : grouping.of(expression);
        var value = Expressions.value(made, scope);
        if (SelectTranslator.isIncomparable(value.type())) {
            throw translation.refusal(value.type() == SqlType.XML ? 305 : 306, 0);
        }
        if (distinct) {
            requirePlainOrder(value.type(), translation);
        }
        var key = Expressions.ordering(made, scope);
        if (byKeys) {
            // A number alone would be a position.
            return made instanceof ColumnReference ? key : "COALESCE(" + key + ", NULL)";
        }
        return item >= 0 && (distinct || key.equals(value.text())) ? Integer.toString(item + 1) : key;
    }

    /** Where the engine orders by the values themselves. */
    private static void requirePlainOrder(SqlType type, Translation translation) throws Refusal {
        if (type == SqlType.UNIQUEIDENTIFIER) {
            throw translation.unplayed("order by a uniqueidentifier with DISTINCT or behind UNION", 0);
        } else if (type == SqlType.SQL_VARIANT) {
            throw translation.unplayed("order by a sql_variant behind UNION", 0);
        }
    }

    private Optional<Integer> item(Expression expression) throws Refusal {
        if (expression instanceof Literal literal) {
            return Optional.of(position(literal, items.size(), translation));
        } else if (expression instanceof ColumnReference column
                && column.qualifier().isEmpty()) {
            var named = named(column);
            if (named.isPresent()) {
                return named;
            }
        }
        var normal = NormalForm.of(expression, tables);
        for (var i = 0; i < items.size(); i++) {
            if (NormalForm.of(items.get(i).expression(), tables).equals(normal)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private Optional<Integer> named(ColumnReference column) throws Refusal {
        Optional<Integer> found = Optional.empty();
        for (var i = 0; i < items.size(); i++) {
            if (items.get(i).name().equalsIgnoreCase(column.name())) {
                if (found.isPresent() && !isSame(found.get(), i)) {
                    throw translation.refusal(209, column.line(), column.name());
                }
                found = Optional.of(found.orElse(i));
            }
        }
        return found;
    }

    private boolean isSame(int one, int other) throws Refusal {
        return NormalForm.of(items.get(one).expression(), tables)
                .equals(NormalForm.of(items.get(other).expression(), tables));
    }

    private static void requireNoConstant(Expression expression, int position, Translation translation) throws Refusal {
        if (expression instanceof Expression.Variable) {
            throw translation.refusal(1008, 0, position);
        } else if (expression instanceof Literal literal && literal.kind() != Literal.Kind.INTEGER) {
            throw translation.refusal(408, 0, position);
        }
    }

    private static int position(Literal literal, int columns, Translation translation) throws Refusal {
        var digits = literal.text();
        var position = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (position < 1 || position > columns) {
            throw translation.refusal(108, 0, digits);
        }
        return position - 1;
    }

    /**
     * Behind the last query of a UNION: by the columns of the first alone.
     *
     * @throws Refusal 104, 108, 207
     */
    static String ofCombination(List<Output> columns, Translation translation, List<Query.Order> orders)
            throws Refusal {
        var clause = new StringJoiner(",", " ORDER BY ", "");
        var taken = new HashSet<Integer>();
        for (var order : orders) {
            requireNoConstant(order.expression(), taken.size() + 1, translation);
            var column = column(columns, translation, order.expression());
            if (!taken.add(column)) {
                throw translation.refusal(169, 0);
            }
            requirePlainOrder(columns.get(column).value().type(), translation);
            clause.add((column + 1) + direction(order));
        }
        return clause.toString();
    }

    private static int column(List<Output> columns, Translation translation, Expression expression) throws Refusal {
        if (expression instanceof Literal literal) {
            return position(literal, columns.size(), translation);
        } else if (expression instanceof ColumnReference reference
                && reference.qualifier().isEmpty()) {
            for (var i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equalsIgnoreCase(reference.name())) {
                    return i;
                }
            }
            throw translation.refusal(207, reference.line(), reference.name());
        }
        throw translation.refusal(104, 0);
    }
}
