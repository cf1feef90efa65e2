package io.emrops.examples.guide;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.instance.DatabaseRole;
import io.emrops.testkit.sqlserver.instance.Edition;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SqlServerExtension.class)
final class SimulatedSqlServerTest {
    // tag::start[]
    @Test
    void an_old_server_at_a_time_of_its_own() throws SQLException {
        var time = ManualTime.at("2026-03-01T02:00:00Z");
        try (var server = SimulatedSqlServer.builder()
                        .majorVersion(13) // 2016
                        .edition(Edition.STANDARD)
                        .time(time)
                        .start();
                var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            time.advance(ofMinutes(5));

            try (var now = statement.executeQuery("SELECT GETDATE()")) {
                now.next();
                assertThat(now.getTimestamp(1)).isEqualTo(Timestamp.valueOf("2026-03-01 02:05:00"));
            }
        }
    }
    // end::start[]

    // tag::hold[]
    @Test
    void a_backup_that_is_cancelled_is_none(SimulatedSqlServer server) throws Exception {
        server.createDatabase("EMRNext");
        var hold = server.instance().hold("BACKUP DATABASE", 40);

        try (var connection = server.dataSource().getConnection();
                var backup = connection.createStatement()) {
            var done = CompletableFuture.runAsync(
                    () -> execute(backup, "BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH STATS = 10"));
            hold.awaitArrival(ofSeconds(30));
            assertThat(server.instance().requests().get(0).percentComplete()).isEqualTo(40);
            backup.cancel();

            assertThat(done).failsWithin(ofSeconds(30));
        }
        assertThat(server.instance().history().taken()).isEmpty();
    }
    // end::hold[]

    // tag::login[]
    @Test
    void an_operator_may_back_up_and_not_restore(SimulatedSqlServer server) throws SQLException {
        server.createDatabase("EMRNext");
        server.login("backup", "a password");
        server.instance().security().role("backup", "EMRNext", DatabaseRole.DB_BACKUPOPERATOR);

        try (var connection = server.dataSource().getConnection("backup", "a password");
                var statement = connection.createStatement()) {
            statement.execute("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");

            assertThatThrownBy(() -> statement.execute("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(3110));
        }
    }
    // end::login[]

    private static void execute(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
