package io.emrops.sqlserver.diagnostics;

import io.emrops.diagnostics.ConnectionGroup;
import io.emrops.diagnostics.Connections;
import io.emrops.diagnostics.Connections.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Who is connected ("sys.dm_exec_sessions (Transact-SQL)"), and how many may be ("@@MAX_CONNECTIONS (Transact-SQL)"). */
public final class ConnectionSurvey {
    private static final String WORKERS = """
            SELECT SUM(s.current_workers_count) AS used, SUM(s.work_queue_count) AS waiting, MAX(i.max_workers_count) AS maximum
            FROM sys.dm_os_schedulers AS s CROSS JOIN sys.dm_os_sys_info AS i
            WHERE s.status = N'VISIBLE ONLINE'""";

    private final Look look;

    /** Asks nothing yet. */
    public ConnectionSurvey(Look look) {
        this.look = look;
    }

    /** See {@link io.emrops.diagnostics.DiagnosticsProvider#connections}. */
    public Connections take() {
        Needed.require(look, Needed.STATE);
        var limit = look.queries()
                .find(
                        "the limit of connections",
                        "SELECT @@MAX_CONNECTIONS AS most",
                        row -> row.integer("most").orElse(0))
                .orElse(0);
        var groups = groups(SessionFacts.all(look.queries()));
        return new Connections(look.now().toInstant(), groups, limit, workers());
    }

    private Optional<Workers> workers() {
        return look.queries()
                .find(
                        "the threads of the server",
                        WORKERS,
                        row -> new Workers(
                                row.integer("used").orElse(0),
                                row.integer("maximum").orElse(0),
                                row.bigInteger("waiting").orElse(0L).intValue()));
    }

    private record Key(String program, String host, String login, String database, String status) {}

    static List<ConnectionGroup> groups(List<SessionFacts> sessions) {
        var members = new LinkedHashMap<Key, List<SessionFacts>>();
        for (var session : sessions) {
            var key = new Key(
                    Look.printable(session.program()),
                    Look.printable(session.host()),
                    Look.printable(session.login()),
                    Look.printable(session.database()),
                    session.status());
            members.computeIfAbsent(key, any -> new ArrayList<>()).add(session);
        }
        var groups = new ArrayList<ConnectionGroup>();
        members.forEach((key, all) -> groups.add(new ConnectionGroup(
                key.program,
                key.host,
                key.login,
                key.database,
                key.status,
                all.size(),
                (int) all.stream().filter(session -> session.transactions() > 0).count(),
                longestIdle(all))));
        groups.sort(Comparator.comparing(ConnectionGroup::sessions).reversed());
        return groups;
    }

    private static Optional<Duration> longestIdle(List<SessionFacts> sessions) {
        return sessions.stream()
                .filter(SessionFacts::isIdle)
                .map(SessionFacts::idle)
                .max(Comparator.naturalOrder());
    }
}
