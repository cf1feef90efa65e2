package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.sqlserver.instance.DatabaseRole;
import io.emrops.testkit.sqlserver.instance.DatabaseState;
import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Through the real driver. */
class SimulatedSqlServerTest extends SimulatedServerFixture {
    @Test
    void a_server_that_encrypts_is_trusted_by_its_own_urls() throws SQLException {
        try (var encrypted = SimulatedSqlServer.builder()
                        .encryption(ScriptedSqlServer.Encryption.REQUIRED)
                        .start();
                var client = encrypted.dataSource().getConnection()) {
            execute(client, "CREATE DATABASE EMRNext");

            assertThat(encrypted.script().logins()).allMatch(login -> login.encrypted() && login.granted());
        }
    }

    @Test
    void a_backup_tells_its_pages_and_a_restore_brings_it_back() throws SQLException {
        var heard = new ArrayList<Integer>();
        connection.unwrap(ISQLServerConnection.class).setServerMessageHandler(message -> {
            heard.add(message.getErrorNumber());
            return message;
        });
        try (var backup = connection.prepareStatement("BACKUP DATABASE ? TO DISK = ? WITH CHECKSUM, DESCRIPTION = ?")) {
            backup.setString(1, "EMRNext");
            backup.setString(2, "full.bak");
            backup.setString(3, "opId=1");
            backup.execute();
        }

        assertThat(heard).containsExactly(4035, 4035, 3014);
        assertThat(server.instance().history().taken()).hasSize(1);
        assertThat(errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH NORECOVERY"))
                .isEmpty();
        assertThat(stateOf("EMRNext")).isEqualTo(DatabaseState.RESTORING);
    }

    @Test
    void what_is_in_a_backup_is_read_by_name() throws SQLException {
        execute("BACKUP DATABASE EMRNext TO DISK = 'full.bak' WITH CHECKSUM");

        try (var headers = connection.createStatement().executeQuery("RESTORE HEADERONLY FROM DISK = 'full.bak'")) {
            assertThat(headers.next()).isTrue();
            assertThat(headers.getString("DatabaseName")).isEqualTo("EMRNext");
            assertThat(headers.getBoolean("HasBackupChecksums")).isTrue();
            assertThat(headers.getBigDecimal("LastLSN")).isGreaterThan(headers.getBigDecimal("FirstLSN"));
            assertThat(headers.getString("BackupSetGUID"))
                    .isEqualToIgnoringCase(server.instance()
                            .history()
                            .taken()
                            .get(0)
                            .set()
                            .id()
                            .toString());
            assertThat(headers.next()).isFalse();
        }
    }

    @Test
    void a_chain_of_errors_begins_with_its_reason() {
        assertThat(errorsOf("RESTORE DATABASE Other FROM DISK = 'nowhere.bak'")).containsExactly(3201, 3013);
        assertThat(errorsOf("BACKUP LOG EMRNext TO DISK = 'log.trn'")).containsExactly(4214, 3013);
    }

    @Test
    void a_batch_that_is_not_compiled_does_nothing_and_one_that_fails_goes_on() {
        assertThat(errorsOf("CREATE DATABASE One; BACKUP DATABASE One TO DISK = 'x' WITH CHECKSUMS"))
                .contains(155);
        assertThat(server.instance().database("One")).isEmpty();

        assertThat(errorsOf("BACKUP LOG EMRNext TO DISK = 'x'; CREATE DATABASE Two"))
                .containsExactly(4214, 3013);
        assertThat(server.instance().database("Two")).isPresent();
    }

    @Test
    void a_variable_may_be_declared_in_a_branch_or_be_the_name_of_a_parameter() {
        assertThat(errorsOf("IF 1 = 0 BEGIN DECLARE @a int END; SET @a = 1; DECLARE @t TABLE (x int);"
                        + " INSERT INTO @t VALUES (@a); EXEC sp_executesql N'SELECT @b', N'@b int', @b = @a"))
                .isEmpty();
        assertThat(errorsOf("CREATE DATABASE One; SELECT * FROM @nothing")).containsExactly(1087);
        assertThat(errorsOf("CREATE DATABASE One; DECLARE @a int; IF 1 = 0 DECLARE @A int"))
                .containsExactly(134);
        assertThat(server.instance().database("One")).isEmpty();
    }

    @Test
    void a_batch_with_a_variable_that_nobody_has_declared_does_nothing() {
        assertThat(errorsOf("CREATE DATABASE One; BACKUP DATABASE One TO DISK = @path WITH NAME = @Name"))
                .containsExactly(137, 137);
        assertThat(server.instance().database("One")).isEmpty();
    }

    @Test
    void in_a_transaction_neither_is_done() throws SQLException {
        connection.setAutoCommit(false);

        assertThat(errorsOf("BACKUP DATABASE EMRNext TO DISK = 'x'")).containsExactly(3021, 3013);
        assertThat(errorsOf("CREATE DATABASE Other")).containsExactly(226);
    }

    @Test
    void who_is_inside_is_in_the_way_until_sent_away() throws SQLException {
        execute("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        try (var inside = server.dataSource("databaseName=EMRNext").getConnection()) {
            assertThat(errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE"))
                    .containsExactly(3101, 3013);

            execute("ALTER DATABASE EMRNext SET SINGLE_USER WITH ROLLBACK IMMEDIATE");

            assertThat(inside.isValid(5)).isFalse();
            assertThatThrownBy(() -> server.dataSource("databaseName=EMRNext;connectRetryCount=0")
                            .getConnection())
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(4060));
        }
        assertThat(errorsOf("USE EMRNext")).isEmpty();
    }

    @Test
    void an_alteration_waits_for_those_inside_and_is_done_when_they_leave() throws Exception {
        var inside = server.dataSource("databaseName=EMRNext").getConnection();
        var done = CompletableFuture.runAsync(() -> {
            try {
                execute("ALTER DATABASE EMRNext SET OFFLINE");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        server.script().awaitStatements(RequestPattern.startingWith("ALTER DATABASE"), 1, Duration.ofSeconds(30));
        assertThat(stateOf("EMRNext")).isEqualTo(DatabaseState.ONLINE);

        inside.close();

        done.get();
        assertThat(stateOf("EMRNext")).isEqualTo(DatabaseState.OFFLINE);
    }

    @Test
    void a_wait_can_be_cancelled() throws Exception {
        try (var inside = server.dataSource("databaseName=EMRNext").getConnection();
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(1);

            assertThatThrownBy(() -> statement.execute("ALTER DATABASE EMRNext SET OFFLINE"))
                    .isInstanceOf(SQLTimeoutException.class);
            assertThat(inside.isValid(5)).isTrue();
        }
        assertThat(stateOf("EMRNext")).isEqualTo(DatabaseState.ONLINE);
    }

    @Test
    void a_killed_session_is_gone_and_its_database_free() throws SQLException {
        execute("BACKUP DATABASE EMRNext TO DISK = 'full.bak'");
        try (var inside = server.dataSource("databaseName=EMRNext").getConnection()) {
            var spid = server.instance().sessionsIn("EMRNext").get(0);

            execute("KILL " + spid);

            assertThat(inside.isValid(5)).isFalse();
            assertThat(errorsOf("KILL " + spid)).containsExactly(6106);
            assertThat(errorsOf("RESTORE DATABASE EMRNext FROM DISK = 'full.bak' WITH REPLACE"))
                    .isEmpty();
        }
    }

    @Test
    void databases_that_are_not_there_cannot_be_used() {
        assertThat(errorsOf("USE Nowhere")).containsExactly(911);
        assertThatThrownBy(() -> server.dataSource("databaseName=Nowhere;connectRetryCount=0")
                        .getConnection())
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(4060));
    }

    @Test
    void somebody_else_may_only_what_was_allowed() throws SQLException {
        server.login("backup", "Backup-Passw0rd");
        server.instance().security().role("backup", "EMRNext", DatabaseRole.DB_BACKUPOPERATOR);
        execute("CREATE DATABASE Billing");

        try (var backup = server.dataSource("databaseName=EMRNext").getConnection("backup", "Backup-Passw0rd")) {
            execute(backup, "BACKUP DATABASE EMRNext TO DISK = 'full.bak'");

            assertThatThrownBy(() -> execute(backup, "DBCC CHECKDB"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(7983));
            assertThatThrownBy(() -> execute(backup, "USE Billing"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(916));
        }
        assertThatThrownBy(() -> server.dataSource("databaseName=Billing;connectRetryCount=0")
                        .getConnection("backup", "Backup-Passw0rd"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(4060));
    }

    @Test
    void time_version_and_edition_are_those_of_the_test() throws Exception {
        try (var time = ManualTime.at("2026-03-01T02:00:00Z");
                var other = SimulatedSqlServer.builder()
                        .time(time)
                        .majorVersion(13)
                        .edition(Edition.EXPRESS)
                        .start();
                var there = other.dataSource().getConnection()) {
            execute(there, "CREATE DATABASE Small");
            other.instance().operationsTake(Duration.ofMinutes(50));
            var done = CompletableFuture.runAsync(
                    () -> {
                        try {
                            execute(there, "BACKUP DATABASE Small TO DISK = 'full.bak'");
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    task -> new Thread(task, "backup").start());
            for (var percent = 0; percent < 100; percent++) {
                time.awaitTimer(Duration.ofSeconds(30));
                time.advanceToNextTimer();
            }

            assertThat(done).succeedsWithin(Duration.ofSeconds(30));
            var set = other.instance().history().taken().get(0).set();
            assertThat(set.started()).isEqualTo("2026-03-01T02:00:00Z");
            assertThat(set.finished()).isEqualTo("2026-03-01T02:50:00Z");
            assertThat(set.source().majorVersion()).isEqualTo(13);
            assertThatThrownBy(() -> execute(there, "BACKUP DATABASE Small TO DISK = 'x' WITH COMPRESSION"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(1844));
        }
    }

    private static int lock(Connection by, int timeout) throws SQLException {
        try (var call = by.prepareCall("{? = call sp_getapplock(?, ?, ?, ?)}")) {
            call.registerOutParameter(1, Types.INTEGER);
            call.setString(2, "deploy");
            call.setString(3, "Exclusive");
            call.setString(4, "Session");
            call.setInt(5, timeout);
            call.execute();
            return call.getInt(1);
        }
    }

    @Test
    void a_lock_of_an_application_is_one_sessions_until_that_ends() throws Exception {
        var holder = server.dataSource().getConnection();
        assertThat(lock(holder, 0)).isZero();
        assertThat(lock(connection, 0)).isEqualTo(-1);
        assertThat(lock(connection, 10)).isEqualTo(-1);

        var waiting = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return lock(connection, -1);
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task, "waiting").start());
        while (server.instance().requests().isEmpty()) {
            Thread.onSpinWait();
        }
        holder.close();

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(1);
    }

    @Test
    void a_lock_of_a_transaction_ends_with_it() throws SQLException {
        try (var other = server.dataSource().getConnection()) {
            for (var end : List.of("COMMIT", "ROLLBACK")) {
                execute(other, "BEGIN TRANSACTION");
                execute(other, "EXEC sp_getapplock 'deploy', 'Exclusive'");
                execute(other, "EXEC sp_getapplock 'other', 'Shared'");
                assertThat(lock(connection, 0)).isEqualTo(-1);

                execute(other, end);

                assertThat(lock(connection, 0)).isZero();
                execute("EXEC sp_releaseapplock 'deploy', 'Session'");
            }
        }
    }

    @Test
    void a_check_tells_what_it_found_and_how_many() throws SQLException {
        assertThat(errorsOf("DBCC CHECKDB (EMRNext) WITH NO_INFOMSGS")).isEmpty();
        assertThat(server.instance().database("EMRNext").orElseThrow().lastGoodCheck())
                .isPresent();

        server.instance().damage("EMRNext");
        assertThat(errorsOf("DBCC CHECKDB (EMRNext) WITH NO_INFOMSGS, ALL_ERRORMSGS"))
                .containsExactly(8909);
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("DBCC CHECKDB ('EMRNext') WITH TABLERESULTS, NO_INFOMSGS")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt("Error")).isEqualTo(8909);
            assertThat(rows.getInt("Level")).isEqualTo(16);
            assertThat(rows.getString("MessageText")).startsWith("Table error: Object ID 0");
            assertThat(rows.getString("RepairLevel")).isEqualTo("repair_allow_data_loss");
        }

        server.instance().disk().fill("C:\\Data\\EMRNext.mdf");
        server.instance().enter(60, "EMRNext");
        assertThat(errorsOf("DBCC CHECKDB (EMRNext) WITH NO_INFOMSGS")).containsExactly(7928, 5030, 7926);
    }

    @Test
    void a_script_overrules_the_instance() {
        server.script()
                .when(RequestPattern.startingWith("BACKUP DATABASE"))
                .answer(Answer.error(SqlError.sessionKilled()))
                .times(1);

        assertThatThrownBy(() -> execute("BACKUP DATABASE EMRNext TO DISK = 'x'"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(596));
        assertThat(server.instance().history().taken()).isEmpty();
    }

    @Test
    void what_it_does_not_do_it_says() {
        assertThat(errorsOf("DBCC CHECKDB (EMRNext) WITH ESTIMATEONLY")).containsExactly(50000);
    }

    @Test
    void it_is_closed_once() {
        server.close();

        assertThatCode(server::close).doesNotThrowAnyException();
    }
}
