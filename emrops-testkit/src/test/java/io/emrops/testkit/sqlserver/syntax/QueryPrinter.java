package io.emrops.testkit.sqlserver.syntax;

import static io.emrops.testkit.sqlserver.syntax.ExpressionPrinter.name;
import static io.emrops.testkit.sqlserver.syntax.ExpressionPrinter.names;
import static io.emrops.testkit.sqlserver.syntax.ExpressionPrinter.parts;
import static io.emrops.testkit.sqlserver.syntax.ExpressionPrinter.quoted;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes queries down again. */
class QueryPrinter {
    private final ExpressionPrinter expressions = new ExpressionPrinter(this);

    ExpressionPrinter expressions() {
        return expressions;
    }

    String print(Query query) {
        return body(query.body())
                + (query.order().isEmpty() ? "" : " ORDER BY " + expressions.orders(query.order()))
                + query.offset()
                        .map(e -> " OFFSET " + expressions.print(e) + " ROWS")
                        .orElse("")
                + query.fetch()
                        .map(e -> " FETCH NEXT " + expressions.print(e) + " ROWS ONLY")
                        .orElse("");
    }

    private String body(Query.Body body) {
        if (body instanceof Query.Nested nested) {
            return "(" + body(nested.body()) + ")";
        }
        if (body instanceof Query.Combination combination) {
            return body(combination.left()) + " "
                    + combination.kind().name().replace('_', ' ')
                    + " " + body(combination.right());
        }
        return select((Query.Select) body);
    }

    private String select(Query.Select select) {
        var text = new StringBuilder("SELECT ");
        if (select.distinct()) {
            text.append("DISTINCT ");
        }
        select.top().ifPresent(top -> text.append(top(top)));
        text.append(items(select.items()));
        select.into().ifPresent(into -> text.append(" INTO ").append(name(into)));
        if (!select.from().isEmpty()) {
            text.append(" FROM ").append(sources(select.from()));
        }
        text.append(clause(" WHERE ", select.where()));
        if (!select.groupBy().isEmpty()) {
            text.append(" GROUP BY ").append(expressions.list(select.groupBy()));
        }
        return text.append(clause(" HAVING ", select.having())).toString();
    }

    String clause(String word, Optional<Condition> condition) {
        return condition.map(c -> word + expressions.print(c)).orElse("");
    }

    String top(Query.Top top) {
        return "TOP (" + expressions.print(top.count()) + ") "
                + (top.percent() ? "PERCENT " : "")
                + (top.withTies() ? "WITH TIES " : "");
    }

    String items(List<Query.Item> items) {
        return items.stream().map(this::item).collect(Collectors.joining(", "));
    }

    private String item(Query.Item item) {
        if (item instanceof Query.AllColumns all) {
            return all.qualifier().stream().map(part -> quoted(part) + ".").collect(Collectors.joining()) + "*";
        }
        if (item instanceof Query.Assignment assignment) {
            return assignment.variable() + " "
                    + assignment.operator().map(o -> o.sign()).orElse("") + "= "
                    + expressions.print(assignment.expression());
        }
        var value = (Query.Value) item;
        return expressions.print(value.expression())
                + value.alias().map(alias -> " AS " + quoted(alias)).orElse("");
    }

    String sources(List<TableSource> sources) {
        return sources.stream().map(this::source).collect(Collectors.joining(", "));
    }

    String source(TableSource source) {
        if (source instanceof TableSource.Named named) {
            return name(named.name())
                    + alias(named.alias())
                    + (named.hints().isEmpty() ? "" : " WITH (" + String.join(", ", named.hints()) + ")");
        }
        if (source instanceof TableSource.OfVariable variable) {
            return variable.variable() + alias(variable.alias());
        }
        if (source instanceof TableSource.Derived derived) {
            return "(" + print(derived.query()) + ") AS " + quoted(derived.alias()) + names(derived.columns());
        }
        if (source instanceof TableSource.Rows rows) {
            return "(VALUES " + rows(rows.rows()) + ") AS " + quoted(rows.alias()) + names(rows.columns());
        }
        if (source instanceof TableSource.Function function) {
            return name(function.name()) + "(" + expressions.list(function.arguments()) + ")"
                    + alias(function.alias())
                    + names(function.columns());
        }
        if (source instanceof TableSource.Apply apply) {
            return "(" + source(apply.left()) + (apply.outer() ? " OUTER" : " CROSS") + " APPLY "
                    + source(apply.right()) + ")";
        }
        var join = (TableSource.Join) source;
        return "(" + source(join.left()) + " " + join.kind().name() + " JOIN " + source(join.right())
                + clause(" ON ", join.on())
                + ")";
    }

    private static String alias(Optional<String> alias) {
        return alias.map(name -> " AS " + quoted(name)).orElse("");
    }

    String rows(List<List<Expression>> rows) {
        return rows.stream().map(row -> "(" + expressions.list(row) + ")").collect(Collectors.joining(", "));
    }

    String with(List<Query.CommonTable> tables) {
        return tables.isEmpty()
                ? ""
                : tables.stream()
                        .map(table ->
                                quoted(table.name()) + names(table.columns()) + " AS (" + print(table.query()) + ")")
                        .collect(Collectors.joining(", ", "WITH ", " "));
    }

    static String columns(List<String> qualified) {
        var last = qualified.size() - 1;
        return parts(qualified.subList(0, last), qualified.get(last));
    }
}
