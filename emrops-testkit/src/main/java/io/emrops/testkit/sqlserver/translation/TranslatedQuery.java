package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.type.Column;
import java.util.List;

/** A query for the engine, and what the client is told of its columns. */
public record TranslatedQuery(EngineStatement statement, List<Column> columns) {
    /** Copies the list. */
    public TranslatedQuery {
        columns = List.copyOf(columns);
    }

    /** How many columns it has, and nothing of its text. */
    @Override
    public String toString() {
        return "query of " + columns.size() + " columns";
    }
}
