package io.emrops.testkit.sqlserver.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What expressions are and which type they have, case by case: see {@code expressions.tsv}. The file says nothing of the engine, so that it
 * can be held against a real server.
 */
class ExpressionCasesTest {
    private static TestEngine engine;

    /**
     * One line.
     *
     * @param expression a condition if it begins with a question mark
     * @param where which rows it is about: {@code -} none, {@code t} those of the table
     * @param outcome the value, or {@code !} and the number of the error
     * @param origin {@code U} if it is from memory, {@code D} of a vendor page, {@code C} of a capture
     */
    record Case(String group, String where, String expression, String type, String outcome, String origin) {
        static Case of(String line) {
            var fields = line.split("\t", -1);
            if (fields.length != 6) {
                throw new IllegalArgumentException("not six fields: " + line);
            }
            return new Case(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
        }

        boolean isCondition() {
            return expression.startsWith("? ");
        }

        /** 1 if it is true, 0 if it is false. */
        String asExpression() {
            var condition = expression.substring(2);
            return "CASE WHEN " + condition + " THEN 1 WHEN NOT (" + condition + ") THEN 0 END";
        }

        @Override
        public String toString() {
            return group + ": " + expression;
        }
    }

    @BeforeAll
    static void open() throws SQLException {
        engine = new TestEngine();
    }

    @AfterAll
    static void close() throws SQLException {
        engine.close();
    }

    static Stream<Case> cases() {
        try (var in = Objects.requireNonNull(ExpressionCasesTest.class.getResourceAsStream("expressions.tsv"))) {
            return Arrays.stream(new String(in.readAllBytes(), UTF_8).split("\n"))
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(Case::of)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_has_the_servers_value_and_type(Case one) throws SQLException {
        if (one.outcome().startsWith("!")) {
            assertThat(error(one)).isEqualTo(Integer.parseInt(one.outcome().substring(1)));
        } else {
            var type = one.isCondition() ? "int" : one.type();
            assertThat(answer(one)).isEqualTo(type + " " + one.outcome());
        }
    }

    private static int error(Case one) throws SQLException {
        try {
            var context = new TestContext();
            var typed = typed(one, context);
            var value = engine.value(typed, context.bindings().values(), rest(one));
            throw new AssertionError("it is " + TestEngine.written(value) + ", by " + typed.text());
        } catch (Refusal e) {
            return e.errors().get(0).number();
        } catch (SQLException e) {
            return numberOf(e);
        }
    }

    private static Typed typed(Case one, TestContext context) throws Refusal {
        var text = one.isCondition() ? one.asExpression() : one.expression();
        return new ExpressionTranslator(context).translate(new BatchParser(16).parseExpression(text));
    }

    /** The engine's own errors that the server maps. */
    private static int numberOf(SQLException e) throws SQLException {
        if (e.getSQLState().equals("S0001")) {
            return e.getErrorCode();
        } else if (e.getErrorCode() == 22003) {
            return 8115;
        }
        throw e;
    }

    private static String rest(Case one) {
        return one.where().equals("t") ? " FROM \"t\"" : "";
    }

    private static String answer(Case one) throws SQLException {
        var context = new TestContext();
        try {
            var typed = typed(one, context);
            var bound = context.bindings().values();
            var value = engine.value(typed, bound, rest(one));
            requireEngineType(typed, one, context);
            return typed.type() + " " + TestEngine.written(value);
        } catch (Refusal e) {
            throw new AssertionError("refused: " + e.getMessage(), e);
        }
    }

    private static void requireEngineType(Typed typed, Case one, TestContext context) throws SQLException {
        var expected = engine.engineType(typed.type());
        var actual = engine.engineType(typed, context.bindings().values(), rest(one));
        if (typed.type() != SqlType.SQL_VARIANT) {
            assertThat(significant(actual)).as(typed.text()).isEqualTo(significant(expected));
        }
    }

    /** Of constants the engine knows how long they are, whatever their type is. */
    private static String significant(String engineType) {
        return engineType.contains("VARYING") ? engineType.substring(0, engineType.indexOf('(')) : engineType;
    }
}
