package io.emrops.testkit.sqlserver.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.catalog.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class ChangeHistoriesTest {
    /** What only the rows can forbid: keys, nulls, checks. Numbers below 10,000 are SQL Server's own, of our functions. */
    private static final Set<String> OF_ROWS = Set.of("23505", "23502", "23503", "23506", "23513", "90081");

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void the_catalog_and_the_engine_always_have_the_same(@ForAll("histories") List<String> history)
            throws SQLException {
        try (var bench = new Workbench()) {
            for (var statement : history) {
                var outcome = bench.run(statement);
                if (!outcome.engineError().isEmpty() && outcome.engineError().length() > 4) {
                    assertThat(OF_ROWS).as(statement).contains(outcome.engineError());
                }
                assertThat(ofEngine(bench.connection())).as(statement).isEqualTo(ofCatalog(bench));
            }
        }
    }

    @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
    void object_numbers_grow_and_never_come_back(@ForAll("histories") List<String> history) throws SQLException {
        try (var bench = new Workbench()) {
            var most = 0;
            var gone = new TreeSet<Integer>();
            var there = new TreeSet<Integer>();
            for (var statement : history) {
                bench.run(statement);

                var now = numbers(bench);
                assertThat(now).noneMatch(gone::contains);
                assertThat(bench.catalog().nextObjectId()).isGreaterThanOrEqualTo(most);
                most = bench.catalog().nextObjectId();
                there.removeAll(now);
                gone.addAll(there);
                there = new TreeSet<>(now);
                assertThat(now).allMatch(number -> number < bench.catalog().nextObjectId());
            }
        }
    }

    private static List<Integer> numbers(Workbench bench) {
        var numbers = new ArrayList<Integer>();
        for (var table : bench.catalog().tables().values()) {
            numbers.add(table.objectId());
            table.foreignKeys().forEach(key -> numbers.add(key.objectId()));
            table.checks().forEach(check -> numbers.add(check.objectId()));
            table.indexes().forEach(index -> index.constraint().ifPresent(key -> numbers.add(key.objectId())));
            table.columns().forEach(column -> column.defaultValue().ifPresent(value -> numbers.add(value.objectId())));
        }
        assertThat(numbers).doesNotHaveDuplicates();
        return numbers;
    }

    private static TreeSet<String> ofCatalog(Workbench bench) {
        var all = new TreeSet<String>();
        for (var table : bench.catalog().tables().values()) {
            add(all, table);
        }
        return all;
    }

    private static void add(Set<String> all, Table table) {
        var name = table.name();
        for (var column : table.columns()) {
            all.add("column " + name + "." + column.name() + (column.identity().isPresent() ? " identity" : "")
                    + (column.nullable() ? "" : " not null"));
        }
        for (var index : table.indexes()) {
            var kind = index.constraint()
                    .map(key -> key.primary() ? "PRIMARY KEY" : "UNIQUE")
                    .orElse(index.unique() ? "unique index" : "index");
            all.add(kind + " " + name + "/" + index.name());
        }
        table.checks().forEach(check -> all.add("CHECK " + name + "/" + check.name()));
        table.foreignKeys().forEach(key -> all.add("FOREIGN KEY " + name + "/" + key.name()));
    }

    private static TreeSet<String> ofEngine(Connection connection) throws SQLException {
        var all = new TreeSet<String>();
        read(
                connection,
                all,
                "SELECT 'column ' || TABLE_NAME || '.' || COLUMN_NAME"
                        + " || CASE WHEN IS_IDENTITY = 'YES' THEN ' identity' ELSE '' END"
                        + " || CASE WHEN IS_NULLABLE = 'YES' THEN '' ELSE ' not null' END"
                        + " FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = '5.dbo' AND IS_VISIBLE");
        read(
                connection,
                all,
                "SELECT CONSTRAINT_TYPE || ' ' || CONSTRAINT_NAME FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS"
                        + " WHERE TABLE_SCHEMA = '5.dbo'");
        read(
                connection,
                all,
                "SELECT CASE WHEN INDEX_TYPE_NAME = 'INDEX' THEN 'index ' ELSE 'unique index ' END || INDEX_NAME"
                        + " FROM INFORMATION_SCHEMA.INDEXES WHERE TABLE_SCHEMA = '5.dbo' AND NOT IS_GENERATED");
        return all;
    }

    private static void read(Connection connection, Set<String> all, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            while (result.next()) {
                all.add(result.getString(1));
            }
        }
    }

    @Provide
    Arbitrary<List<String>> histories() {
        var first = Combinators.combine(creation("a", plain()), creation("b", plain()), creation("c", kinds("x")))
                .as((a, b, c) -> List.of(a, b, c));
        return Combinators.combine(first, statements().list().ofMinSize(4).ofMaxSize(24))
                .as((made, changes) ->
                        Stream.concat(made.stream(), changes.stream()).toList());
    }

    private static Arbitrary<String> statements() {
        return Arbitraries.frequencyOf(
                Tuple.of(2, creations()),
                Tuple.of(1, tables().map(table -> "DROP TABLE " + table)),
                Tuple.of(6, alterations()),
                Tuple.of(3, indexes()),
                Tuple.of(8, rows()));
    }

    private static Arbitrary<String> tables() {
        return Arbitraries.of("a", "b", "c");
    }

    private static Arbitrary<String> columns() {
        return Arbitraries.of("id", "x", "y", "z");
    }

    private static Arbitrary<String> types() {
        return Arbitraries.of("int", "bigint", "varchar(3)", "varchar(9)", "decimal(5, 2)", "datetime", "bit");
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("k1", "k2", "k3", "k4");
    }

    private static Arbitrary<String> creations() {
        return tables().flatMap(table -> creation(table, kinds("x")));
    }

    private static Arbitrary<String> creation(String table, Arbitrary<String> kindOfX) {
        var key = Arbitraries.of("int PRIMARY KEY", "int IDENTITY PRIMARY KEY", "int NOT NULL", "int IDENTITY (5, -1)");
        var more = Combinators.combine(kindOfX, plain()).as((x, y) -> ", x " + x + ", y " + y);
        var last = Arbitraries.of(
                "", ", z AS id + 1", ", z rowversion", ", CHECK (id <> 3)", ", CONSTRAINT k1 UNIQUE (x)");
        return Combinators.combine(key, more, last)
                .as((id, columns, end) -> "CREATE TABLE " + table + " (id " + id + columns + end + ")");
    }

    private static Arbitrary<String> kinds(String column) {
        return Arbitraries.oneOf(
                plain(),
                plain(),
                Arbitraries.of(
                        "int REFERENCES a (id)",
                        "int NULL REFERENCES b ON DELETE CASCADE",
                        "int CHECK (" + column + " < 90)"));
    }

    private static Arbitrary<String> plain() {
        return Combinators.combine(types(), properties()).as((type, property) -> type + property);
    }

    private static Arbitrary<String> properties() {
        return Arbitraries.of("", "", "", " NOT NULL", " NULL", " DEFAULT 1", " NOT NULL DEFAULT 0", " UNIQUE");
    }

    private static Arbitrary<String> alterations() {
        var added = columns().flatMap(column -> kinds(column).map(kind -> "ADD " + column + " " + kind));
        var constrained = Combinators.combine(names(), columns(), columns())
                .flatAs((name, column, other) -> Arbitraries.of(
                        "ADD CONSTRAINT " + name + " PRIMARY KEY (" + column + ")",
                        "ADD CONSTRAINT " + name + " UNIQUE (" + column + ", " + other + ")",
                        "ADD CONSTRAINT " + name + " UNIQUE (" + column + ")",
                        "ADD CONSTRAINT " + name + " CHECK (" + column + " IS NOT NULL)",
                        "WITH NOCHECK ADD CONSTRAINT " + name + " CHECK (" + column + " = " + other + ")",
                        "ADD CONSTRAINT " + name + " DEFAULT 2 FOR " + column,
                        "ADD CONSTRAINT " + name + " FOREIGN KEY (" + column + ") REFERENCES b (id)",
                        "ADD CONSTRAINT " + name + " FOREIGN KEY (" + column + ") REFERENCES c ON DELETE SET NULL"));
        var changed = Combinators.combine(columns(), types(), Arbitraries.of("", " NULL", " NOT NULL"))
                .as((column, type, nullable) -> "ALTER COLUMN " + column + " " + type + nullable);
        var dropped = Arbitraries.oneOf(
                columns().map(column -> "DROP COLUMN " + column), names().map(name -> "DROP CONSTRAINT " + name));
        var action = Arbitraries.oneOf(added, constrained, changed, dropped);
        return Combinators.combine(tables(), action).as((table, change) -> "ALTER TABLE " + table + " " + change);
    }

    private static Arbitrary<String> indexes() {
        var made = Combinators.combine(
                        Arbitraries.of("INDEX", "UNIQUE INDEX", "CLUSTERED INDEX"),
                        Arbitraries.of("i1", "i2", "k1"),
                        tables(),
                        columns(),
                        Arbitraries.of("", " INCLUDE (y)", " WHERE id > 1", " WHERE x IS NOT NULL"))
                .as((kind, name, table, column, end) ->
                        "CREATE " + kind + " " + name + " ON " + table + " (" + column + ")" + end);
        var dropped = Combinators.combine(Arbitraries.of("i1", "i2", "k1"), tables())
                .as((name, table) -> "DROP INDEX " + name + " ON " + table);
        return Arbitraries.oneOf(made, made, dropped);
    }

    private static Arbitrary<String> rows() {
        var values = Arbitraries.of("0", "1", "2", "'3'", "NULL", "DEFAULT", "'x'", "-1.5");
        var inserted = Combinators.combine(tables(), columns(), values, columns(), values)
                .as((table, one, value, two, other) -> one.equals(two)
                        ? "INSERT " + table + " (" + one + ") VALUES (" + value + ")"
                        : "INSERT " + table + " (" + one + ", " + two + ") VALUES (" + value + ", " + other + ")");
        var copied = Combinators.combine(tables(), tables(), columns(), columns())
                .as((table, from, one, two) ->
                        "INSERT " + table + " (" + one + ") SELECT " + two + " FROM " + from + " WHERE id < 5");
        var updated = Combinators.combine(tables(), columns(), values, columns())
                .as((table, column, value, where) ->
                        "UPDATE " + table + " SET " + column + " = " + value + " WHERE " + where + " IS NOT NULL");
        var joined = Combinators.combine(tables(), tables(), columns(), columns())
                .as((table, from, one, two) -> "UPDATE t SET " + one + " = f." + two + " FROM " + table
                        + " t LEFT JOIN " + from + " f ON f.id = t.id");
        var deleted = Combinators.combine(tables(), Arbitraries.of("", " WHERE id = 1", " OUTPUT DELETED.*"))
                .as((table, end) -> "DELETE " + table + end);
        var merged = Combinators.combine(tables(), tables(), columns())
                .as((table, from, column) -> "MERGE " + table + " t USING " + from + " f ON t.id = f.id"
                        + " WHEN MATCHED THEN UPDATE SET " + column + " = f." + column
                        + " WHEN NOT MATCHED THEN INSERT (" + column + ") VALUES (f." + column + ");");
        var emptied = tables().map(table -> "TRUNCATE TABLE " + table);
        return Arbitraries.oneOf(inserted, inserted, inserted, copied, updated, joined, deleted, merged, emptied);
    }
}
