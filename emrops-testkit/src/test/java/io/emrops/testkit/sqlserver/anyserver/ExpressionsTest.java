package io.emrops.testkit.sqlserver.anyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.emrops.testkit.sqlserver.expression.ExpressionCase;
import io.emrops.testkit.sqlserver.expression.TestEngine;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@code expressions.tsv}, asked by a driver. */
@ExtendWith(AnySqlServer.class)
class ExpressionsTest {
    private static Connection connection;
    private static Statement statement;

    @BeforeAll
    static void open(SqlServerUnderTest server) throws SQLException {
        connection = server.dataSource().getConnection();
        statement = connection.createStatement();
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    static List<ExpressionCase> cases() throws IOException {
        return ExpressionCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_has_its_value_and_type(ExpressionCase one) {
        assumeFalse(AnySqlServer.isReal() && one.error() == 50000, "refused by the simulated server alone");
        var answer = Answer.to(query(one), statement);

        if (one.error() != 0) {
            assertThat(answer.errors()).as(answer.texts()).startsWith(one.error());
            return;
        }
        assertThat(answer.errors()).as(answer.texts()).isEmpty();
        assertThat(answer.results()).singleElement().isInstanceOfSatisfying(Answer.Rows.class, rows -> {
            assertThat(rows.columns().get(0).type()).isEqualTo(one.typeOfExpression());
            var value = TestEngine.written(rows.rows().get(0).get(0));
            if (isOfTheMoment(one)) {
                assertThat(value).isNotEqualTo("NULL");
            } else {
                assertThat(value).isEqualTo(one.outcome());
            }
        });
    }

    /** Whether the value in the file is that of the other test's surroundings. */
    private static boolean isOfTheMoment(ExpressionCase one) {
        return one.group().equals("clock") || one.expression().equals("@@SPID");
    }

    /** The first row is what counts, wherever the server would put it. */
    private static String query(ExpressionCase one) {
        if (!one.where().equals("t")) {
            return "SELECT " + one.asExpression();
        }
        return "SELECT " + one.asExpression() + ExpressionCase.ROWS
                + (one.group().equals("aggregates") ? "" : " ORDER BY CASE WHEN i = 1 THEN 0 ELSE 1 END");
    }
}
