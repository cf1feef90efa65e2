package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.catalog.Index;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.engine.Raised.Reach;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the engine says, in SQL Server's numbers and words. Of the engine's own texts nothing is handed on but names that were ours, and of a
 * key that is there already the values, which SQL Server tells its client too.
 */
final class EngineErrors {
    static final int LOCK_TIMEOUT = 50_200;
    static final int DEADLOCK = 40_001;

    /** That of errors that our own functions throw, with SQL Server's numbers. */
    private static final String OURS = "S0001";

    /** They end the batch and the transaction; which others do is not documented. */
    private static final Set<Integer> END_BATCH = Set.of(241, 242, 245, 1205, 3960, 8114);

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"");

    private final Engine engine;
    private final EngineSession session;
    private final String statement;
    private final List<Named> catalogs;

    /** A database, and what the session sees of it. */
    private record Named(String database, Catalog catalog) {}

    private record Found(String database, Table table) {
        String name() {
            return table.schema() + "." + table.name();
        }
    }

    /** @param statement as messages name it, as in {@code INSERT} */
    EngineErrors(Engine engine, EngineSession session, String statement) {
        this.engine = engine;
        this.session = session;
        this.statement = statement;
        this.catalogs = session.transaction().entered().stream()
                .map(content -> new Named(
                        engine.contents().name(content), session.transaction().catalog(content)))
                .toList();
    }

    /** As the server would raise it. */
    Raised raised(SQLException e, int line) {
        var error = error(e).in("", line);
        return new Raised(List.of(error), reach(error));
    }

    static Reach reach(SqlError error) {
        return END_BATCH.contains(error.number()) ? Reach.BATCH : Reach.STATEMENT;
    }

    private SqlError error(SQLException e) {
        var text = String.valueOf(e.getMessage());
        if (OURS.equals(e.getSQLState())) {
            return engine.raisedByFunction(e.getErrorCode(), text.replaceFirst("; SQL statement:(?s:.*)", ""));
        }
        return switch (e.getErrorCode()) {
            case 22003, 22004 -> engine.message(8115, "expression", typeOf(value(text, 0)));
            case 22012 -> engine.message(8134);
            case 90053 -> engine.message(512);
            case 22001 -> engine.message(8152).withState(30);
            case 22007 -> engine.message(241);
            case 22018 -> engine.message(8114, "nvarchar", "numeric").withState(5);
            case 23502 -> nullNotAllowed(value(text, 0));
            case 90081 -> nullNotAllowed(unqualified(value(text, 0)));
            case 23503 -> referenced(text);
            case 23505 -> duplicate(value(text, 0));
            case 23506 -> parentMissing(text);
            case 23513, 23514 -> check(value(text, 0));
            case 42102, 42103, 42104 -> engine.message(208, value(text, 0));
            case 90006 -> engine.message(11728, unqualified(value(text, 0)));
            case LOCK_TIMEOUT -> engine.message(1222).withState(51);
            case DEADLOCK -> deadlock();
            default ->
                SqlError.of(
                        50_000,
                        16,
                        "The simulated server failed on this statement (engine code " + e.getErrorCode() + ").");
        };
    }

    private SqlError deadlock() {
        if (session.isolation().equals("SNAPSHOT")) {
            var database = catalogs.isEmpty() ? "" : catalogs.get(0).database;
            return engine.message(3960, "", database);
        }
        return engine.message(1205, session.spid(), "lock").withState(51);
    }

    private static String typeOf(String value) {
        if (!value.matches("-?\\d+")) {
            return "numeric";
        }
        return value.length() > 19 ? "bigint" : "int";
    }

    private SqlError nullNotAllowed(String column) {
        for (var named : catalogs) {
            for (var table : named.catalog.tables().values()) {
                if (table.objectId() == session.target()) {
                    return nullNotAllowed(column, new Found(named.database, table));
                }
            }
        }
        return engine.message(515, column, "", statement).withState(2);
    }

    private SqlError nullNotAllowed(String column, Found found) {
        if (found.table.column(column).isEmpty() && statement.equals("ALTER TABLE")) {
            return engine.message(4901, column, found.table.name());
        }
        return engine.message(515, column, found.database + "." + found.name(), statement)
                .withState(2);
    }

    private SqlError duplicate(String description) {
        if (description.startsWith("Merge using ON")) {
            return engine.message(8672);
        }
        var names = names(description);
        var values = DuplicateKey.values(description);
        if (names.size() > 1) {
            for (var named : catalogs) {
                for (var table : named.catalog.tables().values()) {
                    for (var index : table.indexes()) {
                        if ((table.name() + "/" + index.name()).equalsIgnoreCase(names.get(1))) {
                            return duplicate(new Found(named.database, table), index, values);
                        }
                    }
                    if (table.objectId() == session.target() && isSchemaChange()) {
                        var index = names.get(1).replaceFirst("^[^/]*/", "");
                        return engine.message(1505, table.schema() + "." + table.name(), index, key(values));
                    }
                }
            }
        }
        return engine.message(2627, "UNIQUE KEY", "", "", key(values));
    }

    /** Whether an index can be in the way that is not yet known. */
    private boolean isSchemaChange() {
        return statement.startsWith("CREATE") || statement.startsWith("ALTER");
    }

    private static String key(List<String> values) {
        return "(" + String.join(", ", values) + ")";
    }

    private SqlError duplicate(Found found, Index index, List<String> values) {
        var members =
                index.members().stream().filter(member -> !member.included()).count();
        var key = key(values.stream().limit(members).toList());
        if (isSchemaChange()) {
            return engine.message(1505, found.name(), index.name(), key);
        }
        if (index.constraint().isEmpty()) {
            return engine.message(2601, found.name(), index.name(), key);
        }
        var kind = index.constraint().get().primary() ? "PRIMARY KEY" : "UNIQUE KEY";
        return engine.message(2627, kind, index.name(), found.name(), key);
    }

    private SqlError parentMissing(String text) {
        for (var named : catalogs) {
            for (var table : named.catalog.tables().values()) {
                for (var foreign : table.foreignKeys()) {
                    if (mentions(text, table, foreign.name())) {
                        return conflict(
                                "FOREIGN KEY",
                                foreign.name(),
                                named.database,
                                foreign.schema() + "." + foreign.table(),
                                foreign.referenced());
                    }
                }
            }
        }
        return conflict("FOREIGN KEY", "", "", "", List.of());
    }

    private SqlError referenced(String text) {
        for (var named : catalogs) {
            for (var table : named.catalog.tables().values()) {
                for (var foreign : table.foreignKeys()) {
                    if (mentions(text, table, foreign.name())) {
                        var kind = foreign.table().equalsIgnoreCase(table.name())
                                        && foreign.schema().equalsIgnoreCase(table.schema())
                                ? "SAME TABLE REFERENCE"
                                : "REFERENCE";
                        return conflict(
                                kind,
                                foreign.name(),
                                named.database,
                                table.schema() + "." + table.name(),
                                foreign.columns());
                    }
                }
            }
        }
        return conflict("REFERENCE", "", "", "", List.of());
    }

    private static boolean mentions(String text, Table table, String constraint) {
        return text.contains(table.name() + "/" + constraint);
    }

    private SqlError check(String description) {
        var name = description.replaceFirst(": .*|: ?$", "");
        for (var named : catalogs) {
            for (var table : named.catalog.tables().values()) {
                for (var check : table.checks()) {
                    if ((table.name() + "/" + check.name()).equalsIgnoreCase(name)) {
                        return conflict(
                                "CHECK", check.name(), named.database, table.schema() + "." + table.name(), List.of());
                    }
                }
            }
        }
        return conflict("CHECK", "", "", "", List.of());
    }

    private SqlError conflict(String kind, String constraint, String database, String table, List<String> columns) {
        var one = columns.size() == 1;
        return engine.message(
                        547,
                        statement,
                        kind,
                        constraint,
                        database,
                        table,
                        one ? ", column '" : "",
                        one ? columns.get(0) : "",
                        one ? "'" : "")
                .withState(0);
    }

    /** What stands between the outermost quotes. */
    private static String value(String text, int number) {
        var matcher = QUOTED.matcher(text.replaceFirst("; SQL statement:(?s:.*)", ""));
        for (var i = 0; i < number && matcher.find(); i++) {
            // Not this one.
        }
        return matcher.find() ? matcher.group(1).replace("\"\"", "\"") : "";
    }

    private static List<String> names(String text) {
        var names = new ArrayList<String>();
        var matcher = QUOTED.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1).replace("\"\"", "\""));
        }
        return names;
    }

    private static String unqualified(String name) {
        var names = names(name);
        return names.isEmpty() ? name : names.get(names.size() - 1);
    }
}
