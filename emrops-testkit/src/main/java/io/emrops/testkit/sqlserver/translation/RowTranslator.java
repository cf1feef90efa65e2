package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.RowChange;
import io.emrops.testkit.sqlserver.syntax.RowChange.Delete;
import io.emrops.testkit.sqlserver.syntax.RowChange.Insert;
import io.emrops.testkit.sqlserver.syntax.RowChange.Merge;
import io.emrops.testkit.sqlserver.syntax.RowChange.Truncate;
import io.emrops.testkit.sqlserver.syntax.RowChange.Update;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts changes of rows into the engine's words. What SQL Server would refuse whatever the rows are is refused here, with its number. */
public final class RowTranslator {
    private static final int DEFAULT_RECURSION = 100;

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
        var translation = new Translation(databases, surroundings, DEFAULT_RECURSION, change.line());
        if (change instanceof Insert insert) {
            return new InsertTranslator(insert, options, translation).translate();
        } else if (change instanceof Update update) {
            return new UpdateTranslator(update, translation).translate();
        } else if (change instanceof Delete delete) {
            return new DeleteTranslator(translation).translate(delete);
        } else if (change instanceof Merge merge) {
            return new MergeTranslator(merge, options, translation).translate();
        } else if (change instanceof Truncate truncate) {
            return new DeleteTranslator(translation).translate(truncate);
        }
        throw new IllegalArgumentException(
                "no such change: " + change.getClass().getSimpleName());
    }

    /**
     * What fills the table that {@code SELECT … INTO} has made.
     *
     * @param query of the same columns
     * @throws Refusal if there is no such table
     */
    public RowPlan fill(ObjectName table, TranslatedQuery query, int line) throws Refusal {
        var target = RowTarget.of(table, new Translation(databases, surroundings, 0, line), 208);
        var names = target.table().columns().stream()
                .map(column -> EngineNames.quoted(column.name()))
                .collect(Collectors.joining(", ", "(", ")"));
        var text = "INSERT INTO " + target.engineName() + names + " "
                + query.statement().text();
        return new RowPlan(
                RowPlan.Kind.INSERT,
                target.database(),
                target.table(),
                new EngineStatement(text, query.statement().values()),
                Optional.empty(),
                target.table().identity().isPresent() ? List.of(IdentityRestart.of(target)) : List.of(),
                false);
    }
}
