package io.emrops.testkit.sqlserver.instance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Several instances whose databases follow those of one of them ("What is an Always On availability group?"). What the primary writes arrives at once, unless
 * the connection is cut, the data movement is suspended, or an asynchronous replica has been given a delay. It is made by a test:
 *
 * <pre>{@code
 * var group = AvailabilityGroup.named("ag1", ClusterType.WSFC)
 *         .replica(a.instance(), CommitMode.SYNCHRONOUS_COMMIT)    // the primary
 *         .replica(b.instance(), CommitMode.SYNCHRONOUS_COMMIT)
 *         .database("EMRNext")
 *         .create();
 *
 * group.cut(a.instance(), b.instance());
 * }</pre>
 *
 * <p>What follows is done in Transact-SQL: {@code ALTER AVAILABILITY GROUP ag1 FAILOVER}. Quorum is not played: a cut leaves a primary what it is. Safe
 * for use by several threads.
 */
public final class AvailabilityGroup {
    private static final int SQL_SERVER_2017 = 14;

    private final ReentrantLock lock = new ReentrantLock();
    private final GroupState state;

    private AvailabilityGroup(GroupState state) {
        this.state = state;
    }

    /** Begins a group that is not there yet. */
    public static Builder named(String name, ClusterType clusterType) {
        return new Builder(name, clusterType);
    }

    /** What a group is made of. */
    public static final class Builder {
        private final String name;
        private final ClusterType clusterType;
        private final Map<Instance, CommitMode> modes = new LinkedHashMap<>();
        private final TreeSet<String> databases = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        private SecondaryConnections connections = SecondaryConnections.NO;

        private Builder(String name, ClusterType clusterType) {
            this.name = Objects.requireNonNull(name, "name");
            this.clusterType = Objects.requireNonNull(clusterType, "clusterType");
        }

        /** One more replica; the first is the primary. */
        public Builder replica(Instance instance, CommitMode mode) {
            if (modes.put(instance, mode) != null
                    || modes.keySet().stream().map(Instance::name).distinct().count() != modes.size()) {
                throw new IllegalArgumentException("two replicas are called " + instance.name());
            }
            return this;
        }

        /** A database of the primary, with the full recovery model. The others get a copy. */
        public Builder database(String database) {
            databases.add(database);
            return this;
        }

        /** Secondary replicas let everybody read ({@code ALLOW_CONNECTIONS = ALL}); nobody, if nobody says so. */
        public Builder readable() {
            connections = SecondaryConnections.ALL;
            return this;
        }

        /** @throws IllegalArgumentException without replicas, for a database that is not there or that another replica has already, and for a cluster that the version does not know */
        public AvailabilityGroup create() {
            if (modes.isEmpty()) {
                throw new IllegalArgumentException("a group has replicas");
            }
            var primary = modes.keySet().iterator().next();
            if (clusterType != ClusterType.WSFC && primary.majorVersion() < SQL_SERVER_2017) {
                throw new IllegalArgumentException("SQL Server 2016 knows of no CLUSTER_TYPE");
            }
            var replicas = new ArrayList<AvailabilityReplica>();
            for (var entry : modes.entrySet()) {
                replicas.add(
                        new AvailabilityReplica(entry.getKey(), primary.identifier(), entry.getValue(), connections));
            }
            var group = new AvailabilityGroup(new GroupState(name, primary.identifier(), clusterType, replicas));
            new Seeding(replicas).seed(databases);
            replicas.get(0).become(ReplicaRole.PRIMARY, 0);
            replicas.forEach(replica -> replica.instance().availability().join(group));
            return group;
        }
    }

    /** What it is called. */
    public String name() {
        return state.name();
    }

    /** Two replicas do not see each other, until {@link #heal}. */
    public void cut(Instance one, Instance other) {
        locked(() -> state.links().cut(one, other));
    }

    /** They see each other again. */
    public void heal(Instance one, Instance other) {
        locked(() -> state.links().heal(one, other));
    }

    /**
     * What is committed reaches an asynchronous replica so much later, by the clock of the primary.
     *
     * @throws IllegalArgumentException for a synchronous one, for which the primary would wait
     */
    public void delay(Instance replica, Duration delay) {
        locked(() -> {
            if (state.replica(replica).mode() == CommitMode.SYNCHRONOUS_COMMIT) {
                throw new IllegalArgumentException(replica.name() + " is synchronous");
            }
            state.links().delay(replica, delay);
        });
    }

    /**
     * A forced failover to this replica takes so long, by its clock, and the statement does not wait for it. The replica is neither primary nor secondary
     * until then.
     */
    public void roleChangeTakes(Instance replica, Duration duration) {
        locked(() -> state.links().roleChange(replica, duration));
    }

    /** What reaches a replica is not redone there, or is again. Nobody can read it until then. */
    public void redo(Instance replica, boolean goesOn) {
        locked(() -> state.links().redo(replica, goesOn));
    }

    /** What a replica takes itself for. */
    public ReplicaRole role(Instance replica) {
        var roles = new HashMap<Instance, ReplicaRole>();
        locked(() -> roles.put(replica, state.replica(replica).role()));
        return Objects.requireNonNull(roles.get(replica));
    }

    /** All that take themselves for the primary, by their names. */
    public List<String> primaries() {
        var names = new ArrayList<String>();
        locked(() -> state.replicas().stream()
                .filter(AvailabilityReplica::isPrimary)
                .map(AvailabilityReplica::name)
                .forEach(names::add));
        return names;
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            state.move();
            change.run();
            state.move();
        } finally {
            lock.unlock();
        }
    }

    ReentrantLock lock() {
        return lock;
    }

    /** With the lock held. */
    GroupState state() {
        return state;
    }

    /** Its name. */
    @Override
    public String toString() {
        return state.name();
    }
}
