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
import io.emrops.sqlserver.replication.ClusterType;
import io.emrops.sqlserver.replication.GroupFailover;
import io.emrops.sqlserver.replication.GroupReader;
import io.emrops.sqlserver.replication.ReplicaServer;
import io.emrops.sqlserver.statement.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * An availability group, over connections to each of its servers; never over its listener, which leads to one of them alone.
 *
 * <pre>{@code
 * var group = SqlServerAvailabilityGroup.named("ag1", ClusterType.WSFC)
 *         .replica("SQL-A", sqlA)
 *         .replica("SQL-B", sqlB)
 *         .build();
 * group.status().primary();
 * group.failOver(new PlannedFailover("SQL-A", "SQL-B"), Progress.none());
 * }</pre>
 *
 * <p>The kind of its cluster has to be told, and is compared with what the servers say before anything is changed. The databases are taken as the group
 * has them. Distributed availability groups are not known here.
 */
public final class SqlServerAvailabilityGroup implements ReplicaFailover {
    private final String name;
    private final ClusterType clusterType;
    private final GroupReader reader;
    private final GroupFailover failovers;

    private SqlServerAvailabilityGroup(String name, ClusterType clusterType, List<ReplicaServer> servers) {
        this.name = name;
        this.clusterType = clusterType;
        this.reader = new GroupReader(name, servers);
        this.failovers = new GroupFailover(reader, clusterType, target());
    }

    /**
     * Begins with the name of the group.
     *
     * @throws IllegalArgumentException if this can be no name
     */
    public static Builder named(String name, ClusterType clusterType) {
        return new Builder(Identifier.of(name).name(), clusterType);
    }

    /** Who is in the group. */
    public static final class Builder {
        private final String name;
        private final ClusterType clusterType;
        private final List<ReplicaServer> servers = new ArrayList<>();

        private Builder(String name, ClusterType clusterType) {
            this.name = name;
            this.clusterType = Objects.requireNonNull(clusterType, "clusterType");
        }

        /**
         * A replica. All have to be told: who is not asked may be primary.
         *
         * @param server what the server calls itself, as {@code @@SERVERNAME}
         */
        public Builder replica(String server, SqlServer connections) {
            servers.add(new ReplicaServer(server, connections.sessions()));
            return this;
        }

        /** @throws IllegalArgumentException with fewer than two replicas, or two of one name */
        public SqlServerAvailabilityGroup build() {
            if (servers.size() < 2
                    || servers.stream().map(ReplicaServer::name).distinct().count() != servers.size()) {
                throw new IllegalArgumentException("A group has two or more replicas, each with a name of its own");
            }
            return new SqlServerAvailabilityGroup(name, clusterType, servers);
        }
    }

    @Override
    public Target target() {
        return new Target("sqlserver-availability-group", name, name);
    }

    @Override
    public ReplicationKind kind() {
        return ReplicationKind.AVAILABILITY_GROUP;
    }

    @Override
    public Set<Ability> abilities() {
        return clusterType.abilities();
    }

    @Override
    public ReplicationStatus status() {
        return reader.status();
    }

    @Override
    public Loss possibleLoss(String replica) {
        return reader.possibleLoss(replica);
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

    @Override
    public void resume(String replica, Progress progress) throws InterruptedException {
        failovers.resume(replica, progress);
    }
}
