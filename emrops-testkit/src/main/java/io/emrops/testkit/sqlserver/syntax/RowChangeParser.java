package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.RowChange.Assignment;
import io.emrops.testkit.sqlserver.syntax.RowChange.Output;
import io.emrops.testkit.sqlserver.syntax.RowChange.Target;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads INSERT, UPDATE, DELETE and TRUNCATE TABLE from their first word on. */
final class RowChangeParser {
    private static final int LONGEST_COLUMN = 4;

    private final Parsers parsers;
    private final TokenCursor cursor;
    private final ExecuteParser executions;

    RowChangeParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
        this.executions = new ExecuteParser(parsers);
    }

    RowChange insert(List<Query.CommonTable> with) throws Refusal {
        var line = cursor.line();
        cursor.require("INSERT");
        if (cursor.at("BULK")) {
            throw parsers.refusal(Unsupported.BULK_INSERT);
        }
        var top = top();
        cursor.accept("INTO");
        var target = target();
        var columns = isAtColumns() ? parsers.queries().lists().namesInBrackets() : List.<String>of();
        var output = output();
        var source = source();
        parsers.hints().changeOptions();
        return new RowChange.Insert(with, top, target, columns, output, source, line);
    }

    /** And not at a query in brackets. */
    private boolean isAtColumns() {
        return cursor.at('(') && !cursor.at(1, "SELECT") && !cursor.at(1, '(');
    }

    private RowChange.Source source() throws Refusal {
        if (cursor.accept("VALUES")) {
            return new RowChange.Rows(parsers.queries().lists().rows());
        }
        if (cursor.accept("DEFAULT")) {
            cursor.require("VALUES");
            return new RowChange.DefaultValues();
        }
        if (cursor.at("EXEC") || cursor.at("EXECUTE")) {
            return new RowChange.OfExecution(executions.statement());
        }
        return new RowChange.OfQuery(parsers.queries().source());
    }

    RowChange update(List<Query.CommonTable> with) throws Refusal {
        var line = cursor.line();
        cursor.require("UPDATE");
        var top = top();
        var target = target();
        cursor.require("SET");
        var assignments = assignments();
        var output = output();
        var from = from();
        var where = parsers.queries().where();
        parsers.hints().changeOptions();
        return new RowChange.Update(with, top, target, assignments, output, from, where, line);
    }

    RowChange delete(List<Query.CommonTable> with) throws Refusal {
        var line = cursor.line();
        cursor.require("DELETE");
        var top = top();
        cursor.accept("FROM");
        var target = target();
        var output = output();
        var from = from();
        var where = parsers.queries().where();
        parsers.hints().changeOptions();
        return new RowChange.Delete(with, top, target, output, from, where, line);
    }

    RowChange truncate() throws Refusal {
        var line = cursor.line();
        cursor.require("TRUNCATE");
        cursor.require("TABLE");
        var table = parsers.sources().name();
        if (cursor.at("WITH") && cursor.at(1, '(') && cursor.at(2, "PARTITIONS")) {
            throw parsers.refusal(Unsupported.PARTITIONS);
        }
        return new RowChange.Truncate(table, line);
    }

    private Optional<Query.Top> top() throws Refusal {
        return cursor.accept("TOP") ? Optional.of(parsers.queries().top(false)) : Optional.empty();
    }

    private List<TableSource> from() throws Refusal {
        return cursor.accept("FROM") ? parsers.sources().sources() : List.of();
    }

    Target target() throws Refusal {
        if (cursor.at("OPENQUERY") || cursor.at("OPENROWSET") || cursor.at("OPENDATASOURCE")) {
            throw parsers.refusal(Unsupported.REMOTE_DATA);
        }
        var name = tableOrVariable();
        var hints = parsers.hints().tableHints(true);
        if (hints.contains("NOLOCK") || hints.contains("READUNCOMMITTED")) {
            throw parsers.refusal(Rule.DIRTY_READ_OF_TARGET);
        }
        return new Target(name, hints);
    }

    private ObjectName tableOrVariable() throws Refusal {
        return cursor.at(Kind.VARIABLE)
                ? new ObjectName("", "", cursor.require(Kind.VARIABLE).text())
                : parsers.sources().name();
    }

    Optional<Output> output() throws Refusal {
        if (!cursor.accept("OUTPUT")) {
            return Optional.empty();
        }
        var items = parsers.queries().lists().items(false);
        if (!cursor.accept("INTO")) {
            return Optional.of(new Output(items, Optional.empty(), List.of()));
        }
        var table = tableOrVariable();
        var columns = isAtColumns() ? parsers.queries().lists().namesInBrackets() : List.<String>of();
        if (cursor.at("OUTPUT")) {
            throw parsers.refusal(Unsupported.SECOND_OUTPUT);
        }
        return Optional.of(new Output(items, Optional.of(table), columns));
    }

    List<Assignment> assignments() throws Refusal {
        var assignments = new ArrayList<Assignment>();
        do {
            assignments.add(assignment());
        } while (cursor.accept(','));
        return assignments;
    }

    private Assignment assignment() throws Refusal {
        var line = cursor.line();
        var variable = "";
        var column = List.<String>of();
        if (cursor.at(Kind.VARIABLE)) {
            variable = cursor.require(Kind.VARIABLE).text();
            var operator = parsers.expressions().compoundAssignment();
            cursor.require('=');
            if (operator.isPresent() || !isAtColumnAssignment()) {
                return new Assignment(
                        variable, column, operator, parsers.expressions().expression(), line);
            }
        }
        column = parsers.expressions().parts();
        if (cursor.at('(')) {
            throw parsers.refusal(
                    column.get(column.size() - 1).equalsIgnoreCase("WRITE")
                            ? Unsupported.COLUMN_WRITE
                            : Unsupported.METHODS);
        }
        if (column.size() > LONGEST_COLUMN) {
            throw parsers.refusal(Unsupported.FOUR_PART_NAMES);
        }
        var operator = parsers.expressions().compoundAssignment();
        cursor.require('=');
        return new Assignment(variable, column, operator, parsers.expressions().expressionOrDefault(), line);
    }

    /** Whether a name and {@code =} follow, and not an expression that begins with the name. */
    private boolean isAtColumnAssignment() throws Refusal {
        if (!cursor.atName()) {
            return false;
        }
        var place = cursor.place();
        parsers.expressions().parts();
        parsers.expressions().compoundAssignment();
        var assigned = cursor.at('=');
        cursor.returnTo(place);
        return assigned;
    }
}
