package io.emrops.testkit.sqlserver.expression;

import static java.util.Map.entry;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import io.emrops.testkit.sqlserver.syntax.Expression.Variable;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions that ask the server or the session, and those that are not played. */
final class ServerFunctions {
    /** Those that can be asked for each row, with their types. */
    private static final Map<String, SqlType> OF_ROWS = Map.ofEntries(
            entry("SCHEMA_NAME", SqlType.nvarchar(128)),
            entry("SCHEMA_ID", SqlType.INT),
            entry("OBJECT_NAME", SqlType.nvarchar(128)),
            entry("OBJECT_ID", SqlType.INT),
            entry("DB_NAME", SqlType.nvarchar(128)),
            entry("DB_ID", SqlType.INT),
            entry("COL_NAME", SqlType.nvarchar(128)),
            entry("COL_LENGTH", SqlType.SMALLINT),
            entry("IDENT_CURRENT", SqlType.numeric(38, 0)),
            entry("IDENT_INCR", SqlType.numeric(38, 0)),
            entry("IDENT_SEED", SqlType.numeric(38, 0)),
            entry("STATS_DATE", SqlType.DATETIME),
            entry("TYPE_NAME", SqlType.nvarchar(128)));

    /** How many arguments those have that are asked for tables. */
    private static final Map<String, Integer> COUNTS =
            Map.of("COL_LENGTH", 2, "IDENT_CURRENT", 1, "IDENT_INCR", 1, "IDENT_SEED", 1, "STATS_DATE", 2);

    private static final Set<String> OF_NUMBERS =
            Set.of("SCHEMA_NAME", "OBJECT_NAME", "DB_NAME", "COL_NAME", "STATS_DATE", "TYPE_NAME");

    private ServerFunctions() {}

    static Typed typed(Arguments arguments) throws Refusal {
        var call = arguments.call();
        var count = COUNTS.get(call.name());
        if (count != null) {
            Function.of(count, unused -> unused.typed(0)).requireCount(arguments);
        }
        var constants = constants(arguments);
        if (constants != null && !call.star()) {
            var known = arguments.context().surroundings().function(call.name(), constants);
            if (known.isPresent()) {
                return new Literals(arguments.refused(), arguments.context().bindings()).known(known.get());
            }
        }
        var type = OF_ROWS.get(call.name());
        if (type != null && arguments.size() > 0) {
            return ofRow(arguments, type);
        } else if (Unplayed.FUNCTIONS.contains(call.name())) {
            throw arguments.refused().notPlayed("have the function " + call.name());
        }
        throw arguments.refused().at(call.line(), 195, call.name(), "built-in function name");
    }

    private static Typed ofRow(Arguments arguments, SqlType type) throws Refusal {
        var texts = new ArrayList<String>();
        for (var i = 0; i < arguments.size(); i++) {
            var isNumber = OF_NUMBERS.contains(arguments.call().name());
            texts.add(isNumber ? arguments.integer(i) : arguments.text(i).text());
        }
        var text = EngineNames.function(arguments.call().name()) + "(" + String.join(", ", texts) + ")";
        return Arguments.engines(text, type);
    }

    /** The values, if all of them are known before the engine is asked; null if not. */
    private static @Nullable List<@Nullable Object> constants(Arguments arguments) throws Refusal {
        var values = new ArrayList<@Nullable Object>();
        for (var argument : arguments.call().arguments()) {
            if (argument instanceof Literal literal) {
                values.add(value(literal));
            } else if (argument instanceof Variable || argument instanceof Expression.GlobalVariable) {
                values.add(known(argument, arguments));
            } else {
                return null;
            }
        }
        return values;
    }

    private static @Nullable Object known(Expression argument, Arguments arguments) throws Refusal {
        var surroundings = arguments.context().surroundings();
        if (argument instanceof Variable variable) {
            return surroundings
                    .variable(variable.name())
                    .orElseThrow(() -> arguments.refused().at(variable.line(), 137, variable.name()))
                    .value();
        }
        var global = (Expression.GlobalVariable) argument;
        return surroundings
                .global(global.name())
                .orElseThrow(() -> arguments.refused().notPlayed("know " + global.name()))
                .value();
    }

    private static @Nullable Object value(Literal literal) {
        return switch (literal.kind()) {
            case NULL -> null;
            case INTEGER ->
                literal.text().length() < 10
                        ? (Object) Integer.valueOf(literal.text())
                        : new BigDecimal(literal.text());
            case DECIMAL, MONEY, FLOAT -> new BigDecimal(literal.text());
            case STRING, NATIONAL_STRING, BINARY -> literal.text();
        };
    }
}
