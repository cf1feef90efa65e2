package io.emrops.sqlserver.maintenance;

import io.emrops.maintenance.SuspectPages;
import io.emrops.maintenance.SuspectPages.Page;
import io.emrops.maintenance.SuspectPages.State;

/**
 * The pages on which the server has come across errors.
 *
 * @see <a href="https://learn.microsoft.com/sql/relational-databases/backup-restore/manage-the-suspect-pages-table-sql-server">Manage
 *     the suspect_pages Table</a>
 */
public final class SuspectPageList {
    /** The table takes 1000 rows, of all databases, and none beyond. */
    private static final int NEARLY_FULL = 900;

    private final MaintainedServer server;

    /** Of the databases of this one. */
    public SuspectPageList(MaintainedServer server) {
        this.server = server;
    }

    /** Those of this database. */
    public SuspectPages of(String database) {
        var name = server.require(database);
        var offset = server.now().getOffset();
        var pages = server.queries(name)
                .list(
                        "the suspect pages",
                        "SELECT file_id, page_id, event_type, error_count, last_update_date FROM msdb.dbo.suspect_pages"
                                + " WHERE database_id = DB_ID(?) ORDER BY file_id, page_id, event_type",
                        row -> new Page(
                                row.integer("file_id").orElseThrow(),
                                row.bigInteger("page_id").orElseThrow(),
                                state(row.integer("event_type").orElse(0)),
                                row.integer("error_count").orElse(1),
                                row.time("last_update_date").orElseThrow().toInstant(offset)),
                        name);
        var all = server.queries(name)
                .find(
                        "the suspect pages",
                        "SELECT COUNT(*) AS all_of_them FROM msdb.dbo.suspect_pages",
                        row -> row.integer("all_of_them").orElse(0))
                .orElse(0);
        return new SuspectPages(database, pages, all >= NEARLY_FULL);
    }

    private static State state(int event) {
        return switch (event) {
            case 1 -> State.UNREADABLE;
            case 2 -> State.BAD_CHECKSUM;
            case 3 -> State.TORN;
            case 4 -> State.RESTORED;
            case 5 -> State.REPAIRED;
            case 7 -> State.DEALLOCATED;
            default -> State.OTHER;
        };
    }
}
