package io.emrops.testkit.sqlserver.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.syntax.Statement;
import io.emrops.testkit.sqlserver.type.Column;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueryTranslatorTest {
    private static TestDatabase database;

    @BeforeAll
    static void open() throws Exception {
        database = new TestDatabase();
        database.run("tables.sql");
        database.createView(
                "Staff", "SELECT e.Id, e.Name AS Who, d.Name AS Dept FROM Emp e LEFT JOIN Dept d ON d.Id = e.Dept");
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
    }

    static List<QueryCase> cases() throws IOException {
        return QueryCase.all("queries.txt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_query_has_the_columns_and_rows_of_sql_server(QueryCase expected) throws Exception {
        var outcome = outcome(expected.query());

        var sorted = expected.ordered()
                ? expected.rows()
                : expected.rows().stream().sorted().toList();
        var rows = expected.ordered()
                ? outcome.rows
                : outcome.rows.stream().sorted().toList();
        assertThat(outcome.error).as(outcome.text).isEqualTo(expected.error() == 0 ? "" : "" + expected.error());
        assertThat(outcome.columns).isEqualTo(expected.columns());
        assertThat(rows).isEqualTo(sorted);
    }

    @Test
    @Timeout(30)
    void queries_in_one_another_end_before_the_engine_does() throws Exception {
        assertThat(outcome(nested("SELECT Id FROM (", ") q", 10)).rows).hasSize(4);
        assertThat(outcome(nested("SELECT Id FROM (", ") q", 11)).error).isEqualTo("50000");
        assertThat(outcome(nested("SELECT Id FROM Emp WHERE Id IN (", ")", 39)).rows)
                .hasSize(4);
        assertThat(outcome(nested("SELECT Id FROM Emp WHERE Id IN (", ")", 41)).error)
                .isEqualTo("50000");
    }

    private static String nested(String before, String after, int times) {
        return before.repeat(times) + "SELECT Id FROM Emp" + after.repeat(times);
    }

    @Test
    void values_behind_the_last_place_in_the_text_are_not_handed_on() throws Exception {
        assertThat(values("SELECT e.Id FROM Emp e CROSS APPLY (SELECT @two AS x) q"))
                .isEmpty();
        assertThat(values("SELECT 1 FROM [ops].[Weird \"Name]]] CROSS APPLY (SELECT @two AS x) q WHERE '?9' <> @name"))
                .containsExactly(2, "Ann");
    }

    private static List<@Nullable Object> values(String query) throws Refusal {
        var statement = (Statement.Select) new BatchParser(16).parse(query).get(0);
        return new QueryTranslator(database, database)
                .translate(statement)
                .statement()
                .values();
    }

    private record Outcome(String error, String text, List<String> columns, List<String> rows) {}

    private static Outcome outcome(String query) throws SQLException {
        try {
            var statement = (Statement.Select) new BatchParser(16).parse(query).get(0);
            var translated = new QueryTranslator(database, database).translate(statement);
            try {
                var rows = new ArrayList<String>();
                for (var row : database.rows(translated)) {
                    rows.add(String.join(
                            " | ", row.stream().map(QueryTranslatorTest::shown).toList()));
                }
                var columns = translated.columns().stream()
                        .map(QueryTranslatorTest::shown)
                        .toList();
                return new Outcome("", "", columns, rows);
            } catch (SQLException e) {
                return new Outcome(number(e), e.getMessage(), List.of(), List.of());
            }
        } catch (Refusal refusal) {
            var error = refusal.errors().get(0);
            return new Outcome("" + error.number(), error.text(), List.of(), List.of());
        }
    }

    /** Of a function of ours it is SQL Server's; 90053 is the engine's own for a subquery with more rows. */
    private static String number(SQLException e) {
        if ("S0001".equals(e.getSQLState())) {
            return "" + e.getErrorCode();
        }
        return e.getErrorCode() == 90053 ? "512" : "engine " + e.getErrorCode();
    }

    private static String shown(Column column) {
        return (column.name() + " " + column.type() + (column.nullable() ? "" : " not null")
                        + (column.identity() ? " identity" : ""))
                .strip();
    }

    private static String shown(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        } else if (value instanceof String text) {
            return "'" + text + "'";
        } else if (value instanceof Boolean bit) {
            return bit ? "1" : "0";
        } else if (value instanceof Timestamp time) {
            return time.toLocalDateTime().toString();
        } else if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value.toString();
    }
}
