package io.emrops.testkit.sqlserver.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
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

    @BeforeAll
    static void open() throws SQLException {
        engine = new TestEngine();
    }

    @AfterAll
    static void close() throws SQLException {
        engine.close();
    }

    static List<ExpressionCase> cases() throws IOException {
        return ExpressionCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_has_the_servers_value_and_type(ExpressionCase one) throws SQLException {
        if (one.error() != 0) {
            assertThat(error(one)).isEqualTo(one.error());
        } else {
            assertThat(answer(one)).isEqualTo(one.typeOfExpression() + " " + one.outcome());
        }
    }

    private static int error(ExpressionCase one) throws SQLException {
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

    private static Typed typed(ExpressionCase one, TestContext context) throws Refusal {
        return new ExpressionTranslator(context).translate(new BatchParser(16).parseExpression(one.asExpression()));
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

    private static String rest(ExpressionCase one) {
        return one.where().equals("t") ? " FROM \"t\"" : "";
    }

    private static String answer(ExpressionCase one) throws SQLException {
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

    private static void requireEngineType(Typed typed, ExpressionCase one, TestContext context) throws SQLException {
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
