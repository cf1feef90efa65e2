package io.emrops.testkit.sqlserver.syntax;

import static io.emrops.testkit.sqlserver.syntax.ExpressionPrinter.name;
import static io.emrops.testkit.sqlserver.syntax.ExpressionPrinter.names;
import static io.emrops.testkit.sqlserver.syntax.ExpressionPrinter.quoted;

import io.emrops.testkit.sqlserver.syntax.RowChange.Merge;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes changes of rows down again. */
final class ChangePrinter {
    private final QueryPrinter queries = new QueryPrinter();
    private final ExpressionPrinter expressions = queries.expressions();

    String print(RowChange change) {
        if (change instanceof RowChange.Insert insert) {
            return queries.with(insert.with()) + "INSERT " + top(insert.top()) + "INTO " + target(insert.target())
                    + names(insert.columns())
                    + output(insert.output())
                    + " " + source(insert.source());
        }
        if (change instanceof RowChange.Update update) {
            return queries.with(update.with()) + "UPDATE " + top(update.top()) + target(update.target()) + " SET "
                    + assignments(update.assignments())
                    + output(update.output())
                    + from(update.from())
                    + queries.clause(" WHERE ", update.where());
        }
        if (change instanceof RowChange.Delete delete) {
            return queries.with(delete.with()) + "DELETE " + top(delete.top()) + "FROM " + target(delete.target())
                    + output(delete.output())
                    + from(delete.from())
                    + queries.clause(" WHERE ", delete.where());
        }
        if (change instanceof Merge merge) {
            return queries.with(merge.with()) + "MERGE INTO " + target(merge.target())
                    + merge.alias().map(alias -> " AS " + quoted(alias)).orElse("")
                    + " USING " + queries.source(merge.source())
                    + " ON " + expressions.print(merge.on())
                    + merge.branches().stream().map(this::branch).collect(Collectors.joining())
                    + output(merge.output())
                    + ";";
        }
        return "TRUNCATE TABLE " + name(((RowChange.Truncate) change).table());
    }

    private String branch(Merge.When branch) {
        var when = switch (branch.match()) {
            case MATCHED -> " WHEN MATCHED";
            case NOT_MATCHED -> " WHEN NOT MATCHED BY TARGET";
            case NOT_MATCHED_BY_SOURCE -> " WHEN NOT MATCHED BY SOURCE";
        };
        var then = " THEN UPDATE SET " + assignments(branch.assignments());
        if (branch.delete()) {
            then = " THEN DELETE";
        } else if (branch.match() == Merge.Match.NOT_MATCHED) {
            then = branch.values().isEmpty()
                    ? " THEN INSERT DEFAULT VALUES"
                    : " THEN INSERT" + names(branch.columns()) + " VALUES (" + expressions.list(branch.values()) + ")";
        }
        return when + queries.clause(" AND ", branch.condition()) + then;
    }

    private String source(RowChange.Source source) {
        if (source instanceof RowChange.Rows rows) {
            return "VALUES " + queries.rows(rows.rows());
        }
        if (source instanceof RowChange.OfQuery query) {
            return queries.print(query.query());
        }
        return source instanceof RowChange.OfExecution execution
                ? new StatementPrinter().print(execution.execution())
                : "DEFAULT VALUES";
    }

    private String top(Optional<Query.Top> top) {
        return top.map(queries::top).orElse("");
    }

    private static String target(RowChange.Target target) {
        return name(target.name())
                + (target.hints().isEmpty() ? "" : " WITH (" + String.join(", ", target.hints()) + ")");
    }

    private String assignments(List<RowChange.Assignment> assignments) {
        return assignments.stream().map(this::assignment).collect(Collectors.joining(", "));
    }

    private String assignment(RowChange.Assignment assignment) {
        var variable = assignment.variable();
        var column = assignment.column().isEmpty() ? "" : QueryPrinter.columns(assignment.column());
        var between = variable.isEmpty() || column.isEmpty() ? "" : " = ";
        return variable + between + column + " "
                + assignment.operator().map(operator -> operator.sign()).orElse("") + "= "
                + expressions.print(assignment.value());
    }

    private String output(Optional<RowChange.Output> output) {
        return output.map(clause -> " OUTPUT " + queries.items(clause.items())
                        + clause.into()
                                .map(into -> " INTO " + name(into) + names(clause.columns()))
                                .orElse(""))
                .orElse("");
    }

    private String from(List<TableSource> from) {
        return from.isEmpty() ? "" : " FROM " + queries.sources(from);
    }
}
