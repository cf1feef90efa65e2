package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code DBCC CHECKDB} says. What of it is left out by NO_INFOMSGS when there are errors is unverified, and so is how bad pages are worded. */
final class CheckReport {
    private static final String COMMAND = "CHECKDB";
    private static final int ERRORS_OF_A_PAGE = 2;
    private static final String PAGE = "(1:8)";

    /** In the order in which the server says them; how many there are in a new database. */
    private static final List<Map.Entry<Integer, String>> BROKER = List.of(
            Map.entry(9675, "Message Types analyzed: 14."),
            Map.entry(9676, "Service Contracts analyzed: 6."),
            Map.entry(9667, "Services analyzed: 3."),
            Map.entry(9668, "Service Queues analyzed: 3."),
            Map.entry(9669, "Conversation Endpoints analyzed: 0."),
            Map.entry(9674, "Conversation Groups analyzed: 0."),
            Map.entry(9670, "Remote Service Bindings analyzed: 0."),
            Map.entry(9605, "Conversation Priorities analyzed: 0."));

    private final Instance instance;
    private final String database;
    private final boolean physicalOnly;
    private final List<Line> lines = new ArrayList<>();
    private int errors;

    /**
     * One message.
     *
     * @param always whether it is said without informational messages too
     * @param objectId 0 for none
     */
    private record Line(SqlError message, boolean always, int objectId, int indexId) {}

    CheckReport(Instance instance, String database, boolean physicalOnly) {
        this.instance = instance;
        this.database = database;
        this.physicalOnly = physicalOnly;
    }

    private void inform(int number, Object... values) {
        lines.add(new Line(instance.message(number, values), false, 0, 0));
    }

    private void summarise(int number, Object... values) {
        lines.add(new Line(instance.message(number, values), errors > 0, 0, 0));
    }

    private void fail(int objectId, int indexId, int number, Object... values) {
        errors++;
        lines.add(new Line(instance.message(number, values), true, objectId, indexId));
    }

    void withoutIndexes() {
        inform(7966, "checkdb");
    }

    void begin() {
        inform(2536, database);
        if (!physicalOnly) {
            BROKER.forEach(line -> inform(8997, line.getKey(), 1, line.getValue()));
        }
    }

    /** @param damaged whether the first of them has a bad page; nobody's page is bad if there are none */
    void tables(List<Contents.Table> tables, boolean damaged) {
        if (damaged && tables.isEmpty()) {
            fail(0, -1, 8909, 0, -1, 0, 0, "Unknown", PAGE, "(0:0)");
            summarise(8954, COMMAND, 0, errors);
        }
        for (var i = 0; i < tables.size(); i++) {
            var table = tables.get(i);
            if (!physicalOnly) {
                inform(2536, table.name());
                inform(2593, table.rows(), table.pages(), table.name());
            }
            if (damaged && i == 0) {
                badPage(table);
            }
        }
    }

    private void badPage(Contents.Table table) {
        var id = table.objectId();
        var index = table.indexes().isEmpty() ? 0 : table.indexes().get(0).indexId();
        var type = "In-row data";
        fail(id, index, 8928, id, index, 0, 0, type, PAGE);
        fail(id, index, 8939, id, index, 0, 0, type, PAGE, "IS_OFF (BUF_IOERR, pBUF->bstat)", 2057, -4);
        summarise(8990, COMMAND, 0, ERRORS_OF_A_PAGE, table.name(), id);
    }

    void end() {
        summarise(8989, COMMAND, 0, errors, database);
        if (errors > 0) {
            summarise(8958, "repair_allow_data_loss", COMMAND, database, "", "");
        }
    }

    boolean foundErrors() {
        return errors > 0;
    }

    List<SqlError> messages(boolean onlyErrors) {
        var said = new ArrayList<SqlError>();
        for (var line : lines) {
            if (line.always || !onlyErrors) {
                said.add(line.message);
            }
        }
        if (!onlyErrors) {
            said.add(instance.message(2528));
        }
        return said;
    }

    /** Empty if there is nothing to say. Most types of the columns are unverified. */
    Optional<Result> rows(int databaseId, boolean onlyErrors) {
        var result = new Result.Builder();
        var any = false;
        for (var line : lines) {
            if (line.always || !onlyErrors) {
                any = true;
                row(result.row(), line, databaseId);
            }
        }
        return any ? Optional.of(result.build()) : Optional.empty();
    }

    private static void row(Result.Builder row, Line line, int databaseId) {
        var isOfObject = line.objectId != 0;
        row.cell("Error int", line.message.number())
                .cell("Level int", line.message.severity())
                .cell("State int", line.message.state())
                .cell("MessageText nvarchar(4000)", line.message.text())
                .cell("RepairLevel nvarchar(22)", line.message.isError() ? "repair_allow_data_loss" : null)
                .cell("Status int", 0)
                .cell("DbId int", databaseId)
                .cell("DbFragId int", 1)
                .cell("ObjectId int", line.objectId)
                .cell("IndexId int", line.indexId)
                .cell("PartitionId bigint", 0L)
                .cell("AllocUnitId bigint", 0L);
        for (var column : List.of("RidDbId", "RidPruId", "File", "Page", "Slot")) {
            var place = switch (column) {
                case "File" -> 1;
                case "Page" -> 8;
                default -> 0;
            };
            row.cell(column + " int", isOfObject ? place : 0);
        }
        for (var column : List.of("RefDbId", "RefPruId", "RefFile", "RefPage", "RefSlot", "Allocation")) {
            row.cell(column + " int", 0);
        }
    }
}
