package io.emrops.sqlserver;

import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.maintenance.Integrity;
import io.emrops.maintenance.Invariant;
import io.emrops.maintenance.LastGoodCheck;
import io.emrops.maintenance.MaintenancePlan;
import io.emrops.maintenance.MaintenanceProvider;
import io.emrops.maintenance.MaintenanceReport;
import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.SuspectPages;
import io.emrops.sqlserver.maintenance.IntegrityChecking;
import io.emrops.sqlserver.maintenance.InvariantCount;
import io.emrops.sqlserver.maintenance.MaintainedServer;
import io.emrops.sqlserver.maintenance.MaintenanceLimits;
import io.emrops.sqlserver.maintenance.MaintenanceRun;
import io.emrops.sqlserver.maintenance.SuspectPageList;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Maintenance of the databases of one instance.
 *
 * <pre>{@code
 * var sql = server.maintenance();
 * var request = MaintenanceRequest.byFragmentation("EMRNext").timeLimit(Duration.ofHours(2)).build();
 * sql.plan(request).lines();                        // Rebuild online index IX_Start of dbo.Shifts: 42.0 % fragmented, 5200 pages
 * sql.maintain(request, Progress.none()).words();   // Of 12 tasks that were due in EMRNext, 12 were done, …
 * sql.checkIntegrity("EMRNext", Depth.FULL, Progress.none()).clean();
 * }</pre>
 *
 * <p>Indexes are rebuilt beside other work where the edition can do it (Enterprise, Developer), in a way that can be resumed since SQL
 * Server 2017. A rebuild that is stopped by the time limit, by the death of the program or by a lost connection is then paused by the
 * server, and the next call goes on with it. Without that, nothing is rebuilt unless it is {@linkplain
 * MaintenanceRequest.Builder#allowOffline allowed} that nobody can use the table meanwhile.
 *
 * <p>Columnstore, XML and spatial indexes, disabled ones, heaps and tables in memory are not maintained. Safe for use by several threads;
 * one maintenance of a database runs at a time.
 */
public final class SqlServerMaintenance implements MaintenanceProvider {
    private final SqlServer server;
    private final MaintenanceLimits limits;

    private SqlServerMaintenance(SqlServer server, MaintenanceLimits limits) {
        this.server = server;
        this.limits = limits;
    }

    SqlServerMaintenance(SqlServer server) {
        this(server, MaintenanceLimits.DEFAULT);
    }

    /** The same, whose looks at the fragmentation of indexes may take so long; half an hour if nobody says otherwise. */
    public SqlServerMaintenance measuringWithin(Duration atMost) {
        return new SqlServerMaintenance(server, new MaintenanceLimits(atMost, limits.checking(), limits.invariants()));
    }

    /** The same, whose checks for integrity are cancelled when they take longer: such a one has found nothing out. Never, if nobody says otherwise. */
    public SqlServerMaintenance checksWithin(Duration atMost) {
        Objects.requireNonNull(atMost, "atMost");
        return new SqlServerMaintenance(
                server, new MaintenanceLimits(limits.measuring(), Optional.of(atMost), limits.invariants()));
    }

    /** The same, whose queries of invariants are cancelled when they take longer; ten minutes if nobody says otherwise. */
    public SqlServerMaintenance invariantsWithin(Duration atMost) {
        return new SqlServerMaintenance(server, new MaintenanceLimits(limits.measuring(), limits.checking(), atMost));
    }

    private MaintainedServer here() {
        return new MaintainedServer(server.sessions(), server.knownFacts(), limits);
    }

    /** For what takes its time or changes something: whichever server the URL leads to when it begins, and no other. */
    private MaintainedServer hereNow() {
        return new MaintainedServer(server.sessions(), server.factsNow(), limits);
    }

    @Override
    public Target target() {
        return server.target();
    }

    @Override
    public MaintenancePlan plan(MaintenanceRequest request) {
        return MaintenanceRun.plan(here(), request);
    }

    @Override
    public MaintenanceReport maintain(MaintenanceRequest request, Progress progress) throws InterruptedException {
        return MaintenanceRun.maintain(hereNow(), request, progress);
    }

    @Override
    public Integrity checkIntegrity(String database, Integrity.Depth depth, Progress progress)
            throws InterruptedException {
        return new IntegrityChecking(hereNow()).check(database, depth, progress);
    }

    @Override
    public LastGoodCheck lastGoodCheck(String database) {
        return new IntegrityChecking(here()).lastGood(database);
    }

    @Override
    public SuspectPages suspectPages(String database) {
        return new SuspectPageList(here()).of(database);
    }

    @Override
    public long broken(String database, Invariant invariant) throws InterruptedException {
        return new InvariantCount(hereNow()).of(database, invariant);
    }
}
