package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.ExpressionTranslator;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.syntax.Expression;
import java.util.Optional;

/** Where aggregates stand. Queries inside of an expression have their own. */
final class Aggregates {
    private static final int IN_ON = 1015;
    private static final int WINDOW_WHERE_NONE_MAY_BE = 4108;

    private Aggregates() {}

    static boolean isAggregate(Expression expression) {
        return expression instanceof Expression.Call call && ExpressionTranslator.isAggregate(call);
    }

    /** Whether there is one in it. */
    static boolean isIn(Expression expression) throws Refusal {
        var search = new Search();
        new Rewriting(search::goOn).of(expression);
        return search.found;
    }

    /** @throws Refusal 1015 */
    static void requireNoneInJoin(Condition condition, Translation translation) throws Refusal {
        new Rewriting(part -> {
                    if (isAggregate(part)) {
                        throw translation.refusal(IN_ON, ((Expression.Call) part).line());
                    }
                    return Optional.empty();
                })
                .of(condition);
    }

    /** @throws Refusal 4108 */
    static void requireNoWindow(Condition having, Translation translation) throws Refusal {
        new Rewriting(part -> {
                    if (part instanceof Expression.Call call && call.over().isPresent()) {
                        throw translation.refusal(WINDOW_WHERE_NONE_MAY_BE, call.line());
                    }
                    return Optional.empty();
                })
                .of(having);
    }

    /**
     * The engine takes a window of outer columns for one of the query around.
     *
     * @throws Refusal 50000
     */
    static void requireOwnWindows(Expression expression, TableScope tables) throws Refusal {
        if (tables.site().outer().isEmpty()) {
            return;
        }
        new Rewriting(part -> {
                    if (part instanceof Expression.Call call && call.over().isPresent()) {
                        requireOwnColumns(call, tables);
                    }
                    return Optional.empty();
                })
                .of(expression);
    }

    private static void requireOwnColumns(Expression.Call window, TableScope tables) throws Refusal {
        new Rewriting(part -> {
                    if (part instanceof Expression.ColumnReference column
                            && tables.lookUp(column).isEmpty()
                            && tables.find(column).isPresent()) {
                        throw tables.translation()
                                .unplayed("play a window of columns of the query around it", window.line());
                    }
                    return Optional.empty();
                })
                .of(window);
    }

    private static final class Search {
        private boolean found;

        private Optional<Expression> goOn(Expression part) {
            found |= isAggregate(part);
            return found ? Optional.of(part) : Optional.empty();
        }
    }
}
