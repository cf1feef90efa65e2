package io.emrops.testkit.sqlserver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.instance.Commit;
import io.emrops.testkit.sqlserver.translation.EngineStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.h2.value.Value;
import org.h2.value.ValueInteger;
import org.h2.value.ValueNull;
import org.junit.jupiter.api.Test;

/** What a session does to a database of the system is kept as short as what comes of it, and leads to the same. */
class OwnHistoryTest {
    private static final int WRITTEN = 5;
    private static final int PLAYED = 6;
    private static final List<String> NAMES = List.of("A", "B", "C");

    private Catalog catalog = Catalog.empty();
    private final List<Commit.Redo> history = new ArrayList<>();

    private void change(String text, Catalog after) {
        history.add(new SchemaChanged(WRITTEN, new EngineStatement(text, List.of()), catalog));
        history.add(SchemaChanged.last(WRITTEN, after));
        catalog = after;
    }

    private Table table(String name) {
        return catalog.table("dbo", name).orElseThrow();
    }

    private void createTable(String name) {
        var table = Table.empty(catalog.nextObjectId(), "dbo", name, Instant.EPOCH);
        change(
                "CREATE TABLE \"5.dbo\".\"" + name + "\" (\"a\" INTEGER, \"b\" INTEGER)",
                catalog.withObjectIdsTaken(1).with(table));
    }

    private void dropTable(String name) {
        change("DROP TABLE \"5.dbo\".\"" + name + "\"", catalog.without(table(name)));
    }

    private void truncateTable(String name) {
        change(
                "TRUNCATE TABLE \"5.dbo\".\"" + name + "\"",
                catalog.with(table(name).modifiedAt(Instant.MAX)));
    }

    private void indexTable(String name, boolean there) {
        change(
                (there ? "CREATE INDEX IF NOT EXISTS" : "DROP INDEX IF EXISTS") + " \"5.dbo\".\"" + name + "/ix\""
                        + (there ? " ON \"5.dbo\".\"" + name + "\"(\"a\")" : ""),
                catalog.with(table(name).modifiedAt(Instant.MAX)));
    }

    private static List<Value> row(int a, int b) {
        return List.of(ValueInteger.get(a), b == 0 ? ValueNull.INSTANCE : ValueInteger.get(b));
    }

    /** What a history leads to in a database of another number. */
    private static List<String> contents(Bench bench, List<Commit.Redo> history) throws Exception {
        var session = bench.session(51);
        session.transaction().beginStatement();
        session.transaction().enter("master");
        session.transaction().endStatement();
        var connection = session.connection();
        Schemas.drop(connection, PLAYED);
        Schemas.create(connection, PLAYED);
        var replay = new Replay(connection, PLAYED);
        replay.redo(history);
        replay.end();
        connection.commit();
        var found = new ArrayList<String>();
        for (var name : NAMES) {
            rows(connection, name).ifPresent(rows -> found.add(name + rows));
        }
        found.add(String.valueOf(replay.catalog()));
        return found;
    }

    private static Optional<List<String>> rows(Connection connection, String name) {
        var rows = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT * FROM \"" + PLAYED + ".dbo\".\"" + name + "\"")) {
            while (result.next()) {
                rows.add(result.getString(1) + "/" + result.getString(2));
            }
        } catch (SQLException e) {
            return Optional.empty();
        }
        rows.sort(null);
        return Optional.of(rows);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void what_is_shorter_leads_to_the_same(@ForAll long seed) throws Exception {
        // One instance for all tries.
        catalog = Catalog.empty();
        history.clear();
        var random = new Random(seed);
        var rows = new HashMap<String, List<List<Value>>>();
        for (var i = 0; i < 60; i++) {
            var name = NAMES.get(random.nextInt(NAMES.size()));
            if (!rows.containsKey(name)) {
                createTable(name);
                rows.put(name, new ArrayList<>());
                continue;
            }
            var there = rows.get(name);
            switch (random.nextInt(12)) {
                case 0, 1 -> {
                    dropTable(name);
                    rows.remove(name);
                }
                case 2 -> {
                    truncateTable(name);
                    there.clear();
                }
                case 3 -> indexTable(name, random.nextBoolean());
                case 4, 5, 6 -> {
                    if (!there.isEmpty()) {
                        var after = row(random.nextInt(3), random.nextInt(2));
                        history.add(new RowChanged("dbo", name, there.remove(random.nextInt(there.size())), after));
                        there.add(after);
                    }
                }
                case 7 -> {
                    if (!there.isEmpty()) {
                        history.add(new RowChanged("dbo", name, there.remove(0), null));
                    }
                }
                default -> {
                    var after = row(random.nextInt(3), random.nextInt(2));
                    history.add(new RowChanged("dbo", name, null, after));
                    there.add(after);
                }
            }
        }

        var shortened = OwnHistory.shortened(history);
        // A row that was there before and was changed is one that went and one that came.
        var changed = history.stream()
                .filter(one -> one instanceof RowChanged row && row.before() != null && row.after() != null)
                .count();
        assertThat((long) shortened.size()).isLessThanOrEqualTo(history.size() + changed);
        try (var bench = new Bench()) {
            var expected = contents(bench, history);
            assertThat(contents(bench, shortened)).isEqualTo(expected);
            assertThat(contents(bench, OwnHistory.shortened(shortened))).isEqualTo(expected);
        }
    }

    @Test
    void a_row_that_changes_for_ever_is_one_row() {
        var own = new OwnHistory();
        createTable("A");
        history.add(new RowChanged("dbo", "A", null, row(0, 0)));
        own.add(history);
        for (var i = 0; i < 10_000; i++) {
            own.add(List.of(
                    new RowChanged("dbo", "A", row(i, 0), row(i + 1, 0)), new PositionMoved("dbo", "A", "a", i)));
            assertThat(own.all()).hasSizeLessThan(1_100);
        }
    }

    @Test
    void a_table_that_comes_and_goes_for_ever_leaves_nothing() throws Exception {
        var own = new OwnHistory();
        createTable("A");
        history.add(new RowChanged("dbo", "A", null, row(7, 0)));
        own.add(history);
        for (var i = 0; i < 3_000; i++) {
            history.clear();
            createTable("B");
            history.add(new RowChanged("dbo", "B", null, row(i, 0)));
            history.add(new RowChanged("dbo", "A", row(7, 0), row(7, 0)));
            history.add(new PositionMoved("dbo", "B", "a", i));
            truncateTable("B");
            dropTable("B");
            own.add(history);
            assertThat(own.all()).hasSizeLessThan(1_100);
        }
        createTable("C");
        own.add(List.of(history.get(history.size() - 2), history.get(history.size() - 1)));

        try (var bench = new Bench()) {
            assertThat(contents(bench, own.all())).containsSequence("A[7/null]", "C[]");
        }
    }
}
