package io.emrops.testkit.sqlserver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.Commit;
import io.emrops.testkit.sqlserver.instance.Database;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever was committed, undone, backed up and restored: the rows are those of the last transaction that is in the history. */
class RestoredRowsTest {
    private static final List<String> ADMINISTRATION = List.of(
            "BACKUP DATABASE A TO DISK = 'f%d' WITH CHECKSUM",
            "BACKUP DATABASE A TO DISK = 'f%d' WITH INIT",
            "BACKUP DATABASE A TO DISK = 'f%d' WITH DIFFERENTIAL",
            "BACKUP LOG A TO DISK = 'f%d'",
            "BACKUP LOG A TO DISK = 'f%d' WITH INIT",
            "RESTORE DATABASE A FROM DISK = 'f%d' WITH REPLACE, NORECOVERY",
            "RESTORE DATABASE A FROM DISK = 'f%d' WITH NORECOVERY",
            "RESTORE DATABASE A FROM DISK = 'f%d' WITH REPLACE",
            "RESTORE LOG A FROM DISK = 'f%d' WITH NORECOVERY",
            "RESTORE LOG A FROM DISK = 'f%d' WITH STANDBY = 'undo'",
            "RESTORE LOG A FROM DISK = 'f%d' WITH NORECOVERY, STOPAT = '2026-03-01T02:00:%02d'",
            "RESTORE DATABASE A WITH RECOVERY",
            "RESTORE DATABASE A WITH RECOVERY",
            "RESTORE DATABASE B FROM DISK = 'f%d' WITH REPLACE, MOVE 'A' TO 'b.mdf', MOVE 'A_log' TO 'b.ldf'",
            "RESTORE DATABASE B FROM DISK = 'f%d' WITH NORECOVERY, REPLACE, MOVE 'A' TO 'b.mdf', MOVE 'A_log' TO 'b.ldf'",
            "RESTORE LOG B FROM DISK = 'f%d' WITH NORECOVERY, STOPAT = '2026-03-01T02:00:%02d'",
            "RESTORE DATABASE B WITH RECOVERY",
            "DROP DATABASE IF EXISTS B");

    private static final List<String> ROWS = List.of(
            "INSERT INTO {A}.\"Keyed\" (\"id\", \"name\") VALUES (%d, 'a%d')",
            "INSERT INTO {A}.\"Keyed\" (\"id\", \"name\") VALUES (%d, 'b')",
            "UPDATE {A}.\"Keyed\" SET \"id\" = \"id\" + 1",
            "UPDATE {A}.\"Keyed\" SET \"id\" = 99 - \"id\", \"name\" = UPPER(\"name\")",
            "DELETE FROM {A}.\"Keyed\" WHERE \"id\" > %d + 40",
            "INSERT INTO {A}.\"Heap\" (\"text\", \"parent\") VALUES ('x', NULL), ('X ', NULL), ('x', NULL)",
            "INSERT INTO {A}.\"Heap\" (\"text\", \"parent\") SELECT \"name\", \"id\" FROM {A}.\"Keyed\"",
            "INSERT INTO {A}.\"Heap\" (\"text\") VALUES (REPEAT('long', 1000 * %d))",
            "UPDATE {A}.\"Heap\" SET \"text\" = \"text\" || 'y' WHERE \"number\" > %d",
            "DELETE FROM {A}.\"Heap\" WHERE \"number\" > %d FETCH FIRST 2 ROWS ONLY");

    private static final List<String> TABLES = List.of(
            "ALTER TABLE {A}.\"Heap\" ADD COLUMN \"more%d\" INTEGER",
            "ALTER TABLE {A}.\"Heap\" DROP COLUMN \"more%d\"",
            "CREATE TABLE {A}.\"T%d\" (\"a\" NUMERIC(9, 2))",
            "DROP TABLE {A}.\"T%d\"",
            "TRUNCATE TABLE {A}.\"Heap\"");

    private enum Kind {
        ROWS,
        TABLES,
        ADMINISTRATION,
        BEGIN,
        COMMIT,
        ROLLBACK,
        SAVE,
        BACK
    }

