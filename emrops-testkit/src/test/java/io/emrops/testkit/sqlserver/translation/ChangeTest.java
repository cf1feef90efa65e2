package io.emrops.testkit.sqlserver.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeTest {
    static Stream<ChangeCase> cases() throws IOException {
        return Stream.concat(ChangeCase.all("tables.txt").stream(), ChangeCase.all("rows.txt").stream());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void statements_do_what_they_do_at_sql_server(ChangeCase expected) throws Exception {
        try (var bench = new Workbench()) {
            for (var step : expected.steps()) {
                var outcome = bench.run(step.statement());

                assertThat(told(outcome, step)).as(step.statement()).isEqualTo(expected(step));
                if (step.expected().equals("rows")) {
                    assertThat(outcome.rows()).as(step.statement()).isEqualTo(step.rows());
                }
            }
        }
    }

    /** The engine does not tell a unique index from a key. */
    private static String expected(ChangeCase.Step step) {
        return step.expected().equals("error 2601") ? "error 2627" : step.expected();
    }

    private static String told(Workbench.Outcome outcome, ChangeCase.Step step) {
        if (!outcome.engineError().isEmpty()) {
            return "error " + number(outcome.engineError(), step.statement());
        }
        if (!outcome.errors().isEmpty()) {
            return "error " + outcome.errors().stream().map(String::valueOf).collect(Collectors.joining(" "));
        }
        if (outcome.rows() != null) {
            return "rows";
        }
        return step.expected().equals("done") ? "done" : "" + outcome.count();
    }

    /** What SQL Server says where only the rows can tell; which of two it is, the engine's session works out of the names. */
    private static String number(String engine, String statement) {
        return switch (engine) {
            case "23505" -> statement.startsWith("CREATE") ? "1505" : statement.startsWith("MERGE") ? "8672" : "2627";
            case "90081" -> "515";
            case "23502" -> statement.contains(" ADD ") ? "4901" : "515";
            case "23503", "23506", "23513" -> "547";
            default -> engine;
        };
    }
}
