package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.TypeRules;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Query.Combination.Kind;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/** {@code UNION}, {@code EXCEPT} and {@code INTERSECT}: each column has the type of higher precedence ("Set Operators - UNION (Transact-SQL)"). */
record CombinedRows(Kind kind, Rowset left, Rowset right, List<Output> columns, Site site) implements Rowset {
    static CombinedRows of(Kind kind, Rowset left, Rowset right, Site site) {
        var columns = new ArrayList<Output>();
        for (var i = 0; i < left.columns().size(); i++) {
            var first = left.columns().get(i);
            var one = first.value();
            var other = right.columns().get(i).value();
            var type = joint(List.of(one, other));
            var value = new Typed(Rowset.place(i), type, isNullable(kind, one, other), one.isNull() && other.isNull());
            columns.add(new Output(first.name(), value, false));
        }
        return new CombinedRows(kind, left, right, List.copyOf(columns), site);
    }

    /** A constant is no more here than its type says. */
    static SqlType joint(List<Typed> values) {
        return values.stream()
                .filter(value -> !value.isNull())
                .map(Typed::type)
                .reduce(TypeRules::joint)
                .orElse(SqlType.INT);
    }

    private static boolean isNullable(Kind kind, Typed left, Typed right) {
        return switch (kind) {
            case UNION, UNION_ALL -> left.nullable() || right.nullable();
            case EXCEPT -> left.nullable();
            case INTERSECT -> left.nullable() && right.nullable();
        };
    }

    @Override
    public boolean isReachingOut() {
        return left.isReachingOut() || right.isReachingOut();
    }

    @Override
    public String text(List<SqlType> types) throws Refusal {
        if (kind != Kind.UNION_ALL && !types.equals(types())) {
            return Converted.text(this, types, site);
        }
        var sign = kind == Kind.UNION_ALL ? "UNION ALL" : kind.name();
        return "(" + left.text(types) + ") " + sign + " (" + right.text(types) + ")";
    }
}
