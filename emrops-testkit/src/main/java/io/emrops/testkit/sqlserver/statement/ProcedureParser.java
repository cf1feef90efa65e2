package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Foreign;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.Stop;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.statement.ProcedureCall.Argument;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads calls of a few procedures; those of any other are left to somebody else. */
final class ProcedureParser {
    private static final Set<String> KNOWN = Set.of("sp_updatestats", "sp_getapplock", "sp_releaseapplock");

    private final TokenCursor cursor;

    ProcedureParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /** From behind EXEC on. */
    ProcedureCall executed() throws Stop {
        var result = Optional.<Operand.Variable>empty();
        if (cursor.at(Kind.VARIABLE) && cursor.at(1, '=')) {
            result = Optional.of(
                    new Operand.Variable(cursor.require(Kind.VARIABLE).text()));
            cursor.require('=');
        }
        if (!cursor.atName()) {
            throw new Foreign();
        }
        return call(result);
    }

    /** Without EXEC, which is allowed at the beginning of a batch. */
    ProcedureCall implied() throws Stop {
        return call(Optional.empty());
    }

    private ProcedureCall call(Optional<Operand.Variable> result) throws Stop {
        var procedure = procedure();
        var arguments = new ArrayList<Argument>();
        if (cursor.atValue()) {
            do {
                arguments.add(argument(arguments));
            } while (cursor.accept(','));
        }
        if (cursor.at("WITH")) {
            throw new Foreign();
        }
        return new ProcedureCall(result, procedure, arguments);
    }

    private ObjectName procedure() throws Foreign {
        ObjectName procedure;
        try {
            procedure = cursor.objectName();
        } catch (Refusal e) {
            throw new Foreign();
        }
        if (!KNOWN.contains(procedure.name().toLowerCase(Locale.ROOT))) {
            throw new Foreign();
        }
        return procedure;
    }

    private Argument argument(List<Argument> before) throws Stop {
        var token = cursor.peek(0);
        var name = "";
        if (token != null && cursor.at(Kind.VARIABLE) && cursor.at(1, '=')) {
            name = cursor.require(Kind.VARIABLE).text();
            cursor.require('=');
        } else if (token != null
                && before.stream().anyMatch(argument -> !argument.name().isEmpty())) {
            throw cursor.refusal(Rule.VALUE_AFTER_NAMED_VALUE, token, before.size() + 1);
        }
        var value = value();
        var output = cursor.peek(0);
        if (output == null || !(cursor.accept("OUTPUT") || cursor.accept("OUT"))) {
            return new Argument(name, value, false);
        }
        if (!(value instanceof Operand.Variable)) {
            throw cursor.refusal(Rule.OUTPUT_OF_CONSTANT, output);
        }
        return new Argument(name, value, true);
    }

    private Operand value() throws Stop {
        for (var placeholder : Operand.Placeholder.values()) {
            if (cursor.accept(placeholder.name())) {
                return placeholder;
            }
        }
        var token = cursor.peek(0);
        if (token != null && (token.kind() == Kind.GLOBAL || isFraction(token.text(), token.kind()))) {
            throw new Foreign();
        }
        return cursor.atName() ? new Operand.Name(cursor.name()) : cursor.value();
    }

    private static boolean isFraction(String text, Kind kind) {
        return kind == Kind.NUMBER && !text.chars().allMatch(Character::isDigit);
    }
}
