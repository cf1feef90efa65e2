package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.util.Map;
import java.util.Set;

/** Functions of many rows, of a group or of a window ("Aggregate functions (Transact-SQL)"). */
final class Aggregates {
    private static final Map<String, String> OF_SPREAD =
            Map.of("STDEV", "STDDEV_SAMP", "STDEVP", "STDDEV_POP", "VAR", "VAR_SAMP", "VARP", "VAR_POP");
    private static final Set<String> NAMES =
            Set.of("COUNT", "COUNT_BIG", "SUM", "AVG", "MIN", "MAX", "STDEV", "STDEVP", "VAR", "VARP", "STRING_AGG");

    private final Arguments arguments;
    private final ExpressionTranslator inside;
    private final String over;

    Aggregates(Arguments arguments) {
        this(arguments, "");
    }

    /** @param over {@code OVER (…)} in the engine's words, with a blank before it; empty if there is none */
    Aggregates(Arguments arguments, String over) {
        this.arguments = arguments;
        this.over = over;
        this.inside = over.isEmpty() ? arguments.translator().at(Place.AGGREGATE) : arguments.translator();
    }

    static boolean isAggregate(String name) {
        return NAMES.contains(name);
    }

    Typed typed() throws Refusal {
        var call = arguments.call();
        var refusal = arguments.translator().place().refusalOfAggregates();
        if (over.isEmpty() && refusal != 0) {
            throw arguments.refused().at(call.line(), refusal);
        } else if (call.star()) {
            return count("*");
        }
        var isText = call.name().equals("STRING_AGG");
        var function = Function.of(isText ? 2 : 1, unused -> unused.typed(0)).since(isText ? 14 : 0);
        function.requireVersion(arguments);
        function.requireCount(arguments);
        var value = inside.translate(arguments.expression(0));
        if (call.distinct() || call.name().equals("MIN") || call.name().equals("MAX")) {
            inside.requireServersCollation(arguments.expression(0));
            requireNoVariant(value);
        }
        var distinct = call.distinct() ? "DISTINCT " : "";
        return switch (call.name()) {
            case "COUNT", "COUNT_BIG" -> count(distinct + counted(value).text());
            case "SUM" -> sum(distinct, value);
            case "AVG" -> average(distinct, value);
            case "MIN", "MAX" -> extreme(value);
            case "STRING_AGG" -> joined(value);
            default -> spread(distinct, value);
        };
    }

    private void requireNoVariant(Typed value) throws Refusal {
        if (value.type() == SqlType.SQL_VARIANT) {
            throw arguments.refused().notPlayed("have " + arguments.call().name() + " of what is in a sql_variant");
        }
    }

    private Typed count(String of) throws Refusal {
        var name = arguments.call().name();
        if (!name.startsWith("COUNT")) {
            throw arguments.refused().at(arguments.call().line(), 102, "*");
        }
        var isBig = name.equals("COUNT_BIG");
        var text = "COUNT(" + of + ")" + over;
        return isBig ? Typed.of(text, SqlType.BIGINT) : Arguments.engines(text, SqlType.INT);
    }

    private Typed counted(Typed value) throws Refusal {
        if (value.isNull()) {
            throw invalid("NULL");
        }
        return value;
    }

    private Typed number(Typed value) throws Refusal {
        var type = value.type();
        if (value.isNull() || TypeKinds.isBit(type) || !TypeKinds.isNumber(type)) {
            throw invalid(value.isNull() ? "NULL" : TypeKinds.named(type));
        }
        return value;
    }

    private Refusal invalid(String type) {
        return arguments.refused().at(arguments.call().line(), 8117, type, arguments.name());
    }

    /** The type of a sum. */
    private static SqlType summed(SqlType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INT -> SqlType.INT;
            case DECIMAL, NUMERIC -> new SqlType(type.kind(), -1, 38, type.scale());
            case MONEY, SMALLMONEY -> SqlType.MONEY;
            case REAL, FLOAT -> SqlType.FLOAT;
            default -> type;
        };
    }

    private Typed sum(String distinct, Typed value) throws Refusal {
        var type = summed(number(value).type());
        var sum = "SUM(" + distinct + value.text() + ")" + over;
        return Arguments.function("SUM", type, sum, "'" + type + "'");
    }

    private Typed average(String distinct, Typed value) throws Refusal {
        var sum = summed(number(value).type());
        var type = TypeKinds.isExact(sum) ? new SqlType(sum.kind(), -1, 38, Math.max(6, sum.scale())) : sum;
        var of = "(" + distinct + value.text() + ")" + over;
        return Arguments.function("AVERAGE", type, "SUM" + of, "COUNT" + of, "'" + type + "'");
    }

    private Typed extreme(Typed value) throws Refusal {
        var type = counted(value).type();
        if (TypeKinds.isBit(type) || TypeKinds.isLarge(type) || type.kind() == Kind.XML) {
            throw invalid(TypeKinds.named(type));
        } else if (type == SqlType.UNIQUEIDENTIFIER) {
            throw arguments.refused().notPlayed("have " + arguments.call().name() + " of a uniqueidentifier");
        }
        return Arguments.engines(arguments.call().name() + "(" + value.text() + ")" + over, type);
    }

    private Typed spread(String distinct, Typed value) throws Refusal {
        var number =
                arguments.conversions().implicit(number(value), SqlType.FLOAT).text();
        var function = OF_SPREAD.getOrDefault(arguments.call().name(), "");
        return Arguments.engines(function + "(" + distinct + number + ")" + over, SqlType.FLOAT);
    }

    private Typed joined(Typed value) throws Refusal {
        if (!over.isEmpty()) {
            throw arguments
                    .refused()
                    .at(arguments.call().line(), 4113, arguments.call().name());
        }
        var text = Texts.of(value, arguments.conversions());
        var separator = Texts.of(inside.translate(arguments.expression(1)), arguments.conversions());
        var isNational = TypeKinds.isNational(text.type()) || !TypeKinds.isText(value.type());
        var type = TypeRules.text(isNational, text.type().isMax() ? -1 : isNational ? 4000 : 8000);
        var order = new StringBuilder();
        for (Query.Order part : arguments.call().withinGroup()) {
            order.append(order.length() == 0 ? " WITHIN GROUP (ORDER BY " : ", ");
            order.append(inside.ordering(part.expression())).append(part.descending() ? " DESC" : "");
        }
        order.append(order.length() == 0 ? "" : ")");
        var joined = "LISTAGG(" + text.text() + ", " + separator.text() + ")" + order;
        return type.isMax()
                ? Arguments.engines(joined, type)
                : Arguments.function("STRING_AGG", type, joined, Integer.toString(type.length()));
    }
}
