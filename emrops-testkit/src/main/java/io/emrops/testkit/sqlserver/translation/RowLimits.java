package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code TOP} and {@code OFFSET … FETCH} ("TOP (Transact-SQL)", "SELECT - ORDER BY clause (Transact-SQL)"). */
final class RowLimits {
    private static final Set<SqlType.Kind> WHOLE =
            Set.of(SqlType.Kind.TINYINT, SqlType.Kind.SMALLINT, SqlType.Kind.INT, SqlType.Kind.BIGINT);
    private static final int NO_INTEGER = 1060;

    private final Translation translation;
    private final Scope scope;

    RowLimits(Site site) {
        this.translation = site.translation();
        this.scope = new TableScope(site, List.of());
    }

    /** What stands behind ORDER BY; empty if there is no limit. */
    String of(Query query, Optional<Query.Top> top, int line) throws Refusal {
        if (query.offset().isEmpty()) {
            return top(top, !query.order().isEmpty(), line);
        } else if (top.isPresent()) {
            throw translation.refusal(10741, line);
        }
        requireAtLeast(query.offset().get(), 0, 10742, line);
        var text = " OFFSET " + count(query.offset().get(), line) + " ROWS";
        if (query.fetch().isEmpty()) {
            return text;
        }
        requireAtLeast(query.fetch().get(), 1, 10744, line);
        return text + " FETCH NEXT " + count(query.fetch().get(), line) + " ROWS ONLY";
    }

    /** @throws Refusal 127, 1031, 1060, 1062 */
    String top(Optional<Query.Top> limit, boolean hasOrder, int line) throws Refusal {
        if (limit.isEmpty()) {
            return "";
        }
        var top = limit.get();
        if (top.withTies() && !hasOrder) {
            throw translation.refusal(1062, line);
        }
        var ties = top.withTies() ? " ROWS WITH TIES" : " ROWS ONLY";
        if (top.percent()) {
            return " FETCH FIRST " + percent(top.count(), line) + " PERCENT" + ties;
        }
        requireAtLeast(top.count(), 0, 127, line);
        return " FETCH FIRST " + count(top.count(), line) + ties;
    }

    private String count(Expression expression, int line) throws Refusal {
        var value = value(expression);
        if (value.isNull() || !WHOLE.contains(value.type().kind())) {
            throw translation.refusal(NO_INTEGER, line);
        }
        return "CAST(" + value.text() + " AS BIGINT)";
    }

    private String percent(Expression expression, int line) throws Refusal {
        var known = known(expression);
        if (known.isPresent()
                && known.get() instanceof Number number
                && (number.doubleValue() < 0 || number.doubleValue() > 100)) {
            throw translation.refusal(1031, line);
        }
        var value = value(expression);
        if (value.isNull()) {
            throw translation.refusal(NO_INTEGER, line);
        }
        var isWhole = known.isPresent() && known.get() instanceof Number number
                ? number.doubleValue() % 1 == 0
                : WHOLE.contains(value.type().kind());
        if (!isWhole) {
            throw translation.unplayed("take fractions of a percent", line);
        }
        return Expressions.converted(value, SqlType.FLOAT, scope).text();
    }

    private Typed value(Expression expression) throws Refusal {
        return Expressions.value(expression, scope, Place.VALUES);
    }

    private void requireAtLeast(Expression expression, long least, int number, int line) throws Refusal {
        var known = known(expression);
        if (known.isPresent() && known.get() instanceof Number count && count.longValue() < least) {
            throw translation.refusal(number, line);
        }
    }

    /** Its value if it is told before the engine is asked. */
    private Optional<Object> known(Expression expression) throws Refusal {
        if (expression instanceof Expression.Unary unary && unary.operator() == Expression.Unary.Operator.MINUS) {
            return known(unary.operand())
                    .filter(Number.class::isInstance)
                    .map(value -> -((Number) value).doubleValue());
        } else if (expression instanceof Expression.Literal literal && isNumber(literal)) {
            return Optional.of(Double.valueOf(literal.text()));
        } else if (expression instanceof Expression.Variable variable) {
            var known = translation.surroundings().variable(variable.name());
            if (known.isPresent() && known.get().value() == null) {
                throw translation.refusal(NO_INTEGER, variable.line());
            }
            return known.map(Known::value);
        }
        return Optional.empty();
    }

    private static boolean isNumber(Expression.Literal literal) {
        return switch (literal.kind()) {
            case INTEGER, DECIMAL, FLOAT, MONEY -> true;
            default -> false;
        };
    }
}
