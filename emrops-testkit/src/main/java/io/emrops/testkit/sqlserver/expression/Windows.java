package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import io.emrops.testkit.sqlserver.syntax.Expression.Window;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.Set;

/** Functions with {@code OVER} ("SELECT - OVER clause (Transact-SQL)"). */
final class Windows {
    private static final Set<String> RANKS = Set.of("ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST");
    private static final Set<String> NAMES = Set.of(
            "ROW_NUMBER",
            "RANK",
            "DENSE_RANK",
            "PERCENT_RANK",
            "CUME_DIST",
            "NTILE",
            "LAG",
            "LEAD",
            "FIRST_VALUE",
            "LAST_VALUE");

    private final Arguments arguments;
    private final ExpressionTranslator translator;

    Windows(Arguments arguments) {
        this.arguments = arguments;
        this.translator = arguments.translator();
    }

    static boolean isWindow(String name) {
        return NAMES.contains(name);
    }

    Typed typed() throws Refusal {
        var call = arguments.call();
        var line = call.line();
        var refusal = translator.place().refusalOfWindows();
        if (refusal != 0) {
            throw arguments.refused().at(line, refusal);
        } else if (call.over().isEmpty()) {
            throw arguments.refused().at(line, 10753, arguments.name());
        }
        requireFrame(call.over().get(), line);
        var over = over();
        if (Aggregates.isAggregate(call.name())) {
            if (call.distinct()) {
                throw arguments.refused().at(line, 10759);
            }
            return new Aggregates(arguments, over).typed();
        }
        if (call.over().get().order().isEmpty()) {
            throw arguments.refused().at(line, 4112, arguments.name());
        } else if (!call.over().get().frame().isEmpty() && !call.name().endsWith("_VALUE")) {
            throw arguments.refused().at(line, 10752, arguments.name());
        }
        return RANKS.contains(call.name()) ? rank(over) : value(over);
    }

    private void requireFrame(Window over, int line) throws Refusal {
        if (over.frame().isEmpty()) {
            return;
        } else if (over.order().isEmpty()) {
            throw arguments.refused().at(line, 10756);
        } else if (over.frame().startsWith("RANGE") && over.frame().chars().anyMatch(Character::isDigit)) {
            throw arguments.refused().at(line, 4194);
        }
    }

    private Typed rank(String over) throws Refusal {
        Function.of(0, unused -> unused.typed(0)).requireCount(arguments);
        var name = arguments.call().name();
        var isPart = name.equals("PERCENT_RANK") || name.equals("CUME_DIST");
        return Arguments.engines(name + "()" + over, isPart ? SqlType.FLOAT : SqlType.BIGINT);
    }

    private Typed value(String over) throws Refusal {
        var name = arguments.call().name();
        if (name.equals("NTILE")) {
            Function.of(1, unused -> unused.typed(0)).requireCount(arguments);
            return Arguments.engines("NTILE(" + arguments.as(0, SqlType.BIGINT) + ")" + over, SqlType.BIGINT);
        }
        var isShift = name.equals("LAG") || name.equals("LEAD");
        Function.of(1, isShift ? 3 : 1, unused -> unused.typed(0)).requireCount(arguments);
        var value = arguments.typed(0);
        var text = new StringBuilder(name).append('(').append(value.text());
        if (arguments.has(1)) {
            text.append(", ").append(arguments.integer(1));
        }
        if (arguments.has(2)) {
            text.append(", ").append(arguments.as(2, value.type()));
        }
        return Arguments.engines(text.append(')').append(over).toString(), value.type());
    }

    private String over() throws Refusal {
        var window = arguments.call().over().orElseThrow();
        var text = new StringBuilder(" OVER (");
        var separator = "PARTITION BY ";
        for (var part : window.partition()) {
            text.append(separator).append(translator.ordering(part));
            separator = ", ";
        }
        separator = window.partition().isEmpty() ? "ORDER BY " : " ORDER BY ";
        for (var part : window.order()) {
            if (part.expression() instanceof Literal literal && literal.kind() == Literal.Kind.INTEGER) {
                throw arguments.refused().at(arguments.call().line(), 5308);
            }
            text.append(separator).append(translator.ordering(part.expression()));
            text.append(part.descending() ? " DESC" : "");
            separator = ", ";
        }
        if (!window.frame().isEmpty()) {
            text.append(' ').append(window.frame());
        }
        return text.append(')').toString();
    }
}
