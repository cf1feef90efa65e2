package io.emrops.testkit.sqlserver.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.syntax.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssignmentsTest {
    private TestDatabase database;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        database.run("tables.sql");
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void the_last_row_is_what_stays() throws Exception {
        run("SELECT @two = Id, @name = Name FROM Emp ORDER BY Id");

        assertThat(value("@two")).isEqualTo(4);
        assertThat(value("@name")).isEqualTo("Dora");
    }

    @Test
    void without_rows_nothing_changes() throws Exception {
        run("SELECT @two = Id FROM Emp WHERE Id > 100");

        assertThat(value("@two")).isEqualTo(2);
    }

    @Test
    void the_value_is_converted_to_the_type_of_the_variable() throws Exception {
        run("SELECT @name = Id, @two = '17' FROM Emp WHERE Id = 3");

        assertThat(value("@name")).isEqualTo("3");
        assertThat(value("@two")).isEqualTo(17);
    }

    @Test
    void what_is_added_to_the_variable_itself_is_added_row_by_row() throws Exception {
        run("SELECT @sql = @sql + 'KILL ' + CAST(session_id AS VARCHAR) + ';'\n"
                + "FROM sys.dm_exec_sessions\n"
                + "WHERE database_id = DB_ID('clinic')\n"
                + "  AND status = 'sleeping'\n"
                + "  AND last_request_end_time < DATEADD(hour, -1, GETDATE());");

        assertThat(value("@sql")).isIn("KILL 51;KILL 54;", "KILL 54;KILL 51;");
    }

    @Test
    void a_list_is_made_row_by_row_in_the_order_of_the_rows() throws Exception {
        database.set("@sql", null);

        run("SELECT @sql = COALESCE(@sql + ',', '') + Name FROM Emp ORDER BY Id DESC");

        assertThat(value("@sql")).isEqualTo("Dora,Cid,Bob,Ann");
    }

    @Test
    void an_operator_before_the_equal_sign_counts_row_by_row() throws Exception {
        run("SELECT @two += Id, @two *= 2 FROM Emp WHERE Id < 3 ORDER BY Id");

        assertThat(value("@two")).isEqualTo(((2 + 1) * 2 + 2) * 2);
    }

    @Test
    void a_variable_takes_an_aggregate() throws Exception {
        run("SELECT @two = COUNT(*) FROM Emp");

        assertThat(value("@two")).isEqualTo(4);
    }

    @Test
    void values_need_no_table() throws Exception {
        run("SELECT @two = @two + 40, @name = 'x'");

        assertThat(value("@two")).isEqualTo(42);
        assertThat(value("@name")).isEqualTo("x");
    }

    @Test
    void a_variable_must_be_declared() {
        assertThatThrownBy(() -> run("SELECT @nope = 1"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.errors().get(0).number()).isEqualTo(137));
    }

    @Test
    void an_expression_has_one_row() throws Exception {
        var translator = new QueryTranslator(database, database);

        var value = translator.scalar(new BatchParser(16).parseExpression("(SELECT MAX(Id) FROM Emp) + @two"));

        assertThat(database.rows(value)).containsExactly(List.of(6));
    }

    @Test
    void an_expression_without_a_table_names_no_columns() throws Exception {
        var expression = new BatchParser(16).parseExpression("Id + 1");

        assertThatThrownBy(() -> new QueryTranslator(database, database).scalar(expression))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.errors().get(0).number()).isEqualTo(207));
    }

    @Test
    void a_condition_is_one_or_zero_even_if_it_is_unknown() throws Exception {
        assertThat(condition("EXISTS (SELECT * FROM Emp) AND @two = 2")).isEqualTo(1);
        assertThat(condition("@nothing = 1")).isEqualTo(0);
        assertThat(condition("NOT (@nothing = 1)")).isEqualTo(0);
    }

    private Object condition(String text) throws Refusal, SQLException {
        var condition = new BatchParser(16).parseCondition(text);
        return database.rows(new QueryTranslator(database, database).condition(condition))
                .get(0)
                .get(0);
    }

    private Object value(String variable) {
        return database.variable(variable).orElseThrow().value();
    }

    /** What the engine does with the rows. */
    private void run(String text) throws Refusal, SQLException {
        var select = (Statement.Select) new BatchParser(16).parse(text).get(0);
        var assignments = new QueryTranslator(database, database).assignments(select);
        for (var row : database.rows(assignments.rows())) {
            var known = new ArrayList<Known>();
            for (var i = 0; i < row.size(); i++) {
                known.add(new Known(assignments.rows().columns().get(i).type(), row.get(i)));
            }
            for (var step : assignments.steps()) {
                if (step instanceof Assignments.Taken taken) {
                    database.set(taken.variable(), row.get(taken.column()));
                } else {
                    var folded = new QueryTranslator(database, database).folded((Assignments.Folded) step, known);
                    database.set(step.variable(), database.rows(folded).get(0).get(0));
                }
            }
        }
    }
}
