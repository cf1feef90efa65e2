package io.emrops.testkit.sqlserver.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.syntax.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

class RandomQueriesTest {
    /** A subquery with more than one row, a number that is too large, a division by zero. */
    private static final Set<Integer> TRANSLATED_BY_THE_ENGINE = Set.of(90053, 22003, 22012);

    private static TestDatabase database;

    /** A row of table A. */
    private record Row(
            int id, @Nullable Integer k, @Nullable String s) {}

    private static final List<Row> ROWS = List.of(
            new Row(1, 1, "a"),
            new Row(2, 2, "A "),
            new Row(3, null, "b"),
            new Row(4, 1, null),
            new Row(5, 3, ""),
            new Row(6, null, "  "),
            new Row(7, 2, "B"));

    @BeforeContainer
    static void open() throws Exception {
        database = new TestDatabase();
        database.run("random.sql");
    }

    @AfterContainer
    static void close() throws Exception {
        database.close();
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void a_query_has_rows_or_an_error_of_sql_server(@ForAll long seed) throws Exception {
        var text = new RandomQuery(new Random(seed)).statement();

        var outcome = outcome(text);

        Statistics.label("outcome")
                .collect(outcome)
                .coverage(coverage -> coverage.check("rows").percentage(percentage -> percentage > 50));
    }

    private static String outcome(String text) throws SQLException, Refusal {
        var statement = (Statement.Select) new BatchParser(16).parse(text).get(0);
        TranslatedQuery query;
        try {
            query = new QueryTranslator(database, database).translate(statement);
        } catch (Refusal refusal) {
            var error = refusal.errors().get(0);
            return error.number() + (error.number() == 50000 ? " " + error.text() : "");
        }
        try {
            database.rows(query);
            return "rows";
        } catch (SQLException e) {
            assertThat("S0001".equals(e.getSQLState()) || TRANSLATED_BY_THE_ENGINE.contains(e.getErrorCode()))
                    .as(text + "\n" + query.statement().text() + "\n" + e.getMessage())
                    .isTrue();
            return "error";
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void a_filter_keeps_the_rows_for_which_it_is_true(@ForAll long seed) throws Exception {
        var predicate = predicate(new Random(seed), 3);

        var rows = rows("SELECT Id, K, S FROM A WHERE " + predicate.text);

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(ROWS.stream()
                        .filter(row -> Boolean.TRUE.equals(predicate.value.apply(row)))
                        .map(row -> key(row.id, row.k, row.s))
                        .toList());
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void groups_are_counted_as_the_collation_tells_them_apart(@ForAll long seed) throws Exception {
        var random = new Random(seed);
        var predicate = predicate(random, 2);
        var byText = random.nextBoolean();
        var key = byText ? "S" : random.nextBoolean() ? "K" : "K % 2";
        Function<Row, @Nullable Object> of = row -> switch (key) {
            case "S" -> row.s;
            case "K" -> row.k;
            default -> row.k == null ? null : row.k % 2;
        };

        var isSelected = random.nextBoolean();

        var rows = rows("SELECT " + (isSelected ? key : "'x'") + ", COUNT(*), MAX(Id) FROM A WHERE " + predicate.text
                + " GROUP BY " + key);

        var expected = new TreeMap<String, List<Row>>();
        ROWS.stream()
                .filter(row -> Boolean.TRUE.equals(predicate.value.apply(row)))
                .forEach(row -> expected.computeIfAbsent(key(of.apply(row)), k -> new ArrayList<>())
                        .add(row));
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(expected.entrySet().stream()
                        .map(group -> (isSelected ? group.getKey() : "'X'") + "|" + counted(group.getValue()))
                        .toList());
    }

    private static String counted(List<Row> group) {
        return group.size() + "|" + group.stream().mapToInt(Row::id).max().orElseThrow();
    }

    private record Predicate(String text, Function<Row, @Nullable Boolean> value) {}

    private static Predicate predicate(Random random, int depth) {
        switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> {
                var limit = random.nextInt(4);
                return new Predicate("K > " + limit, row -> row.k == null ? null : row.k > limit);
            }
            case 1 -> {
                var text = List.of("a", "A  ", "b ", "", " ").get(random.nextInt(5));
                return new Predicate(
                        "S = '" + text + "'",
                        row -> row.s == null ? null : row.s.strip().equalsIgnoreCase(text.strip()));
            }
            case 2 -> {
                return new Predicate("S IS NULL", row -> row.s == null);
            }
            case 3 -> {
                return new Predicate("K NOT IN (1, NULL)", row -> Objects.equals(row.k, 1) ? Boolean.FALSE : null);
            }
            case 4 -> {
                var inner = predicate(random, depth - 1);
                return new Predicate("NOT (" + inner.text + ")", row -> not(inner.value.apply(row)));
            }
            default -> {
                var left = predicate(random, depth - 1);
                var right = predicate(random, depth - 1);
                var and = random.nextBoolean();
                return new Predicate(
                        "(" + left.text + (and ? " AND " : " OR ") + right.text + ")",
                        row -> and
                                ? and(left.value.apply(row), right.value.apply(row))
                                : not(and(not(left.value.apply(row)), not(right.value.apply(row)))));
            }
        }
    }

    private static @Nullable Boolean not(@Nullable Boolean value) {
        return value == null ? null : !value;
    }

    private static @Nullable Boolean and(@Nullable Boolean left, @Nullable Boolean right) {
        if (Boolean.FALSE.equals(left) || Boolean.FALSE.equals(right)) {
            return false;
        }
        return left == null || right == null ? null : Boolean.TRUE;
    }

    private static List<String> rows(String text) throws SQLException, Refusal {
        var statement = (Statement.Select) new BatchParser(16).parse(text).get(0);
        return database.rows(new QueryTranslator(database, database).translate(statement)).stream()
                .map(row -> key(row.toArray()))
                .toList();
    }

    /** Texts that are the same to the collation are the same here. */
    private static String key(@Nullable Object... values) {
        var keys = new ArrayList<String>();
        for (var value : values) {
            keys.add(
                    value instanceof String text
                            ? "'" + text.stripTrailing().toUpperCase(Locale.ROOT) + "'"
                            : "" + value);
        }
        return String.join("|", keys);
    }
}
