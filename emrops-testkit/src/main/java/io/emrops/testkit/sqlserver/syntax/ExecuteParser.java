package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import io.emrops.testkit.sqlserver.syntax.Statement.ExecuteProcedure;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.Optional;

/** Reads EXECUTE: of a text, or of a procedure. */
final class ExecuteParser {
    private final Parsers parsers;
    private final TokenCursor cursor;

    ExecuteParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
    }

    /** From EXEC or EXECUTE on. */
    Statement statement() throws Refusal {
        var line = cursor.line();
        if (!cursor.accept("EXEC")) {
            cursor.require("EXECUTE");
        }
        if (cursor.at("AS")) {
            throw parsers.refusal(Unsupported.IMPERSONATION);
        }
        if (cursor.at('(')) {
            return text(line);
        }
        var result = Optional.<String>empty();
        if (cursor.at(Kind.VARIABLE)) {
            var variable = cursor.require(Kind.VARIABLE).text();
            if (!cursor.at('=')) {
                throw parsers.refusal(Unsupported.PROCEDURE_VARIABLE);
            }
            cursor.require('=');
            if (cursor.at(Kind.VARIABLE)) {
                throw parsers.refusal(Unsupported.PROCEDURE_VARIABLE);
            }
            result = Optional.of(variable);
        }
        return procedure(result, line);
    }

    /** A procedure without EXEC before it. */
    Statement implied() throws Refusal {
        return procedure(Optional.empty(), cursor.line());
    }

    private Statement text(int line) throws Refusal {
        cursor.require('(');
        var text = part();
        var links = 0;
        while (cursor.accept('+')) {
            links = parsers.link(links);
            text = new Expression.Binary(Expression.Binary.Operator.ADD, text, part());
        }
        if (cursor.at(',')) {
            throw parsers.refusal(Unsupported.REMOTE_DATA);
        }
        cursor.require(')');
        if (cursor.at("AT")) {
            throw parsers.refusal(Unsupported.REMOTE_DATA);
        }
        if (cursor.at("AS")) {
            throw parsers.refusal(Unsupported.IMPERSONATION);
        }
        requireNoResultSets();
        return new Statement.ExecuteText(text, line);
    }

    private Expression part() throws Refusal {
        var line = cursor.line();
        return cursor.at(Kind.VARIABLE)
                ? new Expression.Variable(cursor.require(Kind.VARIABLE).text(), line)
                : ExpressionParser.string(cursor.require(Kind.STRING));
    }

    private Statement procedure(Optional<String> result, int line) throws Refusal {
        var procedure = parsers.sources().name();
        if (cursor.at(';') && cursor.peek(1) != null && cursor.here().end() == nextStart() && isNumberNext()) {
            throw parsers.refusal(Unsupported.NUMBERED_PROCEDURES);
        }
        var arguments = new ArrayList<ExecuteProcedure.Argument>();
        var named = false;
        if (isAtArgument()) {
            do {
                var argument = argument(arguments.size(), named);
                named |= !argument.name().isEmpty();
                arguments.add(argument);
            } while (cursor.accept(','));
        }
        if (cursor.at("WITH") && cursor.at(1, "RECOMPILE")) {
            cursor.accept("WITH", "RECOMPILE");
        }
        requireNoResultSets();
        return new ExecuteProcedure(result, procedure, arguments, line);
    }

    private int nextStart() {
        var next = cursor.peek(1);
        return next == null ? -1 : next.start();
    }

    private boolean isNumberNext() {
        var next = cursor.peek(1);
        return next != null && next.kind() == Kind.NUMBER;
    }

    private void requireNoResultSets() throws Refusal {
        if (cursor.at("WITH") && cursor.at(1, "RESULT")) {
            throw parsers.refusal(Unsupported.RESULT_SETS);
        }
    }

    private boolean isAtArgument() {
        return cursor.atValue() || cursor.at('+');
    }

    private ExecuteProcedure.Argument argument(int before, boolean named) throws Refusal {
        var name = "";
        var first = cursor.here();
        if (cursor.at(Kind.VARIABLE) && cursor.at(1, '=')) {
            name = cursor.require(Kind.VARIABLE).text();
            cursor.require('=');
        } else if (named) {
            throw cursor.refusal(Rule.VALUE_AFTER_NAMED_VALUE, first, before + 1);
        }
        var value = value();
        var output = cursor.here();
        if (!cursor.accept("OUTPUT") && !cursor.accept("OUT")) {
            return new ExecuteProcedure.Argument(name, value, false);
        }
        if (!(value instanceof Expression.Variable)) {
            throw cursor.refusal(Rule.OUTPUT_OF_CONSTANT, output);
        }
        return new ExecuteProcedure.Argument(name, value, true);
    }

    private Expression value() throws Refusal {
        if (cursor.accept("DEFAULT")) {
            return new Expression.Default();
        }
        if (cursor.atName()) {
            return new Literal(
                    Literal.Kind.STRING, cursor.require(cursor.here().kind()).value());
        }
        return constantOrVariable();
    }

    /** What may stand where no expression may. */
    Expression constantOrVariable() throws Refusal {
        var line = cursor.line();
        if (cursor.at(Kind.VARIABLE)) {
            return new Expression.Variable(cursor.require(Kind.VARIABLE).text(), line);
        }
        if (cursor.at(Kind.GLOBAL)) {
            return new Expression.GlobalVariable(cursor.require(Kind.GLOBAL).text(), line);
        }
        if (cursor.at(Kind.STRING)) {
            return ExpressionParser.string(cursor.require(Kind.STRING));
        }
        if (cursor.accept("NULL")) {
            return new Literal(Literal.Kind.NULL, "");
        }
        if (cursor.accept('-')) {
            return new Expression.Unary(Expression.Unary.Operator.MINUS, number());
        }
        return cursor.accept('+') ? new Expression.Unary(Expression.Unary.Operator.PLUS, number()) : number();
    }

    private Expression number() throws Refusal {
        return parsers.expressions().number(cursor.require(Kind.NUMBER));
    }
}
