package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.statement.AlterAvailabilityGroup;
import io.emrops.testkit.sqlserver.statement.GroupAction;
import io.emrops.testkit.sqlserver.statement.GroupAction.Verb;

/** {@code ALTER AVAILABILITY GROUP} ("ALTER AVAILABILITY GROUP (Transact-SQL)"). It is done when it returns, but for a forced failover that a test has made slow. */
final class GroupOperation {
    private static final int SQL_SERVER_2019 = 15;

    private final Instance instance;
    private final Caller caller;
    private final AlterAvailabilityGroup alter;

    GroupOperation(Instance instance, Caller caller, AlterAvailabilityGroup alter) {
        this.instance = instance;
        this.caller = caller;
        this.alter = alter;
    }

    Outcome run() throws Refusal {
        if (caller.inTransaction()) {
            throw instance.refusal(226, "ALTER AVAILABILITY GROUP");
        }
        if (!caller.database().equalsIgnoreCase("master")) {
            throw instance.refusal(35208);
        }
        if (!instance.security().has(caller.login(), Permission.CONTROL_SERVER)) {
            throw instance.refusal(15151, "alter", "availability group", alter.group());
        }
        var group =
                instance.availability().named(alter.group()).orElseThrow(() -> instance.refusal(41100, alter.group()));
        try (var still = instance.availability().standStill()) {
            still.catchUp();
            change(group.state(), group.state().replica(instance));
            still.catchUp();
        }
        return Outcome.silent();
    }

    private void change(GroupState group, AvailabilityReplica local) throws Refusal {
        var action = alter.action();
        if (action == Verb.FAILOVER) {
            failOver(group, local);
        } else if (action == Verb.FORCE_FAILOVER_ALLOW_DATA_LOSS) {
            force(group, local);
        } else if (action == Verb.OFFLINE) {
            requirePrimary(group, local);
            requireNoTools(group);
            group.offline(local);
        } else if (action instanceof GroupAction.Demotion) {
            demote(group, local);
        } else if (action instanceof GroupAction.RequiredSecondaries required) {
            require(group, local, required.number());
        } else if (action instanceof GroupAction.ReplicaMode mode) {
            replica(group, local, mode.server())
                    .mode(CommitMode.valueOf(mode.mode().name()));
        } else if (action instanceof GroupAction.SecondaryRole role) {
            replica(group, local, role.server())
                    .connections(SecondaryConnections.valueOf(role.connections().name()));
        }
    }

    private void requirePrimary(GroupState group, AvailabilityReplica local) throws Refusal {
        if (!local.isPrimary()) {
            throw instance.refusal(41140, group.name());
        }
    }

    private void requireNoPrimary(GroupState group, AvailabilityReplica local) throws Refusal {
        if (local.isPrimary()) {
            throw instance.refusal(41122, group.name());
        }
    }

    /** The page has the tools of such a cluster do it; {@code external_cluster} in the context of the session is not played. */
    private void requireNoTools(GroupState group) throws Refusal {
        if (group.clusterType() == ClusterType.EXTERNAL) {
            throw instance.refusal(47104, group.name());
        }
    }

    private void failOver(GroupState group, AvailabilityReplica local) throws Refusal {
        requireNoTools(group);
        if (group.clusterType() == ClusterType.NONE) {
            throw instance.refusal(47122, group.name());
        }
        requireNoPrimary(group, local);
        if (!group.isReady(local)) {
            throw instance.refusal(41142, group.name());
        }
        group.failOver(local);
    }

    /** In a cluster a synchronised replica takes over as if nobody had forced it. */
    private void force(GroupState group, AvailabilityReplica local) throws Refusal {
        requireNoTools(group);
        requireNoPrimary(group, local);
        if (group.clusterType() == ClusterType.WSFC && group.isReady(local)) {
            group.failOver(local);
        } else {
            group.force(local);
        }
    }

    private void demote(GroupState group, AvailabilityReplica local) throws Refusal {
        if (group.clusterType() != ClusterType.NONE) {
            throw instance.refusal(41104, group.name());
        }
        if (local.isPrimary() && instance.majorVersion() >= SQL_SERVER_2019) {
            throw instance.refusal(41104, group.name());
        }
        group.demote(local);
    }

    private void require(GroupState group, AvailabilityReplica local, int number) throws Refusal {
        requirePrimary(group, local);
        var possible = group.replicas().stream()
                .filter(replica -> replica != local && replica.mode() == CommitMode.SYNCHRONOUS_COMMIT)
                .count();
        if (number > possible) {
            throw instance.refusal(35248, "ALTER AVAILABILITY GROUP", number, possible, group.name());
        }
        group.required(number);
    }

    /** A replica whose settings are changed, which is done on the primary. */
    private AvailabilityReplica replica(GroupState group, AvailabilityReplica local, String server) throws Refusal {
        requirePrimary(group, local);
        return group.replicas().stream()
                .filter(each -> each.name().equalsIgnoreCase(server))
                .findFirst()
                .orElseThrow(() -> instance.refusal(35210, server, group.name()));
    }
}
