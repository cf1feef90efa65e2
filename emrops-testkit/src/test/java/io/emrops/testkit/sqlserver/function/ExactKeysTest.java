package io.emrops.testkit.sqlserver.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/** Two tables with the same rows, of which one has indexes: whatever is read of them is the same. */
class ExactKeysTest {
    private static final List<String> CHANGES = List.of(
            "INSERT INTO \"%s\" VALUES (%d, '%s', 'o', 1)",
            "INSERT INTO \"%s\" VALUES (%d, 'b', '%s', 2)",
            "UPDATE \"%s\" SET \"n\" = \"n\" + 1 WHERE \"id\" <> %d OR \"a\" = '%s'",
            "UPDATE \"%s\" SET \"id\" = 5 - \"id\" WHERE \"id\" <> %d AND \"a\" <> '%s'",
            "UPDATE \"%s\" SET \"a\" = UPPER(\"a\") WHERE \"id\" >= %d AND \"b\" <> '%s'",
            "UPDATE \"%s\" SET \"a\" = LOWER(\"a\"), \"b\" = \"b\" || ' ' WHERE \"id\" < %d OR \"a\" >= '%s'",
            "UPDATE \"%s\" SET \"b\" = \"a\", \"a\" = \"b\" WHERE \"id\" <> %d AND \"b\" > '%s'",
            "DELETE FROM \"%s\" WHERE \"id\" = %d OR \"a\" = '%s'");

    private static final List<String> QUERIES = List.of(
            "SELECT \"a\" || '|' FROM \"%s\" WHERE \"a\" = 'A'",
            "SELECT \"b\" || '|', \"n\" FROM \"%s\" WHERE \"b\" >= 'B'",
            "SELECT \"b\" || '|' FROM \"%s\" WHERE \"b\" = 'o' AND \"n\" > 1",
            "SELECT \"a\" || '|', \"b\" || '|', \"n\" FROM \"%s\"",
            "SELECT COUNT(*) FROM \"%s\" WHERE \"a\" IN ('a', 'B')");

    private record Step(int kind, int id, String text) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, CHANGES.size() + 2),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of("a", "A", "a ", "b", "B ", "o", "\u00d6", "\u00f6"))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void indexes_tell_what_is_in_the_table(@ForAll("histories") List<Step> history) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:h2:mem:;MODE=MSSQLServer")) {
            var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            ServerCollation.install(session.getDatabase());
            var columns = "(\"id\" INTEGER PRIMARY KEY, \"a\" VARCHAR(9), \"b\" VARCHAR(60), \"n\" INTEGER)";
            execute(connection, "CREATE TABLE \"plain\"" + columns);
            execute(connection, "CREATE TABLE \"indexed\"" + columns);
            execute(connection, "CREATE INDEX \"ia\" ON \"indexed\" (\"a\")");
            execute(connection, "CREATE INDEX \"ib\" ON \"indexed\" (\"b\" DESC, \"n\")");
            connection.setAutoCommit(false);
            for (var step : history) {
                take(step, connection);

                for (var query : QUERIES) {
                    assertThat(rows(connection, query.formatted("indexed")))
                            .as(query)
                            .isEqualTo(rows(connection, query.formatted("plain")));
                }
            }
        }
    }

    private static void take(Step step, Connection connection) throws SQLException {
        if (step.kind() == CHANGES.size()) {
            connection.rollback();
        } else if (step.kind() > CHANGES.size()) {
            connection.commit();
        } else {
            var change = CHANGES.get(step.kind());
            var expected = execute(connection, change.formatted("plain", step.id(), step.text()));
            assertThat(execute(connection, change.formatted("indexed", step.id(), step.text())))
                    .isEqualTo(expected);
        }
    }

    /** The number of rows, or of the error. */
    private static int execute(Connection connection, String statement) throws SQLException {
        try (var run = connection.createStatement()) {
            return run.executeUpdate(statement);
        } catch (SQLException e) {
            return -e.getErrorCode();
        }
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        var rows = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows.stream().sorted().toList();
    }
}
