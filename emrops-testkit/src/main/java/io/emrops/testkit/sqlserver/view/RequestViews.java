package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.instance.RunningRequest;
import io.emrops.testkit.sqlserver.instance.Sessions.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of the views about what is running, and what waits for what. */
final class RequestViews {
    private static final int LONGEST_COMMAND = 32;

    /** Commands that are called by two words. */
    private static final Set<String> OF_TWO_WORDS = Set.of("ALTER", "BACKUP", "CREATE", "DROP", "RESTORE");

    /** Whether it is a row or more that is waited for is not known here. */
    private static final String WAIT_FOR_ROWS = "LCK_M_X";

    private RequestViews() {}

    static void requests(Viewer viewer, Rows rows) {
        var sessions = viewer.instance().sessions().all().stream()
                .filter(Session::running)
                .collect(Collectors.toMap(Session::spid, Function.identity()));
        var works = works(viewer);
        var spids = new TreeSet<>(sessions.keySet());
        spids.addAll(works.keySet());
        spids.removeIf(spid -> !SessionViews.isShown(viewer, spid));
        for (var spid : spids) {
            var row = rows.row().set("session_id", spid);
            var session = sessions.get(spid);
            session(viewer, session, row);
            var work = works.get(spid);
            work(
                    viewer,
                    work,
                    session,
                    work == null ? viewer.instance().sessions().blockerOf(spid) : Optional.empty(),
                    row);
            var command = work == null ? null : work.command();
            var database = session != null ? session.database() : work != null ? work.database() : "master";
            var began = work != null ? work.started() : session != null ? session.lastBegan() : Instant.EPOCH;
            row.set("command", command != null ? command : command(session == null ? "" : session.text()))
                    .set("database_id", SessionViews.databaseId(viewer, database))
                    .set("start_time", viewer.local(began))
                    .set(
                            "total_elapsed_time",
                            milliseconds(
                                    Duration.between(began, viewer.instance().now())))
                    .set("task_address", SessionViews.address(spid));
        }
    }

    private static Map<Integer, RunningRequest> works(Viewer viewer) {
        return viewer.instance().requests().stream()
                .collect(Collectors.toMap(RunningRequest::spid, Function.identity()));
    }

    private static void session(Viewer viewer, @Nullable Session session, Rows.Row row) {
        var known = Optional.ofNullable(session);
        row.set("sql_handle", session == null ? null : SqlHandle.of(session.text()))
                .set("connection_id", known.map(Session::connection).orElse(null))
                .set(
                        "open_transaction_count",
                        known.map(Session::openTransactions).orElse(0))
                .set("transaction_id", known.map(SessionViews::transactionId).orElse(0L))
                .set(
                        "transaction_isolation_level",
                        known.map(of -> SessionViews.level(of.isolationLevel())).orElse(2));
    }

    /** @param blocker whose rows it waits for */
    private static void work(
            Viewer viewer,
            @Nullable RunningRequest running,
            @Nullable Session session,
            Optional<Integer> blocker,
            Rows.Row row) {
        var work = Optional.ofNullable(running);
        var waitType = work.map(RunningRequest::waitType)
                .filter(type -> !type.isEmpty())
                .or(() -> blocker.map(spid -> WAIT_FOR_ROWS));
        row.set("status", waitType.isPresent() ? "suspended" : "running")
                .set(
                        "blocking_session_id",
                        work.map(of -> of.blockedBy().orElse(0)).orElse(blocker.orElse(0)))
                .set("wait_type", waitType.orElse(null))
                .set("wait_time", waitType.isPresent() ? waited(viewer, work, session) : 0)
                .set("last_wait_type", waitType.orElse("MISCELLANEOUS"))
                .set(
                        "percent_complete",
                        work.map(RunningRequest::percentComplete).orElse(0))
                .set(
                        "estimated_completion_time",
                        work.flatMap(RunningRequest::remaining)
                                .map(Duration::toMillis)
                                .orElse(0L));
    }

    /** Whoever waits for rows has done so since its request began. */
    private static int waited(Viewer viewer, Optional<RunningRequest> work, @Nullable Session session) {
        return work.map(RunningRequest::started)
                .or(() -> Optional.ofNullable(session).map(Session::lastBegan))
                .map(began ->
                        milliseconds(Duration.between(began, viewer.instance().now())))
                .orElse(0);
    }

    private static int milliseconds(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, time.toMillis());
    }

    /** What the server calls statements other than these is unverified. */
    private static String command(String text) {
        var words = text.strip().split("[\\s;(]+", 3);
        var first = words[0].toUpperCase(Locale.ROOT);
        var command = OF_TWO_WORDS.contains(first) && words.length > 1
                ? first + " " + words[1].toUpperCase(Locale.ROOT)
                : first.isEmpty() ? "SELECT" : first;
        return command.length() > LONGEST_COMMAND ? command.substring(0, LONGEST_COMMAND) : command;
    }

    static void waits(Viewer viewer, Rows rows) {
        for (var type : List.of("LCK_M_S", "LCK_M_X", "PAGEIOLATCH_SH", "THREADPOOL", "WRITELOG")) {
            rows.row().set("wait_type", type);
        }
    }

    static void waitingTasks(Viewer viewer, Rows rows) {
        for (var work : viewer.instance().requests()) {
            if (!work.waitType().isEmpty()) {
                var blocker = work.blockedBy().isPresent() ? work.blockedBy().getAsInt() : null;
                rows.row()
                        .set("waiting_task_address", SessionViews.address(work.spid()))
                        .set("session_id", work.spid())
                        .set("wait_duration_ms", waited(viewer, Optional.of(work), null))
                        .set("wait_type", work.waitType())
                        .set("blocking_session_id", blocker);
            }
        }
        for (var session : viewer.instance().sessions().all()) {
            var blocker = viewer.instance().sessions().blockerOf(session.spid());
            if (session.running() && blocker.isPresent()) {
                rows.row()
                        .set("waiting_task_address", SessionViews.address(session.spid()))
                        .set("session_id", session.spid())
                        .set(
                                "wait_duration_ms",
                                milliseconds(Duration.between(
                                        session.lastBegan(), viewer.instance().now())))
                        .set("wait_type", WAIT_FOR_ROWS)
                        .set("blocking_session_id", blocker.get());
            }
        }
    }
}
