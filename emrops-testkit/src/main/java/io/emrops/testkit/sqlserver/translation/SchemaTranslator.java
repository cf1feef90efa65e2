package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.SchemaChange;
import io.emrops.testkit.sqlserver.syntax.TableDefinition;
import io.emrops.testkit.sqlserver.type.Column;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Puts changes of tables, views, indexes, schemas and sequences into the engine's words. What the catalog forbids is refused here; what
 * only the rows can forbid, the engine finds.
 */
public final class SchemaTranslator {
    private final Databases databases;
    private final Surroundings surroundings;
    private final IntSupplier temporaryNumbers;

    /**
     * Makes one for a statement.
     *
     * @param temporaryNumbers gives each temporary table of a session a number that none had before
     */
    public SchemaTranslator(Databases databases, Surroundings surroundings, IntSupplier temporaryNumbers) {
        this.databases = databases;
        this.surroundings = surroundings;
        this.temporaryNumbers = temporaryNumbers;
    }

    /**
     * How the change is made.
     *
     * @throws Refusal if the catalog forbids it; nothing is to be changed then
     */
    public SchemaPlan translate(SchemaChange change) throws Refusal {
        throw new UnsupportedOperationException(change.getClass().getSimpleName());
    }

    /** {@code DECLARE @t TABLE (…)}. */
    public SchemaPlan declare(String variable, TableDefinition definition) throws Refusal {
        throw new UnsupportedOperationException(variable);
    }

    /** The table of {@code SELECT … INTO name}; to be filled by {@link RowTranslator#fill}. */
    public SchemaPlan create(ObjectName name, List<Column> columns) throws Refusal {
        throw new UnsupportedOperationException(name.name());
    }
}
