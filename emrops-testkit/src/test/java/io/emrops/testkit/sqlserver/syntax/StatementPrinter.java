package io.emrops.testkit.sqlserver.syntax;

import static io.emrops.testkit.sqlserver.syntax.ExpressionPrinter.name;
import static io.emrops.testkit.sqlserver.syntax.ExpressionPrinter.quoted;

import java.util.List;
import java.util.stream.Collectors;

/** Writes statements down again, each with its semicolon; not those of administration. */
final class StatementPrinter {
    private final QueryPrinter queries = new QueryPrinter();
    private final ExpressionPrinter expressions = queries.expressions();

    String batch(List<Statement> statements) {
        return statements.stream().map(this::print).collect(Collectors.joining("; "));
    }

    String print(Statement statement) {
        if (statement instanceof RowChange change) {
            return new ChangePrinter().print(change);
        }
        if (statement instanceof SchemaChange change) {
            return new SchemaPrinter().print(change);
        }
        if (statement instanceof Statement.Select select) {
            return queries.with(select.with())
                    + queries.print(select.query())
                    + select.maxRecursion()
                            .map(n -> " OPTION (MAXRECURSION " + n + ")")
                            .orElse("");
        }
        return statement instanceof Statement.Flow flow ? flow(flow) : session((Statement.Session) statement);
    }

    private String flow(Statement.Flow flow) {
        if (flow instanceof Statement.Block block) {
            return "BEGIN " + batch(block.statements()) + "; END";
        }
        if (flow instanceof Statement.If conditional) {
            return "IF " + expressions.print(conditional.condition()) + " " + print(conditional.then())
                    + conditional
                            .otherwise()
                            .map(otherwise -> " ELSE " + print(otherwise))
                            .orElse("");
        }
        if (flow instanceof Statement.While loop) {
            return "WHILE " + expressions.print(loop.condition()) + " " + print(loop.body());
        }
        if (flow instanceof Statement.Try guarded) {
            return "BEGIN TRY " + batch(guarded.body()) + "; END TRY BEGIN CATCH " + batch(guarded.caught())
                    + "; END CATCH";
        }
        if (flow instanceof Statement.Throw thrown) {
            return "THROW " + expressions.list(thrown.arguments());
        }
        if (flow instanceof Statement.RaiseError raised) {
            return "RAISERROR (" + expressions.list(raised.arguments()) + ")"
                    + (raised.options().isEmpty() ? "" : " WITH " + String.join(", ", raised.options()));
        }
        if (flow instanceof Statement.Print print) {
            return "PRINT " + expressions.print(print.text());
        }
        if (flow instanceof Statement.WaitFor wait) {
            return "WAITFOR " + (wait.untilTime() ? "TIME " : "DELAY ") + expressions.print(wait.when());
        }
        if (flow instanceof Statement.Declare declare) {
            return "DECLARE " + declare.variable() + " " + declare.type()
                    + declare.value().map(e -> " = " + expressions.print(e)).orElse("");
        }
        if (flow instanceof Statement.DeclareTable declare) {
            return "DECLARE " + declare.variable() + " TABLE (" + new SchemaPrinter().definition(declare.definition())
                    + ")";
        }
        if (flow instanceof Statement.Assign assign) {
            return "SET " + assign.variable() + " "
                    + assign.operator().map(operator -> operator.sign()).orElse("") + "= "
                    + expressions.print(assign.value());
        }
        if (flow instanceof Statement.ExecuteText text) {
            var written = expressions.print(text.text()).replace("(", "").replace(")", "");
            return "EXEC (" + written + ")";
        }
        if (flow instanceof Statement.ExecuteProcedure call) {
            return "EXEC " + call.result().map(result -> result + " = ").orElse("") + name(call.procedure())
                    + call.arguments().stream().map(this::argument).collect(Collectors.joining(", ", " ", ""));
        }
        return flow instanceof Statement.Break ? "BREAK" : flow instanceof Statement.Continue ? "CONTINUE" : "RETURN";
    }

    private String argument(Statement.ExecuteProcedure.Argument argument) {
        return (argument.name().isEmpty() ? "" : argument.name() + " = ")
                + expressions.print(argument.value())
                + (argument.output() ? " OUTPUT" : "");
    }

    private static String session(Statement.Session session) {
        if (session instanceof Statement.BeginTransaction begin) {
            return "BEGIN TRANSACTION" + transaction(begin.name())
                    + begin.mark().map(mark -> " WITH MARK '" + mark + "'").orElse("");
        }
        if (session instanceof Statement.Rollback rollback) {
            return "ROLLBACK TRANSACTION" + transaction(rollback.name());
        }
        if (session instanceof Statement.Save save) {
            return "SAVE TRANSACTION" + transaction(save.name());
        }
        if (session instanceof Statement.SetOption option) {
            return "SET " + option.option() + " " + option.value();
        }
        if (session instanceof Statement.SetIdentityInsert insert) {
            return "SET IDENTITY_INSERT " + name(insert.table()) + (insert.on() ? " ON" : " OFF");
        }
        return session instanceof Statement.Use use ? "USE " + quoted(use.database()) : "COMMIT";
    }

    private static String transaction(String name) {
        return name.isEmpty() ? "" : " " + (name.startsWith("@") ? name : quoted(name));
    }
}
