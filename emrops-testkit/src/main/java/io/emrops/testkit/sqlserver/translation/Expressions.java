package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.ExpressionTranslator;
import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.type.SqlType;

/** What queries ask of the translation of expressions. */
final class Expressions {
    private Expressions() {}

    static Typed value(Expression expression, Scope scope) throws Refusal {
        return new ExpressionTranslator(scope).translate(expression);
    }

    static Typed value(Expression expression, Scope scope, Place place) throws Refusal {
        return new ExpressionTranslator(scope, place).translate(expression);
    }

    static String condition(Condition condition, Scope scope, Place place) throws Refusal {
        return new ExpressionTranslator(scope, place).condition(condition);
    }

    /** @throws Refusal 50000 if another collation than the server's decides which values are the same */
    static void requireServersCollation(Expression expression, Scope scope) throws Refusal {
        new ExpressionTranslator(scope).requireServersCollation(expression);
    }

    /** What decides the order of its values. */
    static String ordering(Expression expression, Scope scope) throws Refusal {
        return new ExpressionTranslator(scope).ordering(expression);
    }

    /** Converted where the statement does not say so. */
    static Typed converted(Typed value, SqlType type, Scope scope) throws Refusal {
        return value.type().equals(type) ? value : new ExpressionTranslator(scope).converted(value, type);
    }
}
