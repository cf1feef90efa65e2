package io.emrops.sqlserver;

import io.emrops.Target;
import io.emrops.replication.ReadReplica;
import io.emrops.replication.ReadReplicas;
import io.emrops.replication.Reads;
import io.emrops.replication.ReplicationKind;
import io.emrops.sqlserver.replication.GroupReader;
import io.emrops.sqlserver.replication.GroupReads;
import io.emrops.sqlserver.replication.ReplicaServer;
import io.emrops.sqlserver.session.Sessions;
import io.emrops.sqlserver.statement.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The secondary replicas of an availability group as read replicas ({@code ALLOW_CONNECTIONS} of the secondary role, "ALTER AVAILABILITY GROUP
 * (Transact-SQL)"). Routing lists and listeners are not touched: who reads connects to the replica itself.
 *
 * <pre>{@code
 * var readers = SqlServerReadReplicas.named("ag1")
 *         .replica("SQL-A", sqlA, readingA)
 *         .replica("SQL-B", sqlB, readingB) // jdbc:sqlserver://sql-b;applicationIntent=ReadOnly
 *         .build();
 * readers.let("SQL-B", Reads.INTENDED);
 * }</pre>
 *
 * <p>A basic availability group is refused. In the databases of a secondary all queries run with row versions, whose marks the primary's rows then carry: 14
 * bytes on each row that is changed ("Offload read-only workload to secondary replica of an Always On availability group").
 */
public final class SqlServerReadReplicas implements ReadReplicas {
    private final String name;
    private final GroupReads reads;

    private SqlServerReadReplicas(String name, List<ReplicaServer> servers, Map<String, Sessions> intending) {
        this.name = name;
        this.reads = new GroupReads(new GroupReader(name, servers), intending, target());
    }

    /**
     * Begins with the name of the group.
     *
     * @throws IllegalArgumentException if this can be no name
     */
    public static Builder named(String name) {
        return new Builder(Identifier.of(name).name());
    }

    /** Who is in the group. */
    public static final class Builder {
        private final String name;
        private final List<ReplicaServer> servers = new ArrayList<>();
        private final Map<String, Sessions> intending = new LinkedHashMap<>();

        private Builder(String name) {
            this.name = name;
        }

        /**
         * A replica. All have to be told.
         *
         * @param server what the server calls itself, as {@code @@SERVERNAME}
         * @param reading the same server with {@code applicationIntent=ReadOnly} in its URL, to see whether it answers; without that it is found
         *     not to answer where those alone may read who intend to
         */
        public Builder replica(String server, SqlServer connections, SqlServer reading) {
            servers.add(new ReplicaServer(server, connections.sessions()));
            intending.put(server, reading.sessions());
            return this;
        }

        /** @throws IllegalArgumentException with fewer than two replicas, or two of one name */
        public SqlServerReadReplicas build() {
            if (servers.size() < 2 || intending.size() != servers.size()) {
                throw new IllegalArgumentException("A group has two or more replicas, each with a name of its own");
            }
            return new SqlServerReadReplicas(name, servers, intending);
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
    public List<ReadReplica> readReplicas() {
        return reads.all();
    }

    @Override
    public List<String> preview(String replica, Reads wanted) {
        return reads.preview(replica, wanted);
    }

    @Override
    public void let(String replica, Reads wanted) throws InterruptedException {
        reads.let(replica, wanted);
    }

    @Override
    public boolean answersReads(String replica) {
        return reads.answers(replica);
    }
}
