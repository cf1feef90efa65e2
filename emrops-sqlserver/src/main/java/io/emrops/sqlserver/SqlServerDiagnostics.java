package io.emrops.sqlserver;

import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.diagnostics.Blocking;
import io.emrops.diagnostics.Connections;
import io.emrops.diagnostics.DiagnosticsProvider;
import io.emrops.diagnostics.EndedSessions;
import io.emrops.diagnostics.IdleSessionRequest;
import io.emrops.diagnostics.IdleSessions;
import io.emrops.diagnostics.Purpose;
import io.emrops.diagnostics.QueryDetails;
import io.emrops.diagnostics.SizePoint;
import io.emrops.diagnostics.SlowQueries;
import io.emrops.diagnostics.SlowQueryRequest;
import io.emrops.diagnostics.Space;
import io.emrops.sqlserver.diagnostics.BlockingWatch;
import io.emrops.sqlserver.diagnostics.ConnectionSurvey;
import io.emrops.sqlserver.diagnostics.IdleSearch;
import io.emrops.sqlserver.diagnostics.Look;
import io.emrops.sqlserver.diagnostics.Needed;
import io.emrops.sqlserver.diagnostics.SessionEnding;
import io.emrops.sqlserver.diagnostics.SizeHistory;
import io.emrops.sqlserver.diagnostics.SlowQuerySearch;
import io.emrops.sqlserver.diagnostics.SpaceSurvey;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks at one instance while it works.
 *
 * <pre>{@code
 * var look = sql.diagnostics();
 * look.missingPermissions();                                 // VIEW SERVER STATE; its two parts since SQL Server 2022
 * look.connections().groups();                               // 40 sleeping: HospitalScheduler on web01 as scheduler …
 * var request = IdleSessionRequest.idleFor(Duration.ofHours(1)).program("HospitalScheduler").build();
 * var idle = look.idleSessions(request);                     // ends none
 * look.endIdleSessions(request, idle, Progress.none());
 * }</pre>
 *
 * <p>Never ended, whatever is named: one's own sessions and those of programs that cannot be told from this one; SQL Server Agent and what is called
 * as agents of replication are, Database Mail, log shipping; the administrators' own connection; logical sessions inside others; sessions with an open
 * transaction or a lock of an application.
 *
 * <p>Slow queries come from the Query Store of the database where it is on, else from the plans in memory. Safe for use by several threads.
 *
 * @see <a href="https://learn.microsoft.com/sql/t-sql/language-elements/kill-transact-sql">KILL</a>
 */
public final class SqlServerDiagnostics implements DiagnosticsProvider {
    /** Long enough for what passes by itself. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final SqlServer server;

    SqlServerDiagnostics(SqlServer server) {
        this.server = server;
    }

    private Look look() {
        return new Look(server.sessions(), server.knownFacts());
    }

    /** At whichever server the URL leads to when it begins, and at no other. */
    private Look lookNow() {
        return new Look(server.sessions(), server.factsNow());
    }

    @Override
    public Target target() {
        return server.target();
    }

    @Override
    public List<String> missingPermissions(Purpose... purposes) {
        return Needed.missing(look(), purposes);
    }

    @Override
    public Connections connections() {
        return new ConnectionSurvey(look()).take();
    }

    @Override
    public IdleSessions idleSessions(IdleSessionRequest request) {
        return new IdleSearch(look()).find(request);
    }

    /**
     * {@inheritDoc}
     *
     * @throws InterruptedException if the thread was interrupted; sessions before that may have been ended, and a repetition tells which
     */
    @Override
    public EndedSessions endIdleSessions(IdleSessionRequest request, IdleSessions found, Progress progress)
            throws InterruptedException {
        return new SessionEnding(lookNow(), request).end(found, progress);
    }

    @Override
    public Blocking blocking() throws InterruptedException {
        return new BlockingWatch(server.sessions(), BETWEEN_LOOKS).take();
    }

    @Override
    public SlowQueries slowQueries(SlowQueryRequest request) {
        return new SlowQuerySearch(look()).find(request);
    }

    @Override
    public void details(SlowQueries found, Consumer<QueryDetails> each) {
        new SlowQuerySearch(look()).details(found, each);
    }

    @Override
    public Space space() {
        return new SpaceSurvey(look()).take();
    }

    @Override
    public List<SizePoint> sizes(String database) {
        return new SizeHistory(look()).of(database);
    }
}
