package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.SchemaChange;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.AlterTable;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateIndex;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateSchema;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateSequence;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateTable;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateView;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.DropIndex;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.DropSchema;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.DropSequences;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.DropTables;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.DropViews;
import io.emrops.testkit.sqlserver.syntax.TableDefinition;
import io.emrops.testkit.sqlserver.type.Column;
import java.util.List;
import java.util.Optional;
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
        var refusing = new Refusing(surroundings, change.line());
        if (change instanceof CreateTable create) {
            return creation(refusing).create(create.table(), create.definition());
        } else if (change instanceof AlterTable alter) {
            return new TableAlteration(databases, surroundings, refusing).alter(alter.table(), alter.action());
        } else if (change instanceof DropTables drop) {
            return new TableDrop(databases, surroundings, refusing).drop(drop.tables(), drop.ifExists());
        } else if (change instanceof CreateIndex create) {
            return new IndexChange(databases, surroundings, refusing).create(create);
        } else if (change instanceof DropIndex drop) {
            return new IndexChange(databases, surroundings, refusing).drop(drop);
        } else if (change instanceof CreateView create) {
            return new ViewChange(databases, surroundings, refusing).create(create);
        } else if (change instanceof DropViews drop) {
            return new ViewChange(databases, surroundings, refusing).drop(drop);
        } else if (change instanceof CreateSchema create) {
            return new NamespaceChange(databases, surroundings, refusing).create(create);
        } else if (change instanceof DropSchema drop) {
            return new NamespaceChange(databases, surroundings, refusing).drop(drop);
        } else if (change instanceof CreateSequence create) {
            return new SequenceChange(databases, surroundings, refusing).create(create);
        } else if (change instanceof DropSequences drop) {
            return new SequenceChange(databases, surroundings, refusing).drop(drop);
        }
        throw new IllegalArgumentException(
                "no such change: " + change.getClass().getSimpleName());
    }

    /** {@code DECLARE @t TABLE (…)}. */
    public SchemaPlan declare(String variable, TableDefinition definition, int line) throws Refusal {
        return creation(new Refusing(surroundings, line)).create(new ObjectName("", "", variable), definition);
    }

    /** The table of {@code SELECT … INTO name}; to be filled by {@link RowTranslator#fill}. */
    public SchemaPlan create(ObjectName name, List<Column> columns, int line) throws Refusal {
        return creation(new Refusing(surroundings, line)).create(name, columns);
    }

    /**
     * The numbering of a table goes on elsewhere.
     *
     * @param database of the table; empty for a temporary one
     * @param last the number to go on from
     * @param used whether it was given; if not, it is the next
     * @throws Refusal 2560 if the column does not take it
     */
    public SchemaPlan renumber(
            Optional<Databases.Open> database, String engineName, Table table, long last, boolean used, int line)
            throws Refusal {
        return new IdentityReseed(new Refusing(surroundings, line)).plan(database, engineName, table, last, used);
    }

    private TableCreation creation(Refusing refusing) {
        return new TableCreation(databases, surroundings, temporaryNumbers, refusing);
    }
}
