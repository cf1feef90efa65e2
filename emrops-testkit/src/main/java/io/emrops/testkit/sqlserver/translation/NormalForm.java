package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.TypeName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Expressions such that two which say the same are equal: wherever they stand, and however their columns are named. */
final class NormalForm {
    private NormalForm() {}

    static Expression of(Expression expression, TableScope scope) throws Refusal {
        return new Rewriting(part -> replaced(part, scope)).of(expression);
    }

    private static Optional<Expression> replaced(Expression part, TableScope scope) throws Refusal {
        if (part instanceof Expression.ColumnReference column) {
            var own = scope.lookUp(column);
            return Optional.of(
                    own.isPresent()
                            ? column(own.get().column().value().text())
                            : column(String.join(".", column.qualifier()) + "." + column.name()));
        } else if (part instanceof Expression.Variable variable) {
            return Optional.of(new Expression.Variable(variable.name().toUpperCase(Locale.ROOT), 0));
        } else if (part instanceof Expression.GlobalVariable global) {
            return Optional.of(new Expression.GlobalVariable(global.name().toUpperCase(Locale.ROOT), 0));
        } else if (part instanceof Expression.Call call && call.line() != 0) {
            return Optional.of(of(
                    new Expression.Call(
                            call.name(),
                            call.arguments(),
                            call.distinct(),
                            call.star(),
                            call.withinGroup(),
                            call.over(),
                            0),
                    scope));
        } else if (part instanceof Expression.Cast cast && cast.type().line() != 0) {
            var type = new TypeName(cast.type().name(), cast.type().arguments(), 0);
            return Optional.of(of(new Expression.Cast(cast.value(), type, cast.attempt(), cast.style()), scope));
        }
        return Optional.empty();
    }

    private static Expression column(String text) {
        return new Expression.ColumnReference(List.of(), text.toUpperCase(Locale.ROOT), 0);
    }
}
