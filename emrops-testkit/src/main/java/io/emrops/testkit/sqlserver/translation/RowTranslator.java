package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.RowChange;

/** Puts changes of rows into the engine's words. */
public final class RowTranslator {
    private final Databases databases;
    private final Surroundings surroundings;
    private final SessionOptions options;

    /** Makes one for a statement. */
    public RowTranslator(Databases databases, Surroundings surroundings, SessionOptions options) {
        this.databases = databases;
        this.surroundings = surroundings;
        this.options = options;
    }

    /**
     * How the rows are changed.
     *
     * @throws Refusal if names, types or the table's columns forbid it
     */
    public RowPlan translate(RowChange change) throws Refusal {
        throw new UnsupportedOperationException(change.getClass().getSimpleName());
    }

    /**
     * What fills the table that {@code SELECT … INTO} has made.
     *
     * @param query of the same columns
     */
    public RowPlan fill(ObjectName table, TranslatedQuery query) throws Refusal {
        throw new UnsupportedOperationException(table.name());
    }
}
