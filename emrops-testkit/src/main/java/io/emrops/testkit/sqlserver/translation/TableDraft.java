package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** A table while it is made or changed, and what of it the engine is to be told. */
final class TableDraft {
    private final Catalog catalog;
    private final IntSupplier objectIds;
    private final String engineName;
    private final String memberPrefix;
    private final boolean temporary;
    private final List<Piece> columns = new ArrayList<>();
    private final List<Piece> constraints = new ArrayList<>();
    private Table table;

    /** A column, by its name here, or a constraint, by its name in the engine, in the engine's words. */
    record Piece(String name, String text) {}

    private TableDraft(
            Catalog catalog,
            IntSupplier objectIds,
            Table table,
            String engineName,
            String memberPrefix,
            boolean temporary) {
        this.catalog = catalog;
        this.objectIds = objectIds;
        this.table = table;
        this.engineName = engineName;
        this.memberPrefix = memberPrefix;
        this.temporary = temporary;
    }

    /** Of a table of a database. */
    static TableDraft of(Draft draft, Table table) {
        return new TableDraft(
                draft.catalog(),
                draft::nextObjectId,
                table,
                EngineNames.object(draft.databaseId(), table.schema(), table.name()),
                table.name(),
                false);
    }

    /** Of a table of a session, which has this name in the engine, unquoted. */
    static TableDraft ofTemporary(Table table, String engineName, IntSupplier objectIds) {
        return new TableDraft(Catalog.empty(), objectIds, table, EngineNames.quoted(engineName), engineName, true);
    }

    Catalog catalog() {
        return catalog;
    }

    boolean isTemporary() {
        return temporary;
    }

    int nextObjectId() {
        return objectIds.getAsInt();
    }

    String engineName() {
        return engineName;
    }

    /** What the engine calls an index or a constraint; in the schema of the table, which is not part of it. */
    String memberName(String name) {
        return EngineNames.quoted(memberPrefix + "/" + name);
    }

    Table table() {
        return table;
    }

    void change(Table changed) {
        table = changed;
    }

    void add(TableColumn column, String text) {
        var all = new ArrayList<>(table.columns());
        all.add(column);
        table = table.withColumns(all);
        columns.add(new Piece(column.name(), text));
    }

    void replace(TableColumn column) {
        table = table.withColumns(table.columns().stream()
                .map(other -> other.id() == column.id() ? column : other)
                .toList());
    }

    void add(Index index) {
        var all = new ArrayList<>(table.indexes());
        all.add(index);
        table = table.withIndexes(all);
    }

    void add(Table.ForeignKey key) {
        var all = new ArrayList<>(table.foreignKeys());
        all.add(key);
        table = table.withForeignKeys(all);
    }

    void add(Table.Check check) {
        var all = new ArrayList<>(table.checks());
        all.add(check);
        table = table.withChecks(all);
    }

    void constrain(String name, String text) {
        var member = memberName(name);
        constraints.add(new Piece(member, "CONSTRAINT " + member + " " + text));
    }

    /** In the order in which they were added. */
    List<Piece> columns() {
        return columns;
    }

    /** In the order in which they were added. */
    List<Piece> constraints() {
        return constraints;
    }

    /** 1 for a clustered index, from 2 for the others. */
    int nextIndexId(boolean clustered) {
        return clustered ? 1 : table.indexes().stream().mapToInt(Index::id).reduce(1, Math::max) + 1;
    }

    boolean hasClusteredIndex() {
        return table.indexes().stream().anyMatch(Index::clustered);
    }
}
