package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** {@code VALUES (…), (…)} as a table ("Table Value Constructor (Transact-SQL)"). */
final class ValueRows {
    private final Scope scope;

    ValueRows(Scope scope) {
        this.scope = scope;
    }

    /** @throws Refusal 10709 if one row has more values than another */
    Rowset translate(List<List<Expression>> rows) throws Refusal {
        var values = new ArrayList<List<Typed>>();
        for (var row : rows) {
            var typed = new ArrayList<Typed>();
            for (var value : row) {
                typed.add(Expressions.value(value, scope, Place.VALUES));
            }
            if (!values.isEmpty() && values.get(0).size() != typed.size()) {
                throw scope.translation().refusal(10709, 0);
            }
            values.add(typed);
        }
        var columns = new ArrayList<Output>();
        for (var i = 0; i < values.get(0).size(); i++) {
            var at = i;
            var column = values.stream().map(row -> row.get(at)).toList();
            var nullable = column.stream().anyMatch(Typed::nullable);
            columns.add(new Output("", new Typed(Rowset.place(i), CombinedRows.joint(column), nullable, false), false));
        }
        return new Listed(columns, values, scope);
    }

    private record Listed(List<Output> columns, List<List<Typed>> values, Scope scope) implements Rowset {
        @Override
        public boolean isReachingOut() {
            return scope.isReachingOut();
        }

        @Override
        public String text(List<SqlType> types) throws Refusal {
            var union = new StringJoiner(" UNION ALL ");
            for (var row : values) {
                var items = new StringJoiner(",", "SELECT ", "");
                for (var i = 0; i < row.size(); i++) {
                    items.add(Expressions.converted(row.get(i), types.get(i), scope)
                                    .text() + " AS " + Rowset.place(i));
                }
                union.add(items.toString());
            }
            return union.toString();
        }
    }
}