    private record Step(Kind kind, int statement, int file, int second) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        var kinds = Arbitraries.frequency(
                Tuple.of(10, Kind.ROWS),
                Tuple.of(2, Kind.TABLES),
                Tuple.of(9, Kind.ADMINISTRATION),
                Tuple.of(2, Kind.BEGIN),
                Tuple.of(2, Kind.COMMIT),
                Tuple.of(1, Kind.ROLLBACK),
                Tuple.of(2, Kind.SAVE),
                Tuple.of(2, Kind.BACK));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, 99),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 59))
                .as(Step::new)
                .list()
                .ofMinSize(10)
                .ofMaxSize(50);
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void rows_are_those_of_the_last_transaction(@ForAll("histories") List<Step> steps) throws Exception {
        try (var bench = new Bench()) {
            bench.administer("CREATE DATABASE A");
            var session = bench.session(51);
            bench.changeSchema(
                    session,
                    "A",
                    "CREATE TABLE {A}.\"Keyed\" (\"id\" INTEGER NOT NULL, \"name\" VARCHAR(20), \"twice\" INTEGER GENERATED"
                            + " ALWAYS AS (\"id\" * 2), CONSTRAINT {A}.\"Keyed/pk\" PRIMARY KEY (\"id\"))",
                    "CREATE TABLE {A}.\"Heap\" (\"number\" INTEGER GENERATED BY DEFAULT AS IDENTITY (START WITH 1 INCREMENT BY"
                            + " 1) NOT NULL, \"text\" CHARACTER LARGE OBJECT, \"parent\" INTEGER, CONSTRAINT {A}.\"Heap/fk\""
                            + " FOREIGN KEY (\"parent\") REFERENCES {A}.\"Keyed\" (\"id\") ON DELETE CASCADE)");
            var seen = new HashMap<Commit, List<String>>();
            remember(bench, session, seen);
            var savepoints = new LinkedHashMap<String, List<String>>();
            for (var step : steps) {
                take(step, bench, session, savepoints);
                if (!session.transaction().isOpen()) {
                    remember(bench, session, seen);
                    for (var database : bench.instance.databases()) {
                        if (canBeRead(bench, database)) {
                            assertThat(rows(bench, session, database.name()))
                                    .as("%s after %s", database, step)
                                    .isEqualTo(seen.get(last(database)));
                        }
                    }
                }
            }
        }
    }

    private static boolean canBeRead(Bench bench, Database database) {
        return bench.instance.refusesToEnter(51, database.name()).isEmpty()
                && !database.history().isEmpty();
    }

    private static Commit last(Database database) {
        return database.history().get(database.history().size() - 1);
    }

    /** The rows when a transaction was new. */
    private static void remember(Bench bench, EngineSession session, Map<Commit, List<String>> seen)
            throws SQLException, CommitRefused, Refusal {
        var database = bench.instance.database("A").orElseThrow();
        if (canBeRead(bench, database) && !seen.containsKey(last(database))) {
            seen.put(last(database), rows(bench, session, "A"));
        }
    }

    private static List<String> rows(Bench bench, EngineSession session, String database)
            throws SQLException, CommitRefused, Refusal {
        var rows = bench.rows(session, database, "SELECT * FROM {%s}.\"Keyed\"".formatted(database));
        rows.addAll(bench.rows(session, database, "SELECT * FROM {%s}.\"Heap\"".formatted(database)));
        for (var i = 1; i <= 3; i++) {
            var table =
                    "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'T%d' AND TABLE_SCHEMA = '%d.dbo'";
            rows.addAll(bench.rows(session, database, table.formatted(i, bench.id(database))));
        }
        rows.add(String.valueOf(session.transaction()
                .catalog(session.transaction().enter(database))
                .nextObjectId()));
        return rows;
    }

    private static void take(Step step, Bench bench, EngineSession session, Map<String, List<String>> savepoints)
            throws SQLException, Refusal {
        var free = canBeRead(bench, bench.instance.database("A").orElseThrow());
        var name = "s" + step.file;
        try {
            switch (step.kind) {
                case ADMINISTRATION -> {
                    if (!session.transaction().isOpen()) {
                        bench.errorsOf(of(ADMINISTRATION, step).formatted(step.file, step.second));
                    }
                }
                case ROWS -> {
                    if (free) {
                        bench.change(session, "A", of(ROWS, step).formatted(step.second, step.file));
                    }
                }
                case TABLES -> {
                    if (free) {
                        bench.changeSchema(session, "A", of(TABLES, step).formatted(step.file));
                    }
                }
                case BEGIN -> {
                    if (!session.transaction().isOpen()) {
                        session.transaction().begin();
                    }
                }
                case COMMIT -> {
                    if (session.transaction().isOpen()) {
                        savepoints.clear();
                        session.transaction().commit();
                    }
                }
                case ROLLBACK -> {
                    if (session.transaction().isOpen()) {
                        savepoints.clear();
                        session.transaction().rollback();
                    }
                }
                case SAVE -> {
                    if (session.transaction().isOpen()) {
                        session.transaction().save(name);
                        savepoints.remove(name);
                        savepoints.put(name, rows(bench, session, "A"));
                    }
                }
                case BACK -> {
                    if (savepoints.containsKey(name)) {
                        var all = List.copyOf(savepoints.keySet());
                        savepoints.keySet().removeAll(all.subList(all.indexOf(name) + 1, all.size()));
                        session.transaction().rollbackTo(name);
                        assertThat(rows(bench, session, "A")).isEqualTo(savepoints.get(name));
                    }
                }
            }
        } catch (SQLException e) {
            // A key that is there already, a table that is not: nothing was done then.
            assertThat(e.getErrorCode()).isIn(23505, 23506, 23503, 42101, 42102, 42121, 42122);
        } catch (CommitRefused e) {
            assertThat(e.errors().get(0).number()).isEqualTo(3906);
        }
    }

    private static String of(List<String> statements, Step step) {
        return statements.get(step.statement % statements.size());
    }
}
