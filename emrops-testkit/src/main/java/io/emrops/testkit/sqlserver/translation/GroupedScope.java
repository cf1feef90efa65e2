package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import java.util.Optional;

/** What can be named where there are groups: what is grouped by, and nothing else of the tables. */
final class GroupedScope extends Scope {
    private static final int IN_SELECT_LIST = 8120;

    private final TableScope tables;
    private final Grouping grouping;
    private int refusal = IN_SELECT_LIST;

    GroupedScope(TableScope tables, Grouping grouping) {
        super(tables.site());
        this.tables = tables;
        this.grouping = grouping;
    }

    /** From here on, columns that are not grouped by are refused with this number. */
    void refuseWith(int number) {
        refusal = number;
    }

    @Override
    Optional<Typed> own(ColumnReference reference) throws Refusal {
        var value = grouping.value(reference);
        if (value.isPresent()) {
            return value;
        }
        var found = tables.lookUp(reference);
        if (found.isPresent()) {
            throw translation()
                    .refusal(
                            refusal,
                            reference.line(),
                            found.get().source().name(),
                            found.get().column().name());
        }
        return Optional.empty();
    }
}
