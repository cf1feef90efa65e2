package io.emrops.sqlserver;

import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.replication.Ability;
import io.emrops.replication.FailedOver;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.Loss;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.ReplicaFailover;
import io.emrops.replication.ReplicationKind;
import io.emrops.replication.ReplicationStatus;
import io.emrops.sqlserver.replication.ReplicaServer;
import io.emrops.sqlserver.replication.Shipment;
import io.emrops.sqlserver.replication.ShippingFailover;
import io.emrops.sqlserver.replication.ShippingReader;
import io.emrops.sqlserver.statement.Identifier;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A database whose log backups are shipped from one server to one other, under the same name, over connections to both.
 *
 * <pre>{@code
 * var shipping = SqlServerLogShipping.of("EMRNext", "SQL-A", sqlA, "SQL-B", sqlB);
 * shipping.status().replica("SQL-B").lag();
 * shipping.failOver(new PlannedFailover("SQL-A", "SQL-B"), Progress.none());
 * }</pre>
 *
 * <p>Where the backups lie is taken from msdb of each server ("log_shipping_primary_databases (Transact-SQL)", "log_shipping_secondary (Transact-SQL)"); the
 * secondary reads the end of the log from the share that it copies from. How far it is, is the newest backup in its history of restores, and never better
 * than that whatever the monitor says. The jobs are left as they are. There is no way back but to ship the log the other way, from a full backup. Needs
 * SQL Server 2017 or later on the secondary, which lists files.
 */
public final class SqlServerLogShipping implements ReplicaFailover {
    private final Shipment shipment;
    private final ShippingFailover failovers;

    private SqlServerLogShipping(Shipment shipment) {
        this.shipment = shipment;
        this.failovers = new ShippingFailover(new ShippingReader(shipment), target());
    }

    /**
     * Asks nothing yet.
     *
     * @param database its name on both
     * @param primary what the server calls itself that its log is shipped from, as {@code @@SERVERNAME}
     * @param secondary the same of the one that it is shipped to
     * @throws IllegalArgumentException if this can be no name, or both servers are called the same
     */
    public static SqlServerLogShipping of(
            String database, String primary, SqlServer toPrimary, String secondary, SqlServer toSecondary) {
        return new SqlServerLogShipping(new Shipment(
                Identifier.of(database).name(),
                new ReplicaServer(primary, toPrimary.sessions()),
                new ReplicaServer(secondary, toSecondary.sessions())));
    }

    @Override
    public Target target() {
        return new Target(
                "sqlserver-log-shipping",
                shipment.database(),
                shipment.primary().name() + "/" + shipment.database());
    }

    @Override
    public ReplicationKind kind() {
        return ReplicationKind.LOG_SHIPPING;
    }

    /** All but {@link Ability#RESUME}. */
    @Override
    public Set<Ability> abilities() {
        return EnumSet.complementOf(EnumSet.of(Ability.RESUME));
    }

    @Override
    public ReplicationStatus status() {
        return failovers.status();
    }

    @Override
    public Loss possibleLoss(String replica) {
        return failovers.possibleLoss(replica);
    }

    @Override
    public List<String> preview(PlannedFailover failover) {
        return failovers.preview(failover);
    }

    @Override
    public List<String> preview(ForcedFailover failover) {
        return failovers.preview(failover);
    }

    @Override
    public FailedOver failOver(PlannedFailover failover, Progress progress) throws InterruptedException {
        return failovers.failOver(failover, progress);
    }

    @Override
    public FailedOver force(ForcedFailover failover, Progress progress) throws InterruptedException {
        return failovers.force(failover, progress);
    }

    @Override
    public void fence(String replica, Progress progress) throws InterruptedException {
        failovers.fence(replica, progress);
    }

    @Override
    public void release(String replica, Progress progress) throws InterruptedException {
        failovers.release(replica, progress);
    }

    /** Refused: whoever was primary has to be seeded anew. */
    @Override
    public void resume(String replica, Progress progress) {
        failovers.resume(replica);
    }
}
