package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Operations that do not come to their end, through the real driver. */
class StoppedOperationsTest extends SimulatedServerFixture {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String BACKUP = "BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH STATS = 10";
    private static final String RESTORE = "RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE";

    /** On a thread of its own; what it ends with, or null. */
    private static CompletableFuture<SQLException> begin(Statement statement, String sql) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        execute(statement, sql);
                        return null;
                    } catch (SQLException e) {
                        return e;
                    }
                },
                task -> new Thread(task, "client").start());
    }

    @Test
    void percent_come_while_it_goes_on_and_a_cancelled_backup_is_none() throws Exception {
        var heard = new ArrayList<String>();
        connection.unwrap(ISQLServerConnection.class).setServerMessageHandler(message -> {
            synchronized (heard) {
                heard.add(message.getErrorMessage());
                heard.notifyAll();
            }
            return message;
        });
        var hold = server.instance().hold("BACKUP DATABASE", 35);
        try (var statement = connection.createStatement()) {
            var end = begin(statement, BACKUP);
            hold.awaitArrival(LIMIT);
            synchronized (heard) {
                while (heard.size() < 3) {
                    heard.wait();
                }
                assertThat(heard).last().isEqualTo("30 percent processed.");
            }

            statement.cancel();

            assertThat(end).succeedsWithin(LIMIT);
            assertThat(end.join().getSQLState()).isEqualTo("HY008");
        }
        assertThat(server.instance().history().taken()).isEmpty();
        assertThatThrownBy(() -> execute(RESTORE))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(3256));
        execute(BACKUP + ", FORMAT");
    }

    @Test
    void a_restore_whose_client_goes_leaves_the_database_restoring() throws Exception {
        execute(BACKUP);
        var hold = server.instance().hold("RESTORE DATABASE", 60);
        try (var other = server.dataSource().getConnection()) {
            var end = begin(other.createStatement(), RESTORE);
            hold.awaitArrival(LIMIT);

            other.abort(Runnable::run);

            assertThat(end).succeedsWithin(LIMIT);
        }
        awaitNoRequests();
        assertThat(stateOf("EMRNext")).isEqualTo(DatabaseState.RESTORING);
        assertThatThrownBy(() -> execute("RESTORE DATABASE EMRNext WITH RECOVERY"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(4319));
        execute(RESTORE);
        assertThat(stateOf("EMRNext")).isEqualTo(DatabaseState.ONLINE);
    }

    private void awaitNoRequests() {
        while (!server.instance().requests().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_killed_restore_is_over_when_the_kill_is() throws Exception {
        execute(BACKUP);
        var hold = server.instance().hold("RESTORE DATABASE", 60);
        try (var other = server.dataSource().getConnection()) {
            var end = begin(other.createStatement(), RESTORE);
            hold.awaitArrival(LIMIT);
            var request = server.instance().requests().get(0);
            assertThat(request.command()).isEqualTo("RESTORE DATABASE");
            assertThat(request.percentComplete()).isEqualTo(60);

            execute("KILL " + request.spid());

            assertThat(server.instance().requests()).isEmpty();
            execute(RESTORE);
            assertThat(end).succeedsWithin(LIMIT);
            assertThat(end.join().getErrorCode()).isEqualTo(596);
            assertThat(other.isValid(5)).isFalse();
        }
        assertThat(stateOf("EMRNext")).isEqualTo(DatabaseState.ONLINE);
    }
}
