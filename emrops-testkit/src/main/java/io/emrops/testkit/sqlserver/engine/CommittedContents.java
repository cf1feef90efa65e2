package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.instance.Contents;
import io.emrops.testkit.sqlserver.instance.Database;
import java.util.ArrayList;
import java.util.List;

/** The tables that are committed, for operations that walk through all of them. */
final class CommittedContents implements Contents {
    /** About as many rows as a page of eight kilobytes has. */
    private static final long ROWS_PER_PAGE = 100;

    private final EngineContents contents;

    CommittedContents(EngineContents contents) {
        this.contents = contents;
    }

    @Override
    public List<Table> tables(Database database) {
        var tables = new ArrayList<Table>();
        var rowCounts = contents.committedRowCounts(database);
        for (var table : contents.committedCatalog(database).tables().values()) {
            var rows = rowCounts.getOrDefault(table.objectId(), 0L);
            var indexes = new ArrayList<Index>();
            if (table.indexes().stream().noneMatch(index -> index.clustered())) {
                indexes.add(new Index("", 0, true));
            }
            for (var index : table.indexes()) {
                indexes.add(new Index(index.name(), index.id(), true));
            }
            tables.add(new Table(
                    table.schema(),
                    table.name(),
                    table.objectId(),
                    rows,
                    (rows + ROWS_PER_PAGE - 1) / ROWS_PER_PAGE,
                    indexes,
                    List.of()));
        }
        return tables;
    }

    @Override
    public List<Integer> writers(Database database) {
        return contents.writers(database);
    }
}
