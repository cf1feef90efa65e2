package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;
import java.util.Map;

/** Functions that choose among their arguments. */
final class ChoiceFunctions {
    static final Map<String, Function> ALL = Map.of(
            "ISNULL", Function.of(2, ChoiceFunctions::isNull),
            "COALESCE", Function.of(2, -1, ChoiceFunctions::coalesce),
            "NULLIF", Function.of(2, ChoiceFunctions::nullIf),
            "CHOOSE", Function.of(2, -1, ChoiceFunctions::choose),
            "GREATEST",
                    Function.of(1, -1, arguments -> most(arguments, "GREATEST")).since(16),
            "LEAST", Function.of(1, -1, arguments -> most(arguments, "LEAST")).since(16));

    private ChoiceFunctions() {}

    private static Typed isNull(Arguments arguments) throws Refusal {
        var value = arguments.typed(0);
        var otherwise = arguments.typed(1);
        if (value.isNull()) {
            return otherwise;
        }
        var type = value.type();
        var text = "COALESCE(" + value.text() + ", "
                + arguments.conversions().implicit(otherwise, type).text() + ")";
        return new Typed("CAST(" + text + " AS " + EngineTypes.of(type) + ")", type, otherwise.nullable(), false);
    }

    private static Typed coalesce(Arguments arguments) throws Refusal {
        var values = arguments.all();
        if (values.stream().allMatch(Typed::isNull)) {
            throw arguments.refused().at(arguments.call().line(), 4127);
        }
        return joined("COALESCE", values, arguments, values.stream().allMatch(Typed::nullable));
    }

    private static Typed joined(String function, List<Typed> values, Arguments arguments, boolean isNullable)
            throws Refusal {
        var type = TypeRules.joint(values);
        var text = new StringBuilder("CAST(").append(function).append('(');
        var separator = "";
        for (var value : values) {
            text.append(separator)
                    .append(arguments.conversions().implicit(value, type).text());
            separator = ", ";
        }
        text.append(") AS ").append(EngineTypes.of(type)).append(')');
        return new Typed(text.toString(), type, isNullable, false);
    }

    /** The type is that of the first, whatever it is compared with. */
    private static Typed nullIf(Arguments arguments) throws Refusal {
        var equal =
                new Condition.Comparison(Condition.Comparator.EQUAL, arguments.expression(0), arguments.expression(1));
        var value = arguments.typed(0);
        if (value.isNull()) {
            throw arguments.refused().at(arguments.call().line(), 4151);
        }
        var text = "CASE WHEN " + arguments.translator().condition(equal) + " THEN NULL ELSE " + value.text() + " END";
        return Arguments.engines(
                text,
                arguments.constant(0).isPresent()
                        ? smallest(arguments.constant(0).getAsInt())
                        : value.type());
    }

    /** A number that stands in the text is here no larger than it must be. */
    private static SqlType smallest(int number) {
        if (number >= 0 && number <= 255) {
            return SqlType.TINYINT;
        }
        return number == (short) number ? SqlType.SMALLINT : SqlType.INT;
    }

    private static Typed choose(Arguments arguments) throws Refusal {
        var index = arguments.integer(0);
        var values = arguments.all().subList(1, arguments.size());
        var type = TypeRules.joint(values);
        var text = new StringBuilder("CASE ").append(index);
        for (var i = 0; i < values.size(); i++) {
            text.append(" WHEN ").append(i + 1).append(" THEN ");
            text.append(arguments.conversions().implicit(values.get(i), type).text());
        }
        return Arguments.engines(text.append(" END").toString(), type);
    }

    private static Typed most(Arguments arguments, String function) throws Refusal {
        var values = arguments.all();
        if (values.size() == 1) {
            return values.get(0);
        }
        return joined(function, values, arguments, values.stream().allMatch(Typed::nullable));
    }
}
