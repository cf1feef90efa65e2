package io.emrops.testkit.sqlserver.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import java.sql.SQLException;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class ExpressionFuzzTest {
    /** Numbers out of range, divisions by zero: what the engine's errors are mapped from. */
    private static final Set<Integer> MAPPED = Set.of(22003, 22012);

    private static TestEngine engine;

    @BeforeContainer
    static void open() throws SQLException {
        engine = new TestEngine();
    }

    @AfterContainer
    static void close() throws SQLException {
        engine.close();
    }

    @Provide
    Arbitrary<String> expressions() {
        return AnyExpression.any();
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void every_expression_has_a_value_of_its_type_or_an_error_of_the_servers(@ForAll("expressions") String text)
            throws Refusal {
        var expression = new BatchParser(16).parseExpression(text);
        var context = new TestContext();
        Typed typed;
        try {
            typed = new ExpressionTranslator(context).translate(expression);
        } catch (Refusal e) {
            assertThat(e.errors()).isNotEmpty();
            return;
        }
        try {
            engine.value(typed, context.bindings().values(), "");
        } catch (SQLException e) {
            assertThat(e.getSQLState().equals("S0001") || MAPPED.contains(e.getErrorCode()))
                    .as(typed.text() + " failed: " + e.getErrorCode() + " " + e.getMessage())
                    .isTrue();
        } catch (IllegalArgumentException e) {
            throw new AssertionError(typed.text() + " is no " + typed.type(), e);
        }
    }
}
