package io.emrops.testkit.sqlserver.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.Supplier;

/** Makes queries over the tables {@code A} and {@code B}, which both have the columns Id, K and S. Most of them are valid. */
final class RandomQuery {
    private static final List<String> COMPARATORS = List.of("=", "<>", "<", "<=", ">", ">=");
    private static final List<String> NUMBERS = List.of("0", "1", "2", "-1", "NULL", "@two", "1.5");
    private static final List<String> TEXTS = List.of("'a'", "'A '", "''", "N'b'", "' '", "'it''s ?1'");

    private final Random random;
    private int aliases;

    RandomQuery(Random random) {
        this.random = random;
    }

    /** With an order at times. */
    String statement() {
        var columns = 1 + random.nextInt(3);
        var query = one(
                () -> select(columns, List.of(), 2),
                () -> select(columns, List.of(), 2),
                () -> select(columns, List.of(), 1)
                        + pick(" UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT ")
                        + select(columns, List.of(), 1),
                () -> commonTable(columns));
        return query + (random.nextBoolean() ? " ORDER BY " + (1 + random.nextInt(columns)) + pick("", " DESC") : "");
    }

    private String commonTable(int columns) {
        var names = new StringJoiner(",", "(", ")");
        for (var i = 0; i < columns; i++) {
            names.add(List.of("Id", "K", "S").get(i));
        }
        var inside = select(columns, List.of(), 1);
        return "WITH C" + names + " AS (" + inside + ") SELECT " + pick("", "DISTINCT ") + "* FROM C"
                + (columns == 3 && random.nextBoolean() ? " JOIN (SELECT Id AS i2 FROM B) q ON q.i2 = C.Id" : "");
    }

    private String select(int columns, List<String> outer, int depth) {
        var tables = new ArrayList<String>();
        var from = from(tables, depth);
        var visible = new ArrayList<>(tables);
        visible.addAll(outer);
        var where = random.nextInt(3) > 0 ? " WHERE " + condition(visible, depth) : "";
        if (random.nextInt(3) == 0) {
            return grouped(columns, tables, from + where);
        }
        var items = new StringJoiner(", ");
        for (var i = 0; i < columns; i++) {
            items.add(i == 0 ? number(visible, depth) : random.nextBoolean() ? number(visible, depth) : text(visible));
        }
        return "SELECT " + pick("", "", "DISTINCT ", "TOP 2 ") + items + " FROM " + from + where;
    }

    private String grouped(int columns, List<String> tables, String rest) {
        var key = one(
                () -> column(tables, "K"),
                () -> column(tables, "S"),
                () -> column(tables, "Id") + " % 2",
                () -> "COALESCE(" + column(tables, "S") + ", 'none')");
        var items = new StringJoiner(", ");
        for (var i = 0; i < columns; i++) {
            items.add(one(
                    () -> key,
                    () -> "COUNT(*)",
                    () -> "SUM(" + column(tables, "K") + ")",
                    () -> "MAX(" + column(tables, "S") + ")",
                    () -> "COUNT(DISTINCT " + column(tables, "S") + ") + 1",
                    () -> "SUM(COUNT(*)) OVER ()",
                    () -> "'x'"));
        }
        return "SELECT " + items + " FROM " + rest + pick("", " GROUP BY " + key, " GROUP BY " + key)
                + pick("", " HAVING COUNT(*) > 1", " HAVING MAX(" + column(tables, "K") + ") >= 0");
    }

    private String from(List<String> tables, int depth) {
        var first = table(tables, depth);
        if (random.nextInt(3) > 0) {
            return first;
        }
        var second = table(tables, depth);
        return one(
                () -> first + ", " + second,
                () -> first + " CROSS JOIN " + second,
                () -> first + pick(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ") + second + " ON "
                        + tables.get(0) + ".K = " + tables.get(1) + "." + pick("K", "Id"));
    }

    private String table(List<String> tables, int depth) {
        var alias = "t" + ++aliases;
        var text = depth > 0 && random.nextInt(4) == 0
                ? "(" + select(3, List.of(), depth - 1) + ") AS " + alias + "(Id, K, S)"
                : pick("A", "B", "dbo.A") + " AS " + alias;
        tables.add(alias);
        return text;
    }

    private String condition(List<String> tables, int depth) {
        return one(
                () -> number(tables, 0) + " " + pick(COMPARATORS) + " " + number(tables, 0),
                () -> text(tables) + " " + pick(COMPARATORS) + " " + text(tables),
                () -> column(tables, "S") + " IN (" + pick(TEXTS) + ", " + pick(TEXTS) + ")",
                () -> column(tables, "K") + pick(" IS NULL", " IS NOT NULL"),
                () -> column(tables, "K") + pick("", " NOT") + " BETWEEN 0 AND 2",
                () -> column(tables, "S") + pick("", " NOT") + " LIKE " + pick("'a%'", "'_'", "'[ab]%'"),
                () -> depth > 0 ? "NOT (" + condition(tables, depth - 1) + ")" : "1 = 1",
                () -> depth > 0
                        ? "(" + condition(tables, depth - 1) + pick(" AND ", " OR ") + condition(tables, depth - 1)
                                + ")"
                        : "1 = 0",
                () -> depth > 0 ? pick("", "NOT ") + "EXISTS (" + select(1, tables, depth - 1) + ")" : "0 < 1",
                () -> depth > 0
                        ? column(tables, "K") + pick("", " NOT") + " IN (" + select(1, tables, depth - 1) + ")"
                        : "0 > 1");
    }

    private String number(List<String> tables, int depth) {
        return one(
                () -> column(tables, pick("Id", "K")),
                () -> column(tables, pick("Id", "K")),
                () -> pick(NUMBERS),
                () -> "(" + column(tables, "K") + pick(" + ", " - ", " * ", " % ", " / ") + pick("1", "2", "Id") + ")",
                () -> "CASE WHEN " + column(tables, "K") + " > 1 THEN " + pick(NUMBERS) + " ELSE 7 END",
                () -> "LEN(" + column(tables, "S") + ")",
                () -> depth > 0 ? "(" + pick("SELECT MAX(K) FROM A", select(1, tables, depth - 1)) + ")" : "3",
                () -> depth > 0 ? "ROW_NUMBER() OVER (ORDER BY " + column(tables, "Id") + ")" : "4");
    }

    private String text(List<String> tables) {
        return one(
                () -> column(tables, "S"),
                () -> pick(TEXTS),
                () -> column(tables, "S") + " + " + pick(TEXTS),
                () -> "UPPER(" + column(tables, "S") + ")",
                () -> "CAST(" + column(tables, "K") + " AS varchar(5))");
    }

    private String column(List<String> tables, String name) {
        return pick(tables) + "." + name;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    private String one(Supplier<String>... choices) {
        return choices[random.nextInt(choices.length)].get();
    }
}
