package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes expressions and conditions down again, with more brackets than they need. */
class ExpressionPrinter {
    private final QueryPrinter queries;

    ExpressionPrinter(QueryPrinter queries) {
        this.queries = queries;
    }

    String print(Expression expression) {
        if (expression instanceof Literal literal) {
            return literal(literal);
        }
        if (expression instanceof Expression.ColumnReference column) {
            return parts(column.qualifier(), column.name());
        }
        if (expression instanceof Expression.Variable variable) {
            return variable.name();
        }
        if (expression instanceof Expression.GlobalVariable variable) {
            return variable.name();
        }
        if (expression instanceof Expression.Unary unary) {
            var sign = switch (unary.operator()) {
                case PLUS -> "+";
                case MINUS -> "-";
                case BITWISE_NOT -> "~";
            };
            return "(" + sign + " (" + print(unary.operand()) + "))";
        }
        if (expression instanceof Expression.Binary binary) {
            return "(" + print(binary.left()) + " " + binary.operator().sign() + " " + print(binary.right()) + ")";
        }
        if (expression instanceof Expression.SimpleCase simple) {
            return "CASE " + print(simple.input())
                    + simple.branches().stream()
                            .map(branch -> " WHEN " + print(branch.value()) + " THEN " + print(branch.result()))
                            .collect(Collectors.joining())
                    + simple.otherwise().map(e -> " ELSE " + print(e)).orElse("") + " END";
        }
        if (expression instanceof Expression.SearchedCase searched) {
            return "CASE"
                    + searched.branches().stream()
                            .map(branch -> " WHEN " + print(branch.condition()) + " THEN " + print(branch.result()))
                            .collect(Collectors.joining())
                    + searched.otherwise().map(e -> " ELSE " + print(e)).orElse("") + " END";
        }
        if (expression instanceof Expression.Call call) {
            return call(call);
        }
        if (expression instanceof Expression.Cast cast) {
            var prefix = cast.attempt() ? "TRY_" : "";
            return cast.style().isPresent()
                    ? prefix + "CONVERT(" + cast.type() + ", " + print(cast.value()) + ", "
                            + print(cast.style().get()) + ")"
                    : prefix + "CAST(" + print(cast.value()) + " AS " + cast.type() + ")";
        }
        if (expression instanceof Expression.Collated collated) {
            return "((" + print(collated.value()) + ") COLLATE " + collated.collation() + ")";
        }
        if (expression instanceof Expression.Subquery subquery) {
            return "(" + queries.print(subquery.query()) + ")";
        }
        if (expression instanceof Expression.NextValue next) {
            return "NEXT VALUE FOR " + name(next.sequence());
        }
        return "DEFAULT";
    }

    private static String literal(Literal literal) {
        return switch (literal.kind()) {
            case INTEGER, DECIMAL, FLOAT -> literal.text();
            case MONEY -> "$" + literal.text();
            case STRING -> "'" + literal.text().replace("'", "''") + "'";
            case NATIONAL_STRING -> "N'" + literal.text().replace("'", "''") + "'";
            case BINARY -> "0x" + literal.text();
            case NULL -> "NULL";
        };
    }

    private String call(Expression.Call call) {
        if (call.name().startsWith("CURRENT_") || call.name().endsWith("USER")) {
            return call.name();
        }
        var arguments = call.star() ? "*" : (call.distinct() ? "DISTINCT " : "") + list(call.arguments());
        var within = call.withinGroup().isEmpty() ? "" : " WITHIN GROUP (ORDER BY " + orders(call.withinGroup()) + ")";
        return call.name() + "(" + arguments + ")" + within
                + call.over().map(this::over).orElse("");
    }

    private String over(Expression.Window window) {
        var parts = new ArrayList<String>();
        if (!window.partition().isEmpty()) {
            parts.add("PARTITION BY " + list(window.partition()));
        }
        if (!window.order().isEmpty()) {
            parts.add("ORDER BY " + orders(window.order()));
        }
        if (!window.frame().isEmpty()) {
            parts.add(window.frame());
        }
        return " OVER (" + String.join(" ", parts) + ")";
    }

    String orders(List<Query.Order> orders) {
        return orders.stream()
                .map(order -> print(order.expression()) + (order.descending() ? " DESC" : ""))
                .collect(Collectors.joining(", "));
    }

    String list(List<Expression> expressions) {
        return expressions.stream().map(this::print).collect(Collectors.joining(", "));
    }

    String print(Condition condition) {
        if (condition instanceof Condition.Comparison comparison) {
            return "(" + print(comparison.left()) + " "
                    + comparison.comparator().sign() + " " + print(comparison.right()) + ")";
        }
        if (condition instanceof Condition.Quantified quantified) {
            return "(" + print(quantified.left()) + " "
                    + quantified.comparator().sign() + (quantified.all() ? " ALL (" : " ANY (")
                    + queries.print(quantified.query()) + "))";
        }
        if (condition instanceof Condition.Between between) {
            return "(" + print(between.value()) + not(between.negated()) + " BETWEEN " + print(between.low()) + " AND "
                    + print(between.high()) + ")";
        }
        if (condition instanceof Condition.InList in) {
            return "(" + print(in.value()) + not(in.negated()) + " IN (" + list(in.list()) + "))";
        }
        if (condition instanceof Condition.InQuery in) {
            return "(" + print(in.value()) + not(in.negated()) + " IN (" + queries.print(in.query()) + "))";
        }
        if (condition instanceof Condition.Like like) {
            return "(" + print(like.value()) + not(like.negated()) + " LIKE " + print(like.pattern())
                    + like.escape().map(e -> " ESCAPE " + print(e)).orElse("") + ")";
        }
        if (condition instanceof Condition.IsNull is) {
            return "(" + print(is.value()) + " IS" + not(is.negated()) + " NULL)";
        }
        if (condition instanceof Condition.IsDistinct is) {
            return "(" + print(is.left()) + " IS" + not(is.negated()) + " DISTINCT FROM " + print(is.right()) + ")";
        }
        if (condition instanceof Condition.Exists exists) {
            return "EXISTS (" + queries.print(exists.query()) + ")";
        }
        if (condition instanceof Condition.Not not) {
            return "(NOT " + print(not.condition()) + ")";
        }
        if (condition instanceof Condition.And and) {
            return "(" + print(and.left()) + " AND " + print(and.right()) + ")";
        }
        var or = (Condition.Or) condition;
        return "(" + print(or.left()) + " OR " + print(or.right()) + ")";
    }

    private static String not(boolean negated) {
        return negated ? " NOT" : "";
    }

    static String quoted(String name) {
        return "[" + name.replace("]", "]]") + "]";
    }

    static String parts(List<String> qualifier, String name) {
        return qualifier.stream().map(part -> quoted(part) + ".").collect(Collectors.joining()) + quoted(name);
    }

    static String name(ObjectName name) {
        var database = name.database().isEmpty() ? "" : quoted(name.database()) + ".";
        var schema = name.schema().isEmpty() ? (database.isEmpty() ? "" : ".") : quoted(name.schema()) + ".";
        return database + schema + (name.name().startsWith("@") ? name.name() : quoted(name.name()));
    }

    static String names(List<String> names) {
        return names.isEmpty()
                ? ""
                : names.stream().map(ExpressionPrinter::quoted).collect(Collectors.joining(", ", " (", ")"));
    }
}
