package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.instance.ClusterType;
import io.emrops.testkit.sqlserver.instance.Commit;
import io.emrops.testkit.sqlserver.instance.CommitMode;
import io.emrops.testkit.sqlserver.instance.GroupReport;
import io.emrops.testkit.sqlserver.instance.GroupReport.Copy;
import io.emrops.testkit.sqlserver.instance.GroupReport.Member;
import io.emrops.testkit.sqlserver.instance.GroupReport.Sync;
import io.emrops.testkit.sqlserver.instance.Lsn;
import io.emrops.testkit.sqlserver.instance.ReplicaRole;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an instance says of its availability groups. A secondary replica knows of itself alone. */
final class AvailabilityViews {
    private static final String[] HEALTH = {"NOT_HEALTHY", "PARTIALLY_HEALTHY", "HEALTHY"};

    private AvailabilityViews() {}

    static void groups(Viewer viewer, Rows rows) {
        for (var group : viewer.instance().availabilityGroups()) {
            rows.row()
                    .set("group_id", group.id())
                    .set("name", group.name())
                    .set("cluster_type", group.clusterType().number())
                    .set("cluster_type_desc", group.clusterType().name())
                    .set("required_synchronized_secondaries_to_commit", group.required())
                    .set("sequence_number", group.sequence());
        }
    }

    static void replicas(Viewer viewer, Rows rows) {
        for (var group : viewer.instance().availabilityGroups()) {
            for (var replica : group.members()) {
                rows.row()
                        .set("replica_id", replica.id())
                        .set("group_id", group.id())
                        .set("replica_server_name", replica.name())
                        .set("endpoint_url", "TCP://" + replica.name() + ":5022")
                        .set("availability_mode", replica.mode().number())
                        .set("availability_mode_desc", replica.mode().name())
                        .set("failover_mode", group.clusterType() == ClusterType.EXTERNAL ? 2 : 1)
                        .set("failover_mode_desc", group.clusterType() == ClusterType.EXTERNAL ? "EXTERNAL" : "MANUAL")
                        .set(
                                "secondary_role_allow_connections",
                                replica.connections().ordinal())
                        .set(
                                "secondary_role_allow_connections_desc",
                                replica.connections().name());
            }
        }
    }

    static void groupStates(Viewer viewer, Rows rows) {
        for (var group : viewer.instance().availabilityGroups()) {
            var primary = isPrimary(group);
            var healthy =
                    group.known().stream().filter(member -> health(member) == 2).count();
            var health = healthy == group.known().size() ? 2 : healthy == 0 ? 0 : 1;
            rows.row()
                    .set("group_id", group.id())
                    .set("primary_replica", group.primary().orElse(null))
                    .set("primary_recovery_health", primary ? 1 : null)
                    .set("primary_recovery_health_desc", primary ? "ONLINE" : null)
                    .set("secondary_recovery_health", primary ? null : 1)
                    .set("secondary_recovery_health_desc", primary ? null : "ONLINE")
                    .set("synchronization_health", health)
                    .set("synchronization_health_desc", HEALTH[health]);
        }
    }

    static void replicaStates(Viewer viewer, Rows rows) {
        for (var group : viewer.instance().availabilityGroups()) {
            for (var member : group.known()) {
                var role = member.role();
                var health = health(member);
                rows.row()
                        .set("replica_id", member.id())
                        .set("group_id", group.id())
                        .set("is_local", member.local())
                        .set("role", role.map(ReplicaRole::ordinal).orElse(null))
                        .set("role_desc", role.map(ReplicaRole::name).orElse(null))
                        .set("operational_state", operational(member))
                        .set("operational_state_desc", operationalWord(member))
                        .set("recovery_health", member.local() ? 1 : null)
                        .set("recovery_health_desc", member.local() ? "ONLINE" : null)
                        .set("synchronization_health", health)
                        .set("synchronization_health_desc", HEALTH[health])
                        .set("connected_state", member.connected() ? 1 : 0)
                        .set("connected_state_desc", member.connected() ? "CONNECTED" : "DISCONNECTED");
            }
        }
    }

    private static @Nullable Integer operational(Member member) {
        return !member.local() ? null : member.role().equals(Optional.of(ReplicaRole.RESOLVING)) ? 3 : 2;
    }

    private static @Nullable String operationalWord(Member member) {
        var state = operational(member);
        return state == null ? null : state == 2 ? "ONLINE" : "OFFLINE";
    }

    private static boolean isPrimary(GroupReport group) {
        return group.local().role().equals(Optional.of(ReplicaRole.PRIMARY));
    }

