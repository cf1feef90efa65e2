package io.emrops.examples.guide;

import static io.emrops.testkit.sqlserver.script.Answer.error;
import static io.emrops.testkit.sqlserver.script.Answer.message;
import static io.emrops.testkit.sqlserver.script.Answer.pause;
import static io.emrops.testkit.sqlserver.script.Answer.rows;
import static io.emrops.testkit.sqlserver.script.Answer.rowsAffected;
import static io.emrops.testkit.sqlserver.script.Answer.waitFor;
import static io.emrops.testkit.sqlserver.script.RequestPattern.procedure;
import static io.emrops.testkit.sqlserver.script.RequestPattern.startingWith;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.SQLServerBulkCopy;
import com.microsoft.sqlserver.jdbc.SQLServerException;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
final class ScriptedSqlServerTest {
    // tag::start[]
    @Test
    void a_server_in_one_line() throws SQLException {
        try (var server = ScriptedSqlServer.start();
                var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password())) {
            server.when("SELECT Name FROM Patients WHERE Id = ?")
                    .answer(rows("Name nvarchar(50)").row("Ada"));

            assertThat(nameOf(connection, 4711)).isEqualTo("Ada");
        }
    }
    // end::start[]

    private static String nameOf(Connection connection, int patient) throws SQLException {
        try (var query = connection.prepareStatement("select Name from Patients where Id = ?")) {
            query.setInt(1, patient);
            try (var rows = query.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    // tag::tls[]
    @Test
    void with_a_certificate_that_the_client_trusts() throws SQLException {
        var settings = ScriptedSqlServer.builder().encryption(ScriptedSqlServer.Encryption.REQUIRED);
        try (var server = settings.start();
                var connection = server.dataSource().getConnection()) {
            assertThat(connection.isValid(5)).isTrue();
            assertThat(server.logins().get(0).encrypted()).isTrue();
        }
    }
    // end::tls[]

    private static boolean execute(Statement statement, String sql) {
        try {
            return statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ExtendWith(SqlServerExtension.class)
    @Nested
    final class Answers {
        // tag::answers[]
        @Test
        void answers_are_put_together(ScriptedSqlServer server) throws SQLException {
            server.when(startingWith("BACKUP DATABASE"))
                    .answer(message(3211, "50 percent processed.")
                            .then(error(SqlError.of(
                                    3201, 16, "Cannot open backup device 'x'. Operating system error 112.")))
                            .then(error(SqlError.of(3013, 16, "BACKUP DATABASE is terminating abnormally."))));
            server.when(procedure("NextTicket")).answer((request, reply) -> {
                reply.output(2, "T-" + request.value(1));
                reply.returnStatus(0);
            });

            try (var connection = server.dataSource().getConnection();
                    var backup = connection.createStatement();
                    var next = connection.prepareCall("{call NextTicket(?, ?)}")) {
                assertThatThrownBy(() -> backup.execute("BACKUP DATABASE [EMRNext] TO DISK = 'x'"))
                        .isInstanceOfSatisfying(SQLException.class, e -> {
                            assertThat(e.getErrorCode()).isEqualTo(3201);
                            assertThat(e.getNextException().getErrorCode()).isEqualTo(3013);
                        });

                next.setInt(1, 12);
                next.registerOutParameter(2, Types.NVARCHAR);
                next.execute();
                assertThat(next.getString(2)).isEqualTo("T-12");
            }
        }
        // end::answers[]

        // tag::typed[]
        @Test
        void parameters_arrive_with_their_types(ScriptedSqlServer server) throws SQLException {
            server.when("UPDATE Beds SET Patient = ?").answer(rowsAffected(1));

            try (var connection = server.dataSource().getConnection();
                    var update = connection.prepareStatement("UPDATE Beds SET Patient = ?")) {
                update.setString(1, "Ada");
                update.executeUpdate();
            }

            var parameter = server.statements().get(0).parameters().get(0);
            assertThat(parameter.type()).isEqualTo(SqlType.nvarchar(4000));
            assertThat(parameter.value()).isEqualTo("Ada");
        }
        // end::typed[]

        // tag::faults[]
        @Test
        void faults_happen_where_they_are_put(ScriptedSqlServer server) throws SQLException {
            server.when("SELECT Id FROM Beds")
                    .answer(rows("Id int").row(1).row(2).with(Fault.close().afterToken(2)));
            server.faults().onNextLogin(Fault.silence());

            assertThatThrownBy(() -> server.dataSource("loginTimeout=1").getConnection())
                    .isInstanceOf(SQLException.class);
            try (var connection = server.dataSource().getConnection();
                    var rows = connection.createStatement().executeQuery("SELECT Id FROM Beds")) {
                assertThat(rows.next()).isTrue(); // the columns and one row are the two tokens before it
                assertThatThrownBy(rows::next).isInstanceOf(SQLServerException.class);
            }
            assertThat(server.faults().happened()).isEqualTo(2);
        }
        // end::faults[]

        // tag::gate[]
        @Test
        void what_happens_in_the_middle(ScriptedSqlServer server) throws Exception {
            var gate = new Gate();
            server.when("DELETE FROM Audit").answer(waitFor(gate).then(rowsAffected(9)));

            try (var connection = server.dataSource().getConnection();
                    var delete = connection.createStatement()) {
                var isQuery = CompletableFuture.supplyAsync(() -> execute(delete, "DELETE FROM Audit"));
                gate.awaitArrival(ofSeconds(30)); // it has come, and waits
                assertThat(isQuery).isNotDone();
                gate.open();

                assertThat(isQuery.get()).isFalse();
                assertThat(delete.getUpdateCount()).isEqualTo(9);
            }
        }
        // end::gate[]

        // tag::bulk[]
        @Test
        void a_table_takes_rows_in_bulk(ScriptedSqlServer server) throws SQLException {
            server.table("dbo.Audit", "Id int not null", "Event nvarchar(50)");
            server.when("SELECT Id, Event FROM Staging")
                    .answer(rows("Id int", "Event nvarchar(50)").row(1, "login").row(2, null));

            try (var connection = server.dataSource().getConnection();
                    var other = server.dataSource().getConnection();
                    var rows = connection.createStatement().executeQuery("SELECT Id, Event FROM Staging");
                    var copy = new SQLServerBulkCopy(other)) {
                copy.setDestinationTableName("dbo.Audit");
                copy.writeToServer(rows);
            }

            var loads = server.statements().stream().filter(it -> it.kind() == Request.Kind.BULK_LOAD);
            assertThat(loads.findFirst().orElseThrow().rows().orElseThrow().rows())
                    .containsExactly(Arrays.asList(1, "login"), Arrays.asList(2, null));
        }
        // end::bulk[]
    }

    // tag::instance[]
    @Test
    void a_restore_that_leaves_out_a_log_is_refused() throws Exception {
        try (var server = SimulatedSqlServer.start();
                var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE EMRNext");
            statement.execute("BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH CHECKSUM");
            statement.execute("BACKUP LOG EMRNext TO DISK = 'log1.trn'");
            statement.execute("BACKUP LOG EMRNext TO DISK = 'log2.trn' WITH NORECOVERY");
            statement.execute("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH NORECOVERY");

            assertThatThrownBy(() -> statement.execute("RESTORE LOG EMRNext FROM DISK = 'log2.trn'"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(4305));
            assertThat(server.instance().database("EMRNext").orElseThrow().state())
                    .isEqualTo(DatabaseState.RESTORING);
        }
    }
    // end::instance[]

    // tag::time[]
    @Test
    void a_statement_that_takes_ten_minutes() throws Exception {
        var time = ManualTime.at("2026-03-01T02:00:00Z");
        try (var server = ScriptedSqlServer.builder().time(time).start();
                var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            server.when("WAITFOR DELAY '00:10'").answer(pause(ofMinutes(10)).then(Answer.done()));

            var isQuery = CompletableFuture.supplyAsync(() -> execute(statement, "WAITFOR DELAY '00:10'"));
            time.awaitTimer(wait -> wait.equals(ofMinutes(10)), ofSeconds(20));
            time.advance(ofMinutes(10)); // no real ones

            assertThat(isQuery.get()).isFalse();
        }
    }
    // end::time[]

    // tag::unscripted[]
    @Test
    void what_nobody_has_scripted_fails_loudly() throws SQLException {
        try (var server = ScriptedSqlServer.start();
                var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(5);

            assertThatThrownBy(() -> statement.execute("DROP TABLE Patients"))
                    .isNotInstanceOf(SQLTimeoutException.class)
                    .hasMessage("No answer is scripted for: DROP TABLE Patients");
            assertThatThrownBy(server::requireAllScripted)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("DROP TABLE Patients");
        }
    }
    // end::unscripted[]
}
