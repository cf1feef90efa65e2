package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Identity values that were given are not given again, whatever is rolled back; that the numbering began anew is. */
class RolledBackNumberingTest {
    private static void execute(Connection on, String sql) throws SQLException {
        try (var statement = on.createStatement()) {
            statement.execute(sql);
            while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                // Errors come late.
            }
        }
    }

    private static long insert(Connection on, String table) throws SQLException {
        try (var statement = on.createStatement();
                var id = statement.executeQuery(
                        "SET NOCOUNT ON; INSERT INTO " + table + " (Ward) VALUES (N'A'); SELECT SCOPE_IDENTITY()")) {
            id.next();
            return id.getLong(1);
        }
    }

    private static Connection connect(SimulatedSqlServer server) throws SQLException {
        var connection = server.dataSource().getConnection();
        execute(connection, "CREATE DATABASE EMRNext");
        execute(connection, "USE EMRNext");
        execute(connection, "CREATE TABLE Beds (Id int IDENTITY(10, 5), Ward nvarchar(20))");
        return connection;
    }

    @Test
    void a_truncation_that_is_rolled_back_has_not_begun_the_numbering_anew() throws SQLException {
        try (var server = SimulatedSqlServer.start();
                var connection = connect(server)) {
            insert(connection, "Beds");
            insert(connection, "Beds");

            execute(connection, "BEGIN TRAN; TRUNCATE TABLE Beds");
            assertThat(insert(connection, "Beds")).isEqualTo(10);
            execute(connection, "ROLLBACK");

            assertThat(insert(connection, "Beds")).isEqualTo(20);
        }
    }

    @Test
    void that_of_a_temporary_table_too() throws SQLException {
        try (var server = SimulatedSqlServer.start();
                var connection = connect(server)) {
            execute(connection, "CREATE TABLE #Beds (Id int IDENTITY, Ward nvarchar(20))");
            insert(connection, "#Beds");
            execute(connection, "BEGIN TRAN; TRUNCATE TABLE #Beds; ROLLBACK");

            assertThat(insert(connection, "#Beds")).isEqualTo(2);
        }
    }

    @Test
    void sequences_go_on_though_a_change_of_tables_is_rolled_back() throws SQLException {
        try (var server = SimulatedSqlServer.start();
                var connection = connect(server)) {
            execute(connection, "CREATE SEQUENCE Numbers AS int START WITH 1");
            execute(connection, "CREATE TABLE Numbered (Number int)");
            execute(
                    connection,
                    "BEGIN TRAN; CREATE TABLE Wards (Id int); INSERT INTO Numbered VALUES (NEXT VALUE FOR Numbers); ROLLBACK");

            execute(connection, "INSERT INTO Numbered VALUES (NEXT VALUE FOR Numbers)");
            try (var statement = connection.createStatement();
                    var number = statement.executeQuery("SELECT MAX(Number) FROM Numbered")) {
                number.next();
                assertThat(number.getInt(1)).isEqualTo(2);
            }
        }
    }

    private enum Step {
        INSERT,
        TRUNCATE,
        MAKE_ANEW,
        ADD_COLUMN,
        BEGIN,
        COMMIT,
        ROLLBACK,
        SAVE,
        BACK
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Arbitraries.frequency(
                        Tuple.of(8, Step.INSERT),
                        Tuple.of(4, Step.TRUNCATE),
                        Tuple.of(1, Step.MAKE_ANEW),
                        Tuple.of(1, Step.ADD_COLUMN),
                        Tuple.of(3, Step.BEGIN),
                        Tuple.of(1, Step.COMMIT),
                        Tuple.of(2, Step.ROLLBACK),
                        Tuple.of(3, Step.SAVE),
                        Tuple.of(3, Step.BACK))
                .list()
                .ofMinSize(8)
                .ofMaxSize(30);
    }

    /** What the numbering does on the server, as far as one session can see. */
    private static final class Model {
        private long next = 10;
        private boolean open;

        /** Where the numbering was each time when it began anew, in the transaction. */
        private final List<Long> anew = new ArrayList<>();

        /** How often it had begun anew by then. */
        private final Map<String, Integer> points = new HashMap<>();

        void beginsAnew() {
            anew.add(next);
            next = 10;
        }

        void backTo(String point) {
            var since = anew.subList(Objects.requireNonNull(points.get(point)), anew.size());
            if (!since.isEmpty()) {
                next = since.get(0);
                since.clear();
            }
        }

        void ends() {
            open = false;
            anew.clear();
            points.clear();
        }
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void numbers_go_on_as_the_server_would_give_them(@ForAll("histories") List<Step> steps) throws SQLException {
        try (var server = SimulatedSqlServer.start();
                var connection = connect(server)) {
            var model = new Model();
            var columns = 0;
            for (var step : steps) {
                switch (step) {
                    case INSERT -> {
                        assertThat(insert(connection, "Beds")).isEqualTo(model.next);
                        model.next += 5;
                    }
                    case TRUNCATE -> {
                        execute(connection, "TRUNCATE TABLE Beds");
                        model.beginsAnew();
                    }
                    case MAKE_ANEW -> {
                        execute(
                                connection,
                                "DROP TABLE Beds; CREATE TABLE Beds (Id int IDENTITY(10, 5), Ward nvarchar(20))");
                        model.beginsAnew();
                    }
                    case ADD_COLUMN -> execute(connection, "ALTER TABLE Beds ADD More" + columns++ + " int");
                    case BEGIN -> {
                        if (!model.open) {
                            execute(connection, "BEGIN TRAN");
                            model.ends();
                            model.open = true;
                            model.points.put("", 0);
                        }
                    }
                    case COMMIT -> {
                        if (model.open) {
                            execute(connection, "COMMIT");
                            model.ends();
                        }
                    }
                    case ROLLBACK -> {
                        if (model.open) {
                            execute(connection, "ROLLBACK");
                            model.backTo("");
                            model.ends();
                        }
                    }
                    case SAVE -> {
                        if (model.open) {
                            execute(connection, "SAVE TRAN s");
                            model.points.put("s", model.anew.size());
                        }
                    }
                    case BACK -> {
                        if (model.points.containsKey("s")) {
                            execute(connection, "ROLLBACK TRAN s");
                            model.backTo("s");
                        }
                    }
                }
            }
        }
    }
}
