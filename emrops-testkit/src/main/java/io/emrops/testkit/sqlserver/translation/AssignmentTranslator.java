package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code SELECT @v = e FROM …} ("SELECT @local_variable (Transact-SQL)"). An expression that names a variable which the same statement
 * changes is computed row by row: only those of its parts are asked for that know nothing of such variables.
 */
final class AssignmentTranslator {
    private final Site site;
    private final Translation translation;
    private final Set<String> changed = new HashSet<>();
    private final List<Query.Item> items = new ArrayList<>();
    private final List<Optional<SqlType>> wanted = new ArrayList<>();

    AssignmentTranslator(Site site) {
        this.site = site;
        this.translation = site.translation();
    }

    /** @throws Refusal 137, 141, 10734 */
    Assignments translate(Query query) throws Refusal {
        var first = QueryTranslator.first(query.body());
        if (query.body() instanceof Query.Combination) {
            throw translation.refusal(10734, first.line());
        } else if (first.into().isPresent()) {
            throw translation.refusal(194, first.line());
        }
        var assignments = new ArrayList<Query.Assignment>();
        for (var item : first.items()) {
            if (!(item instanceof Query.Assignment assignment)) {
                throw translation.refusal(141, first.line());
            }
            assignments.add(assignment);
            changed.add(key(assignment.variable()));
        }
        var steps = new ArrayList<Assignments.Step>();
        for (var assignment : assignments) {
            steps.add(step(assignment));
        }
        return new Assignments(rows(query, first), steps);
    }

    private Assignments.Step step(Query.Assignment assignment) throws Refusal {
        var name = assignment.variable();
        var variable = translation
                .surroundings()
                .variable(name)
                .orElseThrow(() -> translation.refusal(137, assignment.line(), name));
        var value = assignment.operator().isPresent()
                ? new Expression.Binary(
                        assignment.operator().get(),
                        new Expression.Variable(name, assignment.line()),
                        assignment.expression())
                : assignment.expression();
        if (mentionsChanged(value)) {
            return new Assignments.Folded(name, new Rewriting(this::taken).of(value));
        }
        return new Assignments.Taken(name, ask(value, Optional.of(variable.type())));
    }

    private int ask(Expression value, Optional<SqlType> type) {
        items.add(new Query.Value(value, Optional.empty()));
        wanted.add(type);
        return items.size() - 1;
    }

    private Optional<Expression> taken(Expression part) throws Refusal {
        if (mentionsChanged(part)) {
            if (Aggregates.isAggregate(part)) {
                throw translation.unplayed(
                        "aggregate an expression that names a variable which the same statement changes",
                        ((Expression.Call) part).line());
            }
            return Optional.empty();
        }
        return needsRow(part) ? Optional.of(RowSurroundings.place(ask(part, Optional.empty()))) : Optional.of(part);
    }

    private static boolean needsRow(Expression part) throws Refusal {
        var found = new boolean[1];
        new Rewriting(inner -> {
                    found[0] |= inner instanceof ColumnReference
                            || inner instanceof Expression.Subquery
                            || inner instanceof Expression.Call;
                    return Optional.empty();
                })
                .of(part);
        return found[0];
    }

    private boolean mentionsChanged(Expression expression) throws Refusal {
        var found = new boolean[1];
        new Rewriting(part -> {
                    found[0] |= part instanceof Expression.Variable variable && changed.contains(key(variable.name()));
                    return Optional.empty();
                })
                .of(expression);
        return found[0];
    }

    private static String key(String variable) {
        return variable.toUpperCase(Locale.ROOT);
    }

    private TranslatedQuery rows(Query query, Query.Select first) throws Refusal {
        if (items.isEmpty()) {
            ask(new Expression.Literal(Expression.Literal.Kind.INTEGER, "1"), Optional.empty());
        }
        var select = new Query.Select(
                first.distinct(),
                first.top(),
                items,
                Optional.empty(),
                first.from(),
                first.where(),
                first.groupBy(),
                first.having(),
                first.line());
        var rows = new QueryBody(site).outermost(new Query(select, query.order(), query.offset(), query.fetch()));
        var types = new ArrayList<SqlType>();
        var columns = new ArrayList<Column>();
        for (var i = 0; i < wanted.size(); i++) {
            var column = rows.columns().get(i).column();
            types.add(wanted.get(i).orElse(column.type()));
            columns.add(Column.of("", types.get(i)));
        }
        return new TranslatedQuery(translation.statement(rows.text(types)), columns);
    }
}
