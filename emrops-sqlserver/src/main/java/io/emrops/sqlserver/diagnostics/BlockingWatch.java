package io.emrops.sqlserver.diagnostics;

import io.emrops.diagnostics.Blocking;
import io.emrops.sqlserver.diagnostics.BlockingSample.Holder;
import io.emrops.sqlserver.diagnostics.BlockingSample.Waiter;
import io.emrops.sqlserver.server.ServerFacts;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.Sessions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Looks twice at who waits for whom ("sys.dm_exec_requests (Transact-SQL)"). */
public final class BlockingWatch {
    private static final String WAITERS = """
            SELECT r.session_id, r.blocking_session_id, r.wait_type, r.wait_time, r.start_time
            FROM sys.dm_exec_requests AS r
            WHERE r.blocking_session_id <> 0 AND r.session_id <> r.blocking_session_id
            ORDER BY r.session_id, r.wait_time DESC""";

    private static final String SESSIONS = """
            SELECT s.session_id, s.login_time, s.program_name, s.host_name, s.login_name, DB_NAME(s.database_id) AS database_name,
                   CASE WHEN r.session_id IS NULL THEN 0 ELSE 1 END AS working, t.began
            FROM sys.dm_exec_sessions AS s
            LEFT JOIN (SELECT DISTINCT q.session_id FROM sys.dm_exec_requests AS q) AS r ON r.session_id = s.session_id
            LEFT JOIN (SELECT x.session_id, MIN(a.transaction_begin_time) AS began
                       FROM sys.dm_tran_session_transactions AS x
                       JOIN sys.dm_tran_active_transactions AS a ON a.transaction_id = x.transaction_id
                       GROUP BY x.session_id) AS t ON t.session_id = s.session_id""";

    private final Sessions sessions;
    private final Duration between;

    /**
     * Asks nothing yet.
     *
     * @param between how long to wait before the second look
     */
    public BlockingWatch(Sessions sessions, Duration between) {
        this.sessions = sessions;
        this.between = between;
    }

    /** See {@link io.emrops.diagnostics.DiagnosticsProvider#blocking}. */
    public Blocking take() throws InterruptedException {
        // A connection of its own for all that is asked, for which server it is too: those of the pool may be what is
        // waited for.
        try (var session = sessions.dedicated()) {
            var own = new Look(sessions, ServerFacts.read(session.queries(null))).over(session);
            Needed.require(own, Needed.STATE);
            var first = sample(own);
            if (!first.waiters().isEmpty()) {
                pause();
            }
            return BlockingForest.of(first, first.waiters().isEmpty() ? first : sample(own));
        }
    }

    private void pause() throws InterruptedException {
        var over = new CountDownLatch(1);
        var timer = sessions.time().schedule(between, over::countDown);
        try {
            over.await();
        } finally {
            timer.cancel();
        }
    }

    private static BlockingSample sample(Look own) {
        var now = own.now();
        List<Waiter> waiters = own.queries().list("the sessions that wait", WAITERS, BlockingWatch::waiter);
        if (waiters.isEmpty()) {
            return new BlockingSample(now.toInstant(), waiters, Map.of());
        }
        var sessions = new HashMap<Integer, Holder>();
        own.queries().list("the sessions", SESSIONS, row -> {
            sessions.put(row.integer("session_id").orElseThrow(), holder(row, now.getOffset()));
            return row;
        });
        return new BlockingSample(now.toInstant(), waiters, sessions);
    }

    private static Waiter waiter(Row row) throws SQLException {
        return new Waiter(
                row.integer("session_id").orElseThrow(),
                row.integer("blocking_session_id").orElseThrow(),
                Look.name(row, "wait_type"),
                Duration.ofMillis(Math.max(row.bigInteger("wait_time").orElse(0L), 0)),
                row.time("start_time").map(LocalDateTime::toString).orElse(""));
    }

    private static Holder holder(Row row, ZoneOffset offset) throws SQLException {
        Optional<Instant> began = row.time("began").map(local -> Look.instant(local, offset));
        return new Holder(
                row.time("login_time").map(LocalDateTime::toString).orElse(""),
                row.flag("working").orElse(false),
                description(row),
                began);
    }

    private static String description(Row row) throws SQLException {
        var program = Look.name(row, "program_name");
        var host = Look.name(row, "host_name");
        return (program.isEmpty() ? "a program without a name" : program) + " on "
                + (host.isEmpty() ? "a host without a name" : host) + " as " + Look.name(row, "login_name") + " in "
                + Look.name(row, "database_name");
    }
}
