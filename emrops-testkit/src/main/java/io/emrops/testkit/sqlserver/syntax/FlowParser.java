package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the control of flow ("Control-of-flow language (Transact-SQL)"). */
final class FlowParser {
    private static final Set<String> RAISERROR_OPTIONS = Set.of("LOG", "NOWAIT", "SETERROR");

    private final Parsers parsers;
    private final TokenCursor cursor;
    private final StatementParser statements;
    private final ExecuteParser values;
    private int loops;
    private int catches;

    FlowParser(Parsers parsers, StatementParser statements) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
        this.statements = statements;
        this.values = new ExecuteParser(parsers);
    }

    /** Empty if another statement begins here. */
    Optional<Statement> statement() throws Refusal {
        if (!cursor.at(Kind.WORD)) {
            return Optional.empty();
        }
        var line = cursor.line();
        return Optional.ofNullable(
                switch (cursor.here().text().toUpperCase(Locale.ROOT)) {
                    case "IF" -> conditional(line);
                    case "WHILE" -> loop(line);
                    case "BEGIN" -> cursor.at(1, "TRY") ? guarded(line) : block(line);
                    case "BREAK" -> jump(new Statement.Break(line), Rule.BREAK_OUTSIDE_OF_LOOP);
                    case "CONTINUE" -> jump(new Statement.Continue(line), Rule.CONTINUE_OUTSIDE_OF_LOOP);
                    case "RETURN" -> end(line);
                    case "THROW" -> thrown(line);
                    case "RAISERROR" -> raised(line);
                    case "PRINT" -> print(line);
                    case "WAITFOR" -> waiting(line);
                    default -> null;
                });
    }

    /** One statement; several of one spelling are a block. */
    private Statement body() throws Refusal {
        parsers.enterHeavy();
        var line = cursor.line();
        var body = statements.statements();
        parsers.leaveHeavy();
        return body.size() == 1 ? body.get(0) : new Statement.Block(body, line);
    }

    /** One IF behind another's ELSE is no deeper than the first: there may be many. */
    private Statement conditional(int line) throws Refusal {
        var branches = new ArrayDeque<Statement.If>();
        var otherwise = Optional.<Statement>empty();
        var links = 0;
        do {
            var here = branches.isEmpty() ? line : cursor.line();
            links = parsers.link(links);
            cursor.require("IF");
            var condition = parsers.conditions().condition();
            branches.push(new Statement.If(condition, body(), Optional.empty(), here));
            if (cursor.at(';') && cursor.at(1, "ELSE")) {
                cursor.require(';');
            }
        } while (cursor.at("ELSE") && cursor.at(1, "IF") && cursor.accept("ELSE"));
        if (cursor.accept("ELSE")) {
            otherwise = Optional.of(body());
        }
        for (var branch : branches) {
            otherwise = Optional.of(new Statement.If(branch.condition(), branch.then(), otherwise, branch.line()));
        }
        return otherwise.orElseThrow();
    }

    private Statement loop(int line) throws Refusal {
        cursor.require("WHILE");
        var condition = parsers.conditions().condition();
        loops++;
        var body = body();
        loops--;
        return new Statement.While(condition, body, line);
    }

    private Statement jump(Statement jump, Rule outside) throws Refusal {
        if (loops == 0) {
            throw parsers.refusal(outside);
        }
        cursor.require(Kind.WORD);
        return jump;
    }

    private Statement block(int line) throws Refusal {
        cursor.require("BEGIN");
        var block = new Statement.Block(atLeastOne(), line);
        cursor.require("END");
        return block;
    }

    private List<Statement> atLeastOne() throws Refusal {
        parsers.enterHeavy();
        var sequence = statements.sequence();
        parsers.leaveHeavy();
        if (sequence.isEmpty()) {
            throw cursor.unexpected();
        }
        return sequence;
    }

    private Statement guarded(int line) throws Refusal {
        cursor.accept("BEGIN", "TRY");
        var body = atLeastOne();
        cursor.require("END");
        cursor.require("TRY");
        cursor.require("BEGIN");
        cursor.require("CATCH");
        parsers.enterHeavy();
        catches++;
        var caught = statements.sequence();
        catches--;
        parsers.leaveHeavy();
        cursor.require("END");
        cursor.require("CATCH");
        return new Statement.Try(body, caught, line);
    }

    private Statement end(int line) throws Refusal {
        cursor.require("RETURN");
        if (cursor.at(Kind.NUMBER)
                || cursor.at(Kind.STRING)
                || cursor.at(Kind.VARIABLE)
                || cursor.at(Kind.GLOBAL)
                || cursor.at('-')
                || cursor.at('(')) {
            throw parsers.refusal(Rule.RETURN_WITH_VALUE);
        }
        return new Statement.Return(Optional.empty(), line);
    }

    private Statement thrown(int line) throws Refusal {
        var token = cursor.here();
        cursor.require("THROW");
        var arguments = new ArrayList<Expression>();
        if (cursor.at(Kind.NUMBER) || cursor.at(Kind.VARIABLE)) {
            arguments.add(values.constantOrVariable());
            cursor.require(',');
            arguments.add(values.constantOrVariable());
            cursor.require(',');
            arguments.add(values.constantOrVariable());
        }
        if (arguments.isEmpty() && catches == 0) {
            throw cursor.refusal(Rule.THROW_OUTSIDE_OF_CATCH, token);
        }
        return new Statement.Throw(arguments, line);
    }

    private Statement raised(int line) throws Refusal {
        cursor.require("RAISERROR");
        cursor.require('(');
        var arguments = new ArrayList<Expression>();
        arguments.add(values.constantOrVariable());
        cursor.require(',');
        arguments.add(values.constantOrVariable());
        cursor.require(',');
        arguments.add(values.constantOrVariable());
        while (cursor.accept(',')) {
            arguments.add(values.constantOrVariable());
        }
        cursor.require(')');
        var options = new ArrayList<String>();
        if (cursor.at("WITH") && isOption(1)) {
            cursor.require("WITH");
            do {
                if (!isOption(0)) {
                    throw cursor.unexpected();
                }
                options.add(cursor.require(Kind.WORD).text().toUpperCase(Locale.ROOT));
            } while (cursor.accept(','));
        }
        return new Statement.RaiseError(arguments, options, line);
    }

    private boolean isOption(int ahead) {
        return RAISERROR_OPTIONS.stream().anyMatch(option -> cursor.at(ahead, option));
    }

    private Statement print(int line) throws Refusal {
        cursor.require("PRINT");
        return new Statement.Print(parsers.expressions().expression(), line);
    }

    private Statement waiting(int line) throws Refusal {
        cursor.require("WAITFOR");
        if (cursor.at('(')) {
            throw parsers.refusal(Unsupported.WAITFOR_STATEMENT);
        }
        var untilTime = cursor.accept("TIME");
        if (!untilTime) {
            cursor.require("DELAY");
        }
        return new Statement.WaitFor(untilTime, values.constantOrVariable(), line);
    }
}
