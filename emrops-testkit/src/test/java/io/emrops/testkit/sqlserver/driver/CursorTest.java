package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.driver.Failures.failureOf;
import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static java.sql.ResultSet.CONCUR_READ_ONLY;
import static java.sql.ResultSet.CONCUR_UPDATABLE;
import static java.sql.ResultSet.TYPE_FORWARD_ONLY;
import static java.sql.ResultSet.TYPE_SCROLL_INSENSITIVE;
import static java.sql.ResultSet.TYPE_SCROLL_SENSITIVE;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.sqlserver.jdbc.SQLServerResultSet;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.Rows;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SqlServerExtension.class)
class CursorTest {
    private static final String SQL = "SELECT Id, Name FROM Patients";

    @BeforeEach
    void answerWithTenRows(ScriptedSqlServer server) {
        server.when(SQL).answer(tenRows());
        server.when(SQL + " WHERE Ward = ?").answer(tenRows());
    }

    private static Rows tenRows() {
        var rows = rows("Id int not null", "Name nvarchar(50)");
        for (var i = 1; i <= 10; i++) {
            rows = rows.row(i, i == 5 ? null : "Patient " + i);
        }
        return rows;
    }

    private static List<Object> oneToTen() {
        return IntStream.rangeClosed(1, 10).<Object>mapToObj(i -> i).toList();
    }

    private static Statement statement(Connection connection, int type, int fetchSize) throws SQLException {
        var statement = connection.createStatement(type, CONCUR_READ_ONLY);
        statement.setFetchSize(fetchSize);
        return statement;
    }

