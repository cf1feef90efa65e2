package io.emrops.testkit.sqlserver.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.statement.Recognition.Recognised;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class SpellingTest {
    private static final int SQL_SERVER_2025 = 17;

    @Provide
    Arbitrary<AdminStatement> statements() {
        return AnyStatement.any();
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void whatever_the_spelling_the_statement_is_the_same(
            @ForAll("statements") AdminStatement statement, @ForAll long seed) {
        var spelling = new Spelling(seed);
        new Printer(spelling).print(statement);

        assertThat(Reading.statement(spelling.toString(), SQL_SERVER_2025))
                .as(spelling.toString())
                .isEqualTo(statement);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void statements_of_a_batch_do_not_run_into_each_other(
            @ForAll @Size(max = 4) List<@From("statements") AdminStatement> statements, @ForAll long seed) {
        var spelling = new Spelling(seed);
        for (var statement : statements) {
            new Printer(spelling).print(statement);
            if (spelling.maybe()) {
                spelling.say(";");
            }
        }

        assertThat(Reading.of(spelling.toString(), SQL_SERVER_2025))
                .as(spelling.toString())
                .isEqualTo(new Recognised(statements, ""));
    }
}
