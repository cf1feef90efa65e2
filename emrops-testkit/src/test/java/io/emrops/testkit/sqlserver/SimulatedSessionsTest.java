package io.emrops.testkit.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.instance.Sessions.Session;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Gate;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an instance hears of the sessions that the real driver has. */
@Timeout(60)
class SimulatedSessionsTest {
    private final SimulatedSqlServer server = SimulatedSqlServer.start();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = server.dataSource("applicationName=Nightly").getConnection();
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Session session() {
        var all = server.instance().sessions().all();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void who_is_connected_is_known_until_the_end() throws SQLException {
        assertThat(session().login().program()).isEqualTo("Nightly");
        assertThat(session().login().encrypted()).isEqualTo(false);
        assertThat(session().database()).isEqualTo("master");
        execute("CREATE DATABASE EMRNext");
        execute("USE EMRNext");

        assertThat(session().database()).isEqualTo("EMRNext");
        assertThat(session().text()).isEqualTo("USE EMRNext");
        assertThat(session().running()).isFalse();
        assertThat(session().lastEnded()).isPresent();

        var spid = session().spid();
        try (var other = server.dataSource().getConnection();
                var statement = other.createStatement()) {
            statement.execute("KILL " + spid);

            assertThat(session().spid()).isNotEqualTo(spid);
        }
    }

    @Test
    void whoever_renames_the_database_that_it_is_in_stays_in_it() throws SQLException {
        execute("CREATE DATABASE EMRNext");
        execute("USE EMRNext");
        execute("CREATE TABLE Beds (Id int)");

        execute("ALTER DATABASE EMRNext MODIFY NAME = Archive");

        assertThat(session().database()).isEqualTo("Archive");
        execute("INSERT INTO Beds VALUES (1); IF DB_NAME() <> N'Archive' THROW 50000, N'another name', 1");
        execute("IF (SELECT COUNT(*) FROM Archive.dbo.Beds) <> 1 THROW 50000, N'no row', 1");
    }

    @Test
    void a_transaction_is_open_only_once_something_has_been_done_in_it() throws SQLException {
        server.script().when(RequestPattern.startingWith("UPDATE")).answer(Answer.rowsAffected(1));
        connection.setAutoCommit(false);
        assertThat(session().openTransactions()).isZero();

        execute("UPDATE dbo.Beds SET Free = 0");
        assertThat(session().openTransactions()).isEqualTo(1);
        assertThat(session().transaction()).isPresent();

        connection.commit();
        assertThat(session().openTransactions()).isZero();
        assertThat(session().transaction()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET NOEXEC ON",
                "SET PARSEONLY ON",
                "SET LANGUAGE Deutsch",
                "SET ANSI_DEFAULTS OFF",
                "SET ANSI_WARNINGS OFF",
                "SET ARITHABORT OFF",
                "SET NUMERIC_ROUNDABORT ON",
                "SET ANSI_NULL_DFLT_OFF ON",
                "SET ANSI_NULL_DFLT_ON OFF"
            })
    void a_setting_that_would_change_answers_is_refused(String sql) {
        assertThatThrownBy(() -> execute(sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(50_000));
    }

    @Test
    void the_settings_of_drivers_are_taken() throws SQLException {
        execute(
                "set ansi_nulls on set ansi_null_dflt_on on set ansi_padding on set ansi_warnings on set arithabort on"
                        + " set concat_null_yields_null on set cursor_close_on_commit off set datefirst 7 set dateformat mdy"
                        + " set language us_english set numeric_roundabort off set quoted_identifier on set textsize 2147483647");
        execute("SET NOEXEC OFF SET PARSEONLY OFF SET ANSI_DEFAULTS ON SET LANGUAGE English");

        assertThat(session().running()).isFalse();
    }

    @Test
    void a_session_runs_while_it_answers() throws Exception {
        var gate = new Gate();
        server.script()
                .when(RequestPattern.startingWith("SELECT slow"))
                .answer(Answer.waitFor(gate).then(Answer.done()));
        var asked = CompletableFuture.runAsync(() -> {
            try {
                execute("SELECT slow");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        gate.awaitArrival(Duration.ofSeconds(30));

        assertThat(session().running()).isTrue();
        assertThat(session().text()).isEqualTo("SELECT slow");

        gate.open();
        asked.get(30, TimeUnit.SECONDS);
        assertThat(session().running()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT b.event_info FROM sys.dm_exec_sessions s CROSS APPLY sys.dm_exec_input_buffer(s.session_id, 0) b"
                        + " WHERE s.session_id = @@SPID",
                "SELECT b.event_info FROM sys.dm_exec_sessions s OUTER APPLY sys.dm_exec_input_buffer(s.session_id, NULL) AS b"
                        + " WHERE s.session_id = @@SPID",
                "SELECT event_info FROM sys.dm_exec_input_buffer(@@SPID, 0)",
                "SELECT t.text FROM sys.dm_exec_requests r CROSS APPLY sys.dm_exec_sql_text(r.sql_handle) t"
                        + " WHERE r.session_id = @@SPID",
                "SELECT t.text FROM sys.dm_exec_requests AS r OUTER APPLY sys.dm_exec_sql_text(r.sql_handle) AS t"
                        + " OUTER APPLY sys.dm_exec_query_plan(r.plan_handle) p WHERE r.session_id = @@SPID AND p.query_plan IS NULL",
            })
    void a_session_finds_the_text_that_it_runs(String sql) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo(sql);
            assertThat(rows.next()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SELECT * FROM sys.dm_exec_input_buffer(51); 313",
                "SELECT * FROM sys.dm_exec_input_buffer(51, 0, 0); 8144",
                "SELECT * FROM sys.dm_exec_sessions s CROSS APPLY sys.dm_db_index_physical_stats(s.database_id, 0, 0, 0, NULL) i; 50000",
            })
    void functions_with_rows_are_refused_otherwise(String sql, int number) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(number));
        }
    }
}