    @ParameterizedTest
    @CsvSource({"1, TEXT", "3, TEXT", "10, TEXT", "128, TEXT", "1, PARAMETERS", "4, PARAMETERS", "100, PARAMETERS"})
    void a_cursor_of_the_server_is_read_forward(int fetchSize, String form, ScriptedSqlServer server)
            throws SQLException {
        try (var connection = server.dataSource("selectMethod=cursor").getConnection()) {
            for (var round = 0; round < 4; round++) {
                try (var statement = connection.prepareStatement(form.equals("TEXT") ? SQL : SQL + " WHERE Ward = ?")) {
                    statement.setFetchSize(fetchSize);
                    if (!form.equals("TEXT")) {
                        statement.setString(1, "West");
                    }
                    for (var execution = 0; execution < 3; execution++) {
                        try (var rows = statement.executeQuery()) {
                            assertThat(Results.firstColumn(rows)).isEqualTo(oneToTen());
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1004, 1", "1004, 3", "1004, 10", "1004, 128", "1005, 1", "1005, 3", "1005, 128"})
    void a_result_is_read_in_both_directions(int type, int fetchSize, ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = statement(connection, type, fetchSize);
                var rows = statement.executeQuery(SQL)) {
            assertThat(Results.firstColumn(rows)).isEqualTo(oneToTen());
            assertThat(rows.isAfterLast()).isTrue();
            var backwards = new ArrayList<Object>();
            while (rows.previous()) {
                backwards.add(0, rows.getInt(1));
            }
            assertThat(backwards).isEqualTo(oneToTen());
            assertThat(rows.isBeforeFirst()).isTrue();
            assertThat(Results.firstColumn(rows)).isEqualTo(oneToTen());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 128})
    void a_result_is_moved_in_at_will(int fetchSize, ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = statement(connection, TYPE_SCROLL_INSENSITIVE, fetchSize);
                var rows = statement.executeQuery(SQL)) {
            assertThat(at(rows, rows.last())).isEqualTo("10 Patient 10");
            assertThat(rows.isLast()).isTrue();
            assertThat(rows.getRow()).isEqualTo(10);
            assertThat(at(rows, rows.first())).isEqualTo("1 Patient 1");
            assertThat(rows.isFirst()).isTrue();
            assertThat(at(rows, rows.absolute(5))).isEqualTo("5 null");
            assertThat(rows.getRow()).isEqualTo(5);
            assertThat(at(rows, rows.relative(3))).isEqualTo("8 Patient 8");
            assertThat(at(rows, rows.relative(-4))).isEqualTo("4 Patient 4");
            assertThat(at(rows, rows.relative(0))).isEqualTo("4 Patient 4");
            assertThat(at(rows, rows.absolute(-1))).isEqualTo("10 Patient 10");
            assertThat(at(rows, rows.absolute(-10))).isEqualTo("1 Patient 1");
            assertThat(at(rows, rows.previous())).isEqualTo("nowhere");
            assertThat(at(rows, rows.next())).isEqualTo("1 Patient 1");
            assertThat(at(rows, rows.absolute(11))).isEqualTo("nowhere");
            assertThat(at(rows, rows.previous())).isEqualTo("10 Patient 10");
            assertThat(at(rows, rows.absolute(-11))).isEqualTo("nowhere");
            assertThat(at(rows, rows.next())).isEqualTo("1 Patient 1");
            rows.afterLast();
            assertThat(at(rows, rows.previous())).isEqualTo("10 Patient 10");
            rows.beforeFirst();
            assertThat(at(rows, rows.next())).isEqualTo("1 Patient 1");
            assertThat(at(rows, rows.relative(100))).isEqualTo("nowhere");
            assertThat(rows.isAfterLast()).isTrue();
            assertThat(at(rows, rows.previous())).isEqualTo("10 Patient 10");
            assertThat(at(rows, rows.relative(-100))).isEqualTo("nowhere");
            assertThat(rows.isBeforeFirst()).isTrue();
        }
    }

    private static String at(ResultSet rows, boolean isThere) throws SQLException {
        return isThere ? rows.getInt(1) + " " + rows.getString(2) : "nowhere";
    }

    @ParameterizedTest
    @ValueSource(ints = {TYPE_FORWARD_ONLY, TYPE_SCROLL_INSENSITIVE, TYPE_SCROLL_SENSITIVE})
    void an_empty_result_has_no_place_to_go(int type, ScriptedSqlServer server) throws SQLException {
        server.when("SELECT Nothing").answer(rows("Id int"));

        try (var connection = server.dataSource("selectMethod=cursor").getConnection();
                var statement = statement(connection, type, 3);
                var rows = statement.executeQuery("SELECT Nothing")) {
            assertThat(rows.next()).isFalse();
            if (type != TYPE_FORWARD_ONLY) {
                assertThat(rows.first()).isFalse();
                assertThat(rows.last()).isFalse();
                assertThat(rows.absolute(1)).isFalse();
                assertThat(rows.previous()).isFalse();
            }
            assertThat(rows.getMetaData().getColumnCount()).isOne();
        }
    }

    @Test
    void the_column_of_the_server_is_hidden(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = statement(connection, TYPE_SCROLL_INSENSITIVE, 3);
                var rows = statement.executeQuery(SQL)) {
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
            rows.next();
            failureOf(() -> rows.getInt(3));
        }
    }

    @Test
    void two_cursors_of_one_connection_are_read_in_turn(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource("selectMethod=cursor").getConnection();
                var one = statement(connection, TYPE_FORWARD_ONLY, 2);
                var other = statement(connection, TYPE_FORWARD_ONLY, 3);
                var first = one.executeQuery(SQL);
                var second = other.executeQuery(SQL)) {
            for (var i = 1; i <= 10; i++) {
                assertThat(first.next()).isTrue();
                assertThat(second.next()).isTrue();
                assertThat(first.getInt(1)).isEqualTo(i);
                assertThat(second.getInt(1)).isEqualTo(i);
            }
        }
    }

    @Test
    void a_statement_without_rows_needs_no_cursor(ScriptedSqlServer server) throws SQLException {
        server.when("UPDATE Beds SET Patient = 1").answer(rowsAffected(4));
        server.when("UPDATE Beds SET Patient = ?").answer(rowsAffected(5));

        try (var connection = server.dataSource("selectMethod=cursor").getConnection();
                var statement = statement(connection, TYPE_SCROLL_INSENSITIVE, 3);
                var prepared = connection.prepareStatement(
                        "UPDATE Beds SET Patient = ?", TYPE_SCROLL_INSENSITIVE, CONCUR_READ_ONLY)) {
            assertThat(statement.executeUpdate("UPDATE Beds SET Patient = 1")).isEqualTo(4);
            assertThat(Results.drain(statement, "UPDATE Beds SET Patient = 1")).containsExactly(4);
            for (var i = 0; i < 3; i++) {
                prepared.setInt(1, i);
                assertThat(prepared.executeUpdate()).isEqualTo(5);
            }
        }
    }

    @Test
    void an_error_opens_no_cursor(ScriptedSqlServer server) throws SQLException {
        server.when("SELECT * FROM Gone").answer(error(SqlError.invalidObject("Gone")));

        try (var connection = server.dataSource("selectMethod=cursor").getConnection();
                var statement = statement(connection, TYPE_SCROLL_INSENSITIVE, 3)) {
            assertThat(failureOf(() -> statement.executeQuery("SELECT * FROM Gone"))
                            .getErrorCode())
                    .isEqualTo(208);

            assertThat(Results.drain(statement, SQL)).isEqualTo(List.of(oneToTen()));
        }
    }

    @Test
    void rows_cannot_be_changed_through_a_cursor(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement(TYPE_SCROLL_SENSITIVE, CONCUR_UPDATABLE);
                var rows = statement.executeQuery(SQL)) {
            rows.next();

            failureOf(() -> rows.updateString(2, "Eve"));
            var failure = failureOf(rows::deleteRow);

            assertThat(failure.getMessage()).contains("sp_cursor");
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    @Test
    void a_dynamic_cursor_is_read_in_both_directions(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = statement(connection, SQLServerResultSet.TYPE_SS_SCROLL_DYNAMIC, 3);
                var rows = statement.executeQuery(SQL)) {
            assertThat(Results.firstColumn(rows)).isEqualTo(oneToTen());
            assertThat(at(rows, rows.previous())).isEqualTo("10 Patient 10");
            assertThat(at(rows, rows.first())).isEqualTo("1 Patient 1");
            assertThat(at(rows, rows.relative(4))).isEqualTo("5 null");
        }
    }

    @Test
    void a_cursor_outlives_a_commit(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource("selectMethod=cursor").getConnection();
                var statement = statement(connection, TYPE_FORWARD_ONLY, 2)) {
            connection.setAutoCommit(false);
            try (var rows = statement.executeQuery(SQL)) {
                rows.next();
                connection.commit();
                assertThat(Results.firstColumn(rows)).hasSize(9);
            }
        }
    }
}
