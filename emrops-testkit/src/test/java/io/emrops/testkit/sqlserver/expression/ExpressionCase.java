package io.emrops.testkit.sqlserver.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * A line of {@code expressions.tsv}.
 *
 * @param expression a condition if it begins with a question mark
 * @param where which rows it is about: {@code -} none, {@code t} those of the table
 * @param outcome the value, or {@code !} and the number of the error
 * @param origin {@code U} if it is from memory, {@code D} of a vendor page, {@code C} of a capture
 */
public record ExpressionCase(
        String group, String where, String expression, String type, String outcome, String origin) {
    /** The rows of the table, behind a {@code SELECT}. */
    public static final String ROWS =
            " FROM (SELECT CAST(i AS int) AS i, CAST(d AS decimal(5,2)) AS d, CAST(s AS varchar(10)) AS s,"
                    + " CAST(b AS bit) AS b, CAST(m AS money) AS m, CAST(dt AS datetime) AS dt, CAST(f AS float) AS f FROM (VALUES"
                    + " (1, 1.50, 'b', 1, 2.5, '2024-01-31T10:20:30', 1.5),"
                    + " (2, 2.25, 'A ', 0, 0.3333, '2024-02-29T00:00:00', 2.5),"
                    + " (2, NULL, 'a', 1, 1, '1999-12-31T23:59:59.997', -1),"
                    + " (NULL, 0.25, NULL, NULL, NULL, NULL, NULL)"
                    + ") AS v (i, d, s, b, m, dt, f)) AS t";

    public static List<ExpressionCase> all() throws IOException {
        try (var in = Objects.requireNonNull(ExpressionCase.class.getResourceAsStream("expressions.tsv"))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(ExpressionCase::of)
                    .toList();
        }
    }

    private static ExpressionCase of(String line) {
        var fields = line.split("\t", -1);
        if (fields.length != 6) {
            throw new IllegalArgumentException("not six fields: " + line);
        }
        return new ExpressionCase(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
    }

    private boolean isCondition() {
        return expression.startsWith("? ");
    }

    /** Of a condition: 1 if it is true, 0 if it is false. */
    public String asExpression() {
        if (!isCondition()) {
            return expression;
        }
        var condition = expression.substring(2);
        return "CASE WHEN " + condition + " THEN 1 WHEN NOT (" + condition + ") THEN 0 END";
    }

    public String typeOfExpression() {
        return isCondition() ? "int" : type;
    }

    /** 0 if it has a value. */
    public int error() {
        return outcome.startsWith("!") ? Integer.parseInt(outcome.substring(1)) : 0;
    }

    @Override
    public String toString() {
        return group + ": " + expression;
    }
}
