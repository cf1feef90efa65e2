package io.emrops.testkit.sqlserver.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionViewsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Watched watched = new Watched();

    @BeforeEach
    void create() {
        watched.run("CREATE DATABASE EMRNext");
        watched.logIn(60, "nurse", "EMRNext");
    }

    private Map<String, @Nullable Object> session(int spid) {
        return watched.row("sys", "dm_exec_sessions", "session_id", spid);
    }

    private void ask(int spid, String text) {
        watched.instance.sessions().began(spid);
        watched.instance.sessions().asked(spid, text);
    }

    @Test
    void a_session_tells_who_is_there_since_when_and_where() {
        assertThat(session(60))
                .containsEntry("login_name", "nurse")
                .containsEntry("host_name", "ward-7")
                .containsEntry("program_name", "EMR")
                .containsEntry("status", "sleeping")
                .containsEntry("database_id", 5)
                .containsEntry("login_time", LocalDateTime.parse("2026-02-28T21:00:02"))
                .containsEntry("last_request_end_time", null)
                .containsEntry("open_transaction_count", 0)
                .containsEntry("is_user_process", true);
        assertThat(watched.row("sys", "dm_exec_connections", "session_id", 60))
                .containsEntry("encrypt_option", "TRUE")
                .containsEntry("net_packet_size", 8000);
        assertThat(watched.row("sys", "dm_tran_locks", "request_session_id", 60))
                .containsEntry("resource_database_id", 5);

        watched.instance.leave(60);

        assertThat(watched.rows("sys", "dm_exec_sessions")).isEmpty();
    }

    @Test
    void a_number_that_is_used_again_is_another_connection() {
        var before = watched.row("sys", "dm_exec_connections", "session_id", 60);
        watched.instance.leave(60);
        watched.logIn(60, "nurse", "EMRNext");

        var after = watched.row("sys", "dm_exec_connections", "session_id", 60);
        assertThat(after.get("connection_id")).isNotEqualTo(before.get("connection_id"));
        assertThat(after.get("connect_time")).isNotEqualTo(before.get("connect_time"));
    }

    @Test
    void a_request_runs_until_it_is_answered() {
        watched.pass(Duration.ofMinutes(1));
        ask(60, "SELECT name FROM dbo.Patients");
        watched.pass(Duration.ofSeconds(2));

        assertThat(session(60)).containsEntry("status", "running");
        var request = watched.row("sys", "dm_exec_requests", "session_id", 60);
        assertThat(request)
                .containsEntry("status", "running")
                .containsEntry("command", "SELECT")
                .containsEntry("database_id", 5)
                .containsEntry("total_elapsed_time", 2000)
                .containsEntry("percent_complete", 0f)
                .containsEntry("blocking_session_id", 0);
        assertThat(watched.call("dm_exec_sql_text", request.get("sql_handle")))
                .singleElement()
                .extracting(row -> row.get("text"))
                .isEqualTo("SELECT name FROM dbo.Patients");

        watched.instance.sessions().ended(60, 0, "READ COMMITTED");

        assertThat(watched.rows("sys", "dm_exec_requests")).isEmpty();
        assertThat(session(60))
                .containsEntry("status", "sleeping")
                .containsEntry("last_request_start_time", LocalDateTime.parse("2026-02-28T21:01:02"))
                .containsEntry("last_request_end_time", LocalDateTime.parse("2026-02-28T21:01:04"));
        assertThat(watched.call("dm_exec_input_buffer", 60, 0))
                .singleElement()
                .extracting(row -> row.get("event_info"))
                .isEqualTo("SELECT name FROM dbo.Patients");
    }

    @Test
    void a_transaction_that_is_left_open_is_told_until_it_ends() {
        ask(60, "BEGIN TRANSACTION");
        watched.instance.sessions().ended(60, 2, "SERIALIZABLE");

        assertThat(session(60))
                .containsEntry("open_transaction_count", 2)
                .containsEntry("transaction_isolation_level", 4);
        var transaction = watched.row("sys", "dm_tran_session_transactions", "session_id", 60);
        assertThat(watched.row(
                        "sys", "dm_tran_active_transactions", "transaction_id", transaction.get("transaction_id")))
                .containsEntry("transaction_begin_time", session(60).get("last_request_start_time"));
        ask(60, "SELECT 1");
        watched.instance.sessions().ended(60, 1, "SERIALIZABLE");
        assertThat(watched.row("sys", "dm_tran_session_transactions", "session_id", 60))
                .containsEntry("transaction_id", transaction.get("transaction_id"));

        watched.instance.sessions().ended(60, 0, "SERIALIZABLE");

        assertThat(watched.rows("sys", "dm_tran_session_transactions")).isEmpty();
        assertThat(watched.rows("sys", "dm_tran_database_transactions")).isEmpty();
    }

    @Test
    void a_backup_tells_how_far_it_is() {
        watched.instance.operationsTake(Duration.ofSeconds(100));
        var hold = watched.instance.hold("BACKUP DATABASE", 40);
        ask(60, "BACKUP DATABASE EMRNext TO DISK = 'a.bak'");
        var backup = CompletableFuture.runAsync(() -> watched.run(60, "BACKUP DATABASE EMRNext TO DISK = 'a.bak'"));
        hold.awaitArrival(LIMIT);

        assertThat(watched.row("sys", "dm_exec_requests", "session_id", 60))
                .containsEntry("command", "BACKUP DATABASE")
                .containsEntry("percent_complete", 40f)
                .containsEntry("estimated_completion_time", 60_000L)
                .containsEntry("status", "running");

        hold.release();
        backup.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        watched.instance.sessions().ended(60, 0, "READ COMMITTED");
        assertThat(watched.rows("sys", "dm_exec_requests")).isEmpty();
    }

    @Test
    void whoever_waits_tells_for_whom() {
        watched.logIn(61, "admin", "master");
        ask(61, "ALTER DATABASE EMRNext SET OFFLINE");
        var waiting = new ArrayList<Map<String, @Nullable Object>>();
        watched.whenWaiting = sessions -> {
            watched.pass(Duration.ofSeconds(3));
            waiting.add(watched.row("sys", "dm_exec_requests", "session_id", 61));
            waiting.add(watched.row("sys", "dm_os_waiting_tasks", "session_id", 61));
            watched.instance.leave(60);
        };

        watched.run(61, "ALTER DATABASE EMRNext SET OFFLINE");

        assertThat(waiting).hasSize(2);
        assertThat(waiting.get(0))
                .containsEntry("status", "suspended")
                .containsEntry("command", "ALTER DATABASE")
                .containsEntry("blocking_session_id", 60)
                .containsEntry("wait_type", "LCK_M_X")
                .containsEntry("wait_time", 3000);
        assertThat(waiting.get(1)).containsEntry("blocking_session_id", 60).containsEntry("wait_duration_ms", 3000L);
        assertThat(watched.rows("sys", "dm_os_waiting_tasks")).isEmpty();
    }

    @Test
    void everybody_who_has_logged_in_is_a_principal_once() {
        watched.logIn(61, "nurse", "master");
        watched.logIn(62, "SA", "master");

        assertThat(watched.rows("sys", "sql_logins"))
                .extracting(row -> row.get("name"))
                .containsExactly("sa", "nurse");
        var nurse = watched.row("sys", "server_principals", "name", "nurse");
        assertThat(watched.row("sys", "server_role_members", "member_principal_id", nurse.get("principal_id")))
                .containsEntry("role_principal_id", 3);
        assertThat(nurse.get("sid")).isEqualTo(session(60).get("security_id"));
    }
}