    private static int health(Member member) {
        return member.databases().stream()
                .mapToInt(copy -> health(member, copy))
                .min()
                .orElse(2);
    }

    private static int health(Member member, Copy copy) {
        if (copy.sync() == Sync.NOT_SYNCHRONIZING) {
            return 0;
        }
        return copy.sync() == Sync.SYNCHRONIZING && member.mode() == CommitMode.SYNCHRONOUS_COMMIT ? 1 : 2;
    }

    static void databaseStates(Viewer viewer, Rows rows) {
        for (var group : viewer.instance().availabilityGroups()) {
            for (var member : group.known()) {
                for (var copy : member.databases()) {
                    var row = rows.row();
                    identity(group, member, copy, row);
                    synchronisation(member, copy, row);
                    log(viewer, copy, row);
                }
            }
        }
    }

    private static void identity(GroupReport group, Member member, Copy copy, Rows.Row row) {
        row.set("database_id", copy.databaseId())
                .set("group_id", group.id())
                .set("replica_id", member.id())
                .set("group_database_id", copy.groupDatabaseId())
                .set("is_local", member.local())
                .set("is_primary_replica", member.role().equals(Optional.of(ReplicaRole.PRIMARY)));
    }

    private static void synchronisation(Member member, Copy copy, Rows.Row row) {
        var health = health(member, copy);
        var suspended = copy.suspended();
        row.set("synchronization_state", copy.sync().ordinal())
                .set("synchronization_state_desc", copy.sync().name().replace('_', ' '))
                .set(
                        "is_commit_participant",
                        member.mode() == CommitMode.SYNCHRONOUS_COMMIT && copy.sync() == Sync.SYNCHRONIZED)
                .set("synchronization_health", health)
                .set("synchronization_health_desc", HEALTH[health])
                .set("is_suspended", suspended.isPresent())
                .set("suspend_reason", suspended.map(Enum::ordinal).orElse(null))
                .set("suspend_reason_desc", suspended.map(Enum::name).orElse(null));
    }

    private static void log(Viewer viewer, Copy copy, Rows.Row row) {
        var hardened = viewer.localOrNull(copy.lastHardened().orElse(null));
        var redone = copy.lastRedone().map(Commit::at).map(viewer::local).orElse(null);
        var redoneLsn = copy.lastRedone().map(Commit::lsn).map(Lsn::decimal).orElse(null);
        row.set("last_received_lsn", copy.end().decimal())
                .set("last_received_time", hardened)
                .set("last_hardened_lsn", copy.end().decimal())
                .set("last_hardened_time", hardened)
                .set("last_redone_lsn", redoneLsn)
                .set("last_redone_time", redone)
                .set("end_of_log_lsn", copy.end().decimal())
                .set("last_commit_lsn", redoneLsn)
                .set("last_commit_time", redone)
                .set(
                        "log_send_queue_size",
                        copy.unsent().isPresent() ? copy.unsent().getAsLong() : null)
                .set("redo_queue_size", copy.unredone())
                .set(
                        "secondary_lag_seconds",
                        copy.lag().map(Duration::toSeconds).orElse(null));
    }

    static void clusterStates(Viewer viewer, Rows rows) {
        for (var group : viewer.instance().availabilityGroups()) {
            var known = group.clusterType() == ClusterType.WSFC ? group.members() : group.known();
            for (var member : known) {
                for (var copy : member.databases()) {
                    rows.row()
                            .set("replica_id", member.id())
                            .set("group_database_id", copy.groupDatabaseId())
                            .set("database_name", copy.name())
                            .set("is_failover_ready", copy.sync() == Sync.SYNCHRONIZED);
                }
            }
        }
    }

    static void databases(Viewer viewer, Rows rows) {
        for (var group : viewer.instance().availabilityGroups()) {
            for (var copy : group.local().databases()) {
                rows.row()
                        .set("group_id", group.id())
                        .set("group_database_id", copy.groupDatabaseId())
                        .set("database_name", copy.name());
            }
        }
    }

    /** The columns of {@code sys.databases}. */
    static void membership(Collection<GroupReport> groups, int databaseId, Rows.Row row) {
        row.set("replica_id", null).set("group_database_id", null);
        for (var group : groups) {
            for (var copy : group.local().databases()) {
                if (copy.databaseId() == databaseId) {
                    row.set("replica_id", group.local().id()).set("group_database_id", copy.groupDatabaseId());
                }
            }
        }
    }
}
