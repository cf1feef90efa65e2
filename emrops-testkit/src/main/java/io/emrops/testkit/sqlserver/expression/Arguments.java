package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.Call;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import io.emrops.testkit.sqlserver.syntax.Expression.Unary;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** The arguments of one call, each translated when it is asked for. */
record Arguments(
        Call call, ExpressionTranslator translator, Context context, Conversions conversions, Refused refused) {
    int size() {
        return call.arguments().size();
    }

    boolean has(int index) {
        return index < size();
    }

    Expression expression(int index) {
        return call.arguments().get(index);
    }

    Typed typed(int index) throws Refusal {
        return translator.translate(expression(index));
    }

    List<Typed> all() throws Refusal {
        var all = new ArrayList<Typed>();
        for (var argument : call.arguments()) {
            all.add(translator.translate(argument));
        }
        return all;
    }

    /** As a text. */
    Typed text(int index) throws Refusal {
        return text(typed(index));
    }

    Typed text(Typed value) throws Refusal {
        return Texts.of(value, conversions);
    }

    /** As an int, in the engine's words. */
    String integer(int index) throws Refusal {
        return as(index, SqlType.INT);
    }

    String as(int index, SqlType type) throws Refusal {
        return conversions.implicit(typed(index), type).text();
    }

    /** The number, if a whole one stands in the text. */
    OptionalInt constant(int index) {
        var expression = expression(index);
        var sign = 1;
        if (expression instanceof Unary unary && unary.operator() == Unary.Operator.MINUS) {
            expression = unary.operand();
            sign = -1;
        }
        if (expression instanceof Literal literal
                && literal.kind() == Literal.Kind.INTEGER
                && literal.text().length() < 10) {
            return OptionalInt.of(sign * Integer.parseInt(literal.text()));
        }
        return OptionalInt.empty();
    }

    /** A bare word such as {@code day}, in lower case. */
    String word(int index) throws Refusal {
        if (expression(index) instanceof ColumnReference word
                && word.qualifier().isEmpty()) {
            return word.name().toLowerCase(Locale.ROOT);
        }
        throw refused.at(call.line(), 1023, index + 1, name());
    }

    /** As messages name the function. */
    String name() {
        return call.name().toLowerCase(Locale.ROOT);
    }

    /** Error 8116: this type is not for this function. */
    Refusal wrongType(int index, SqlType type) {
        return refused.at(call.line(), 8116, TypeKinds.named(type), index + 1, name());
    }

    /** A function of ours, made to be of this type. */
    static Typed function(String function, SqlType type, String... arguments) {
        return Typed.of(
                "CAST(" + EngineNames.function(function) + "(" + String.join(", ", arguments) + ") AS "
                        + EngineTypes.of(type) + ")",
                type);
    }

    /** A function of the engine, made to be of this type. */
    static Typed engines(String text, SqlType type) {
        return Typed.of("CAST(" + text + " AS " + EngineTypes.of(type) + ")", type);
    }
}
