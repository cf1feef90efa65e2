package io.emrops.testkit.sqlserver.expression;

import static io.emrops.testkit.sqlserver.expression.Arguments.engines;
import static io.emrops.testkit.sqlserver.expression.Arguments.function;
import static java.util.Map.entry;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Functions of numbers ("Mathematical functions (Transact-SQL)"). */
final class NumberFunctions {
    static final Map<String, Function> ALL = Map.ofEntries(
            entry("ABS", Function.of(1, arguments -> same("ABS", arguments))),
            entry("SIGN", Function.of(1, arguments -> same("SIGN", arguments))),
            entry("FLOOR", Function.of(1, arguments -> whole("FLOOR", arguments))),
            entry("CEILING", Function.of(1, arguments -> whole("CEILING", arguments))),
            entry("ROUND", Function.of(2, 3, NumberFunctions::round)),
            entry("POWER", Function.of(2, NumberFunctions::power)),
            entry("SQUARE", Function.of(1, arguments -> floating("SQUARE", arguments))),
            entry("SQRT", Function.of(1, arguments -> floating("SQRT", arguments))),
            entry("EXP", Function.of(1, arguments -> floating("EXP", arguments))),
            entry("LOG", Function.of(1, 2, NumberFunctions::log)),
            entry("LOG10", Function.of(1, arguments -> floating("LOG10", arguments))),
            entry("SIN", Function.of(1, arguments -> floating("SIN", arguments))),
            entry("COS", Function.of(1, arguments -> floating("COS", arguments))),
            entry("TAN", Function.of(1, arguments -> floating("TAN", arguments))),
            entry("COT", Function.of(1, arguments -> floating("COT", arguments))),
            entry("ASIN", Function.of(1, arguments -> floating("ASIN", arguments))),
            entry("ACOS", Function.of(1, arguments -> floating("ACOS", arguments))),
            entry("ATAN", Function.of(1, arguments -> floating("ATAN", arguments))),
            entry("ATN2", Function.of(2, NumberFunctions::atn2)),
            entry("PI", Function.of(0, arguments -> Typed.notNull("CAST(PI() AS DOUBLE PRECISION)", SqlType.FLOAT))),
            entry("RAND", Function.of(0, 1, NumberFunctions::rand)),
            entry("ISNUMERIC", Function.of(1, NumberFunctions::isNumeric)),
            entry("NEWID", Function.of(0, arguments -> Typed.of("RANDOM_UUID(4)", SqlType.UNIQUEIDENTIFIER))),
            entry("NEWSEQUENTIALID", Function.of(0, NumberFunctions::newSequentialId)));

    private NumberFunctions() {}

    /** As a number of a type that such functions have: the small ones grow, and what is none becomes a float. */
    private static Typed number(Arguments arguments) throws Refusal {
        var value = arguments.typed(0);
        var type = value.type();
        if (value.isNull() || TypeKinds.isBit(type) || TypeKinds.isText(type)) {
            return arguments.conversions().implicit(value, SqlType.FLOAT);
        } else if (!TypeKinds.isNumber(type)) {
            throw arguments.wrongType(0, type);
        }
        return switch (type.kind()) {
            case TINYINT, SMALLINT -> arguments.conversions().implicit(value, SqlType.INT);
            case SMALLMONEY -> arguments.conversions().implicit(value, SqlType.MONEY);
            case REAL -> arguments.conversions().implicit(value, SqlType.FLOAT);
            default -> value;
        };
    }

    private static Typed same(String function, Arguments arguments) throws Refusal {
        var number = number(arguments);
        return function(function, number.type(), number.text(), "'" + number.type() + "'");
    }

    private static Typed whole(String function, Arguments arguments) throws Refusal {
        var number = number(arguments);
        var type = number.type();
        var result = TypeKinds.isExact(type) ? new SqlType(type.kind(), -1, type.precision(), 0) : type;
        return function(function, result, number.text(), "'" + result + "'");
    }

    private static Typed round(Arguments arguments) throws Refusal {
        var number = number(arguments);
        return function(
                "ROUND",
                number.type(),
                number.text(),
                arguments.integer(1),
                arguments.has(2) ? arguments.integer(2) : "0",
                "'" + number.type() + "'");
    }

    private static Typed power(Arguments arguments) throws Refusal {
        var number = number(arguments);
        var type = number.type();
        var result = TypeKinds.isExact(type) ? new SqlType(type.kind(), -1, 38, type.scale()) : type;
        return function("POWER", result, number.text(), arguments.as(1, SqlType.FLOAT), "'" + result + "'");
    }

    private static Typed floating(String function, Arguments arguments) throws Refusal {
        return function(function, SqlType.FLOAT, arguments.as(0, SqlType.FLOAT));
    }

    private static Typed log(Arguments arguments) throws Refusal {
        if (arguments.has(1)) {
            return function("LOG_BASE", SqlType.FLOAT, arguments.as(0, SqlType.FLOAT), arguments.as(1, SqlType.FLOAT));
        }
        return floating("LOG", arguments);
    }

    private static Typed atn2(Arguments arguments) throws Refusal {
        return function("ATN2", SqlType.FLOAT, arguments.as(0, SqlType.FLOAT), arguments.as(1, SqlType.FLOAT));
    }

    /** One number for all rows of a statement. With a seed it would have to give the real server's numbers. */
    private static Typed rand(Arguments arguments) throws Refusal {
        if (arguments.has(0)) {
            throw arguments.refused().notPlayed("have RAND with a seed");
        }
        var place =
                arguments.context().bindings().bind(ThreadLocalRandom.current().nextDouble());
        // The second one is never asked. It tells whoever would ask again that the number would be another.
        return Typed.of(
                "COALESCE(CAST(" + place + " AS " + EngineTypes.of(SqlType.FLOAT) + "), RAND())", SqlType.FLOAT);
    }

    private static Typed isNumeric(Arguments arguments) throws Refusal {
        var value = arguments.typed(0);
        if (TypeKinds.isText(value.type())) {
            return function("ISNUMERIC", SqlType.INT, value.text());
        }
        var isNumber = TypeKinds.isNumber(value.type()) && !TypeKinds.isBit(value.type());
        return engines(
                "CASE WHEN " + value.text() + " IS NULL THEN 0 ELSE " + (isNumber ? 1 : 0) + " END", SqlType.INT);
    }

    private static Typed newSequentialId(Arguments arguments) throws Refusal {
        if (arguments.translator().place() != Place.DEFAULT) {
            throw arguments.refused().at(arguments.call().line(), 302);
        }
        return Typed.of("RANDOM_UUID(7)", SqlType.UNIQUEIDENTIFIER);
    }
}
