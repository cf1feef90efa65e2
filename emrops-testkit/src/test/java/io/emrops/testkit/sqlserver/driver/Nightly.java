package io.emrops.testkit.sqlserver.driver;

import static io.emrops.testkit.sqlserver.script.Answer.message;
import static io.emrops.testkit.sqlserver.script.Answer.print;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.fault.Fault;
import java.sql.SQLException;
import java.time.Duration;

/** A statement whose answer has every kind of token, for faults to strike at. */
final class Nightly {
    /** Of its answer: a message, columns, three rows, their end, a count, a message, an end. */
    static final int TOKENS = 9;

    static final String SQL = "EXEC Nightly";

    /** What arrives if nothing is lost. */
    static final String WHOLE = "[[1, 2, 3], 5]";

    /** For a driver that does not try again by itself. */
    static final String ONCE = "connectRetryCount=0;transparentNetworkIPResolution=false;loginTimeout=30;";

    private Nightly() {}

    static void scriptFor(ScriptedSqlServer server) {
        server.when(SQL)
                .answer(print("begins")
                        .then(rows("Id int not null", "Name nvarchar(20)")
                                .row(1, "Ada")
                                .row(2, null)
                                .row(3, "字"))
                        .then(rowsAffected(5))
                        .then(message(3014, "ends")));
    }

    static void assertServes(ScriptedSqlServer server) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(Results.drain(statement, SQL)).hasToString(WHOLE);
        }
    }

    /** What a new connection makes of it. */
    static String outcome(ScriptedSqlServer server, String properties) {
        try (var connection = server.dataSource(ONCE + properties).getConnection();
                var statement = connection.createStatement()) {
            return Results.drain(statement, SQL).toString();
        } catch (SQLException e) {
            return "error " + e.getSQLState();
        }
    }

    /**
     * What a new connection makes of it, if this strikes at the answer.
     *
     * @param patience how long the driver waits for each piece; zero for ever
     */
    static String outcome(ScriptedSqlServer server, Fault fault, Duration patience) {
        try (var connection = server.dataSource(ONCE).getConnection();
                var statement = connection.createStatement()) {
            server.faults()
                    .onNextRequest(
                            spid(Results.drain(statement, "SELECT @@SPID").toString()), fault);
            connection.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
            return Results.drain(statement, SQL).toString();
        } catch (SQLException e) {
            return "error " + e.getSQLState();
        }
    }

    private static int spid(String results) {
        return Integer.parseInt(results.replace("[", "").replace("]", ""));
    }
}
