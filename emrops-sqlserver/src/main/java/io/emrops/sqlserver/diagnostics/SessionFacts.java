package io.emrops.sqlserver.diagnostics;

import io.emrops.diagnostics.IdleSession;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.RowReader;
import io.emrops.sqlserver.session.ServerIdentity;
import io.emrops.sqlserver.session.ShortQueries;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session of a user, from "sys.dm_exec_sessions (Transact-SQL)" and its like.
 *
 * @param id its number, which others have had and will have
 * @param loginTime with the number, one session's alone
 * @param connection its physical connection; empty if it has none of its own
 * @param program as it calls itself
 * @param host as it calls itself
 * @param process the client's, as it says; 0 if it does not
 * @param login as whom it came in
 * @param database in which it is
 * @param status such as {@code sleeping}
 * @param working whether it has a request
 * @param transactions that it has open, also those in which it only takes part
 * @param applicationLocks that it holds or waits for
 * @param endpoint through which it came; 1 is that for administrators in need
 * @param transport such as {@code TCP}; {@code Session} is a logical one in another
 * @param lastRequestEnd when it has answered last; empty if it never has
 * @param idleSince when that was, at the latest; the epoch if it never has
 * @param idle how long it has done nothing, at least
 */
record SessionFacts(
        int id,
        LocalDateTime loginTime,
        Optional<UUID> connection,
        String program,
        String host,
        int process,
        String login,
        String database,
        String status,
        boolean working,
        int transactions,
        int applicationLocks,
        int endpoint,
        String transport,
        Optional<LocalDateTime> lastRequestEnd,
        Instant idleSince,
        Duration idle) {
    static final String QUERY = """
            SELECT s.session_id, s.login_time, c.connection_id, s.program_name, s.host_name, s.host_process_id, s.login_name,
                   DB_NAME(s.database_id) AS database_name, s.status, s.endpoint_id, c.net_transport, s.last_request_end_time,
                   CASE WHEN r.session_id IS NULL THEN 0 ELSE 1 END AS working,
                   s.open_transaction_count, t.session_transactions, l.application_locks,
                   SYSDATETIMEOFFSET() AS server_time
            FROM sys.dm_exec_sessions AS s
            LEFT JOIN sys.dm_exec_connections AS c ON c.session_id = s.session_id AND c.parent_connection_id IS NULL
            LEFT JOIN (SELECT DISTINCT q.session_id FROM sys.dm_exec_requests AS q) AS r ON r.session_id = s.session_id
            LEFT JOIN (SELECT x.session_id, COUNT(*) AS session_transactions
                       FROM sys.dm_tran_session_transactions AS x GROUP BY x.session_id) AS t ON t.session_id = s.session_id
            LEFT JOIN (SELECT y.request_session_id, COUNT(*) AS application_locks FROM sys.dm_tran_locks AS y
                       WHERE y.resource_type = N'APPLICATION' GROUP BY y.request_session_id) AS l
                ON l.request_session_id = s.session_id
            WHERE s.is_user_process = 1
            ORDER BY s.session_id""";

    /** Names as the clients give them, whatever is in them: {@link #session} is for people. A session that has answered nothing yet has the year 1900 as its last end on some versions. */
    private static SessionFacts of(Row row, IdleSince since) throws SQLException {
        var loginTime = row.time("login_time").orElseThrow();
        var lastRequestEnd = row.time("last_request_end_time").filter(end -> !end.isBefore(loginTime));
        var idleSince = lastRequestEnd.map(since::latest);
        return new SessionFacts(
                row.integer("session_id").orElseThrow(),
                loginTime,
                row.uuid("connection_id"),
                row.text("program_name").orElse(""),
                row.text("host_name").orElse(""),
                row.integer("host_process_id").orElse(0),
                row.text("login_name").orElse(""),
                row.text("database_name").orElse(""),
                Look.name(row, "status"),
                row.flag("working").orElse(true),
                Math.max(
                        row.integer("open_transaction_count").orElse(0),
                        row.integer("session_transactions").orElse(0)),
                row.integer("application_locks").orElse(0),
                row.integer("endpoint_id").orElse(0),
                Look.name(row, "net_transport"),
                lastRequestEnd,
                idleSince.orElse(Instant.EPOCH),
                idleSince
                        .map(at -> Duration.between(at, since.now()).truncatedTo(ChronoUnit.SECONDS))
                        .orElse(Duration.ZERO));
    }

    static List<SessionFacts> all(ShortQueries queries) {
        return queries.list("the sessions", QUERY, new RowReader<SessionFacts>() {
            private @Nullable IdleSince since;

            @Override
            public SessionFacts read(Row row) throws SQLException {
                if (since == null) {
                    since = new IdleSince(row.offsetTime("server_time").orElseThrow());
                }
                return of(row, since);
            }
        });
    }

    /** Whether it does nothing: it has a connection, no request, and has been asked once at least. */
    boolean isIdle() {
        return status.equals("sleeping") && !working && connection.isPresent() && lastRequestEnd.isPresent();
    }

    /** By which it is known again, also behind a restart: number, time of the login, connection, and when it last did something. */
    String identity() {
        return id + "/" + loginTime + "/" + connection.map(UUID::toString).orElse("-") + "/"
                + lastRequestEnd.map(LocalDateTime::toString).orElse("-");
    }

    /** Whether it is this one, as far as can be told: when a session ends, its connection goes before it. */
    boolean isOf(String identity) {
        return identity.startsWith(id + "/" + loginTime + "/")
                && (connection.isEmpty() || identity.startsWith(id + "/" + loginTime + "/" + connection.get() + "/"));
    }

    /** By which sessions of one server are told from those of others. */
    static String mark(ServerIdentity server) {
        return UUID.nameUUIDFromBytes(server.text().getBytes(StandardCharsets.UTF_8)) + "/";
    }

    /** As others see it, who know of other servers too. */
    IdleSession session(ServerIdentity server) {
        return new IdleSession(
                id,
                mark(server) + identity(),
                Look.printable(program),
                Look.printable(host),
                Look.printable(login),
                Look.printable(database),
                idleSince);
    }
}
