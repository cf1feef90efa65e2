package io.emrops.testkit.sqlserver.anyserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.translation.ChangeCase;
import io.emrops.testkit.sqlserver.translation.ChangeCase.Step;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@code tables.txt} and {@code rows.txt}, asked by a driver. */
@ExtendWith(AnySqlServer.class)
class ChangesTest {
    private static final String DATABASE = "EmropsChanges";
    private static final String ARCHIVE = DATABASE + "Archive";
    /** What a driver tells of a table that is made among other statements. */
    private static final Answer.Count NOTHING = new Answer.Count(0);

    private static final Pattern TEMPORARY = Pattern.compile("#\\w+");

    private static final Surroundings SURROUNDINGS =
            Surroundings.in(DATABASE).with("@two", "int = 2").with("@name", "varchar(5) = 'Ann'");

    private static Connection connection;
    private static Statement statement;

    @BeforeAll
    static void open(SqlServerUnderTest server) throws SQLException {
        connection = server.dataSource().getConnection();
        statement = connection.createStatement();
    }

    @BeforeEach
    void empty() throws SQLException {
        statement.execute("USE master");
        for (var database : List.of(DATABASE, ARCHIVE)) {
            statement.execute("DROP DATABASE IF EXISTS " + database);
            statement.execute("CREATE DATABASE " + database);
        }
        statement.execute("USE " + DATABASE);
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    static Stream<ChangeCase> cases() throws IOException {
        return Stream.concat(ChangeCase.all("tables.txt").stream(), ChangeCase.all("rows.txt").stream());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_statement_has_its_outcome(ChangeCase expected) throws SQLException {
        var steps = expected.steps().stream()
                .filter(step -> !AnySqlServer.isReal() || !step.expected().equals("error 50000"))
                .toList();
        try {
            if (steps.get(0).statement().startsWith("DECLARE ")) {
                inOneText(steps);
            } else {
                for (var step : steps) {
                    requireOutcome(step, answer(step.statement(), step));
                }
            }
        } finally {
            for (var temporary : temporaryTables(steps)) {
                statement.execute("DROP TABLE IF EXISTS " + temporary);
            }
        }
    }

    /** A table variable is there as long as its text runs; the errors come with it, each alone. */
    private static void inOneText(List<Step> steps) {
        var right = steps.stream()
                .filter(step -> !step.expected().startsWith("error"))
                .toList();
        var text = right.stream().map(Step::statement).collect(Collectors.joining(";\n"));
        var answer = Answer.to(SURROUNDINGS.around(text), statement);

        assertThat(answer.errors()).as(answer.texts()).isEmpty();
        var told =
                right.stream().filter(step -> !step.expected().equals("done")).toList();
        var results = answer.results().stream()
                .filter(result -> !NOTHING.equals(result))
                .toList();
        assertThat(results).hasSameSizeAs(told);
        for (var i = 0; i < told.size(); i++) {
            requireOutcome(told.get(i), new Answer(List.of(results.get(i)), List.of(), ""));
        }
        for (var step : steps) {
            if (!right.contains(step)) {
                var alone = steps.get(0).statement() + ";\n" + step.statement();
                requireOutcome(step, answer(alone, step));
            }
        }
    }

    private static Answer answer(String text, Step step) {
        return Answer.to(
                step.expected().equals("error 50000") ? SURROUNDINGS.named(text) : SURROUNDINGS.around(text),
                statement);
    }

    private static void requireOutcome(Step step, Answer answer) {
        if (step.expected().startsWith("error ")) {
            var numbers = Stream.of(step.expected().substring(6).split(" "))
                    .map(Integer::valueOf)
                    .toList();
            assertThat(answer.errors())
                    .as(step.statement() + "\n" + answer.texts())
                    .isEqualTo(numbers);
            return;
        }
        assertThat(answer.errors()).as(step.statement() + "\n" + answer.texts()).isEmpty();
        if (step.expected().equals("rows")) {
            assertThat(answer.results())
                    .as(step.statement())
                    .first()
                    .isInstanceOfSatisfying(
                            Answer.Rows.class, rows -> assertThat(shown(rows)).isEqualTo(step.rows()));
            assertThat(answer.results().subList(1, answer.results().size()))
                    .as("behind the rows of OUTPUT a driver may tell how many there were: %s", step.statement())
                    .isIn(List.of(), List.of(new Answer.Count(step.rows().size())));
        } else if (!step.expected().equals("done")) {
            assertThat(answer.results())
                    .as(step.statement())
                    .containsExactly(new Answer.Count(Long.parseLong(step.expected())));
        }
    }

    private static List<String> shown(Answer.Rows rows) {
        var shown = new ArrayList<String>();
        for (var row : rows.rows()) {
            shown.add(shown(row));
        }
        return shown;
    }

    private static String shown(List<@Nullable Object> row) {
        return row.stream().map(Surroundings::shown).collect(Collectors.joining(" | "));
    }

    private static List<String> temporaryTables(List<Step> steps) {
        return steps.stream()
                .flatMap(step -> TEMPORARY.matcher(step.statement()).results().map(MatchResult::group))
                .distinct()
                .toList();
    }
}
