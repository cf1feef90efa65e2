package io.emrops.testkit.sqlserver.anyserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.emrops.testkit.sqlserver.translation.QueryCase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@code queries.txt}, asked by a driver. */
@ExtendWith(AnySqlServer.class)
class QueriesTest {
    private static final String DATABASE = "EmropsQueries";

    private static final Surroundings SURROUNDINGS = Surroundings.in(DATABASE)
            .with("@two", "int = 2")
            .with("@nothing", "int")
            .with("@name", "nvarchar(20) = N'Ann'")
            .with("@schema", "nvarchar(128) = N'dbo'")
            .with("@table", "nvarchar(128) = N'Dept'")
            .with("@sql", "nvarchar(max) = N''")
            .with("@work", "TABLE (Id int NOT NULL, What varchar(5)); INSERT @work VALUES (1, 'x')");

    private static Connection connection;
    private static Statement statement;

    @BeforeAll
    static void open(SqlServerUnderTest server) throws SQLException, IOException {
        connection = server.freshDatabase(DATABASE).getConnection();
        statement = connection.createStatement();
        statement.execute("CREATE SCHEMA ops");
        statement.execute(tables());
        statement.execute(
                "CREATE VIEW Staff AS SELECT e.Id, e.Name AS Who, d.Name AS Dept FROM Emp e LEFT JOIN Dept d ON d.Id = e.Dept");
        statement.execute("CREATE TABLE #work (Id int NOT NULL, What varchar(5)); INSERT #work VALUES (1, 'x')");
    }

    private static String tables() throws IOException {
        try (var in = QueryCase.class.getResourceAsStream("tables.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        }
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    /** Without those that count what the whole server has. */
    static Stream<QueryCase> cases() throws IOException {
        return QueryCase.all("queries.txt").stream().filter(one -> !isOfTheServer(one.query()));
    }

    private static boolean isOfTheServer(String query) {
        return query.contains("sys.dm_exec_") || query.contains("sys.databases WHERE") || query.contains("sys.objects");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_query_has_its_columns_and_rows(QueryCase expected) throws SQLException {
        assumeFalse(AnySqlServer.isReal() && expected.error() == 50000, "refused by the simulated server alone");
        var answer = Answer.to(SURROUNDINGS.around(expected.query()), statement);
        statement.execute("DROP TABLE IF EXISTS Copy");

        if (expected.error() != 0) {
            assertThat(answer.errors()).as(answer.texts()).startsWith(expected.error());
            return;
        }
        assertThat(answer.errors()).as(answer.texts()).isEmpty();
        if (expected.query().contains(" INTO ")) {
            assertThat(answer.results())
                    .containsExactly(new Answer.Count(expected.rows().size()));
            return;
        }
        assertThat(answer.results())
                .filteredOn(Answer.Rows.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(Answer.Rows.class, rows -> requireSame(expected, rows));
    }

    private static void requireSame(QueryCase expected, Answer.Rows answer) {
        assertThat(answer.columns()).extracting(Answer.Described::toString).isEqualTo(expected.columns());
        var rows = answer.rows().stream().map(QueriesTest::shown).toList();
        var expectedRows = expected.rows().stream().map(SURROUNDINGS::named).toList();
        if (expected.ordered()) {
            assertThat(rows).isEqualTo(expectedRows);
        } else {
            assertThat(rows).containsExactlyInAnyOrderElementsOf(expectedRows);
        }
    }

    private static String shown(List<@Nullable Object> row) {
        return row.stream()
                .map(value -> value instanceof String text ? "'" + text + "'" : Surroundings.shown(value))
                .collect(Collectors.joining(" | "));
    }
}
