package io.emrops.sqlserver.replication;

import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnclusteredGroupContractTest extends ClusteredGroupContractTest {
    @Override
    SimulatedGroup simulated() {
        return new SimulatedGroup(ClusterType.NONE);
    }

    @Override
    protected void commit() {
        var primaries = simulated.servers.primaries();
        simulated.takesChanges(primaries.get(primaries.size() - 1));
    }

    /** Without a cluster it would be primary again: whoever starts it has to see to that. */
    @Override
    protected void bringBack(String replica) throws Exception {
        simulated.run(replica, "ALTER AVAILABILITY GROUP ag1 OFFLINE");
        simulated.run(replica, "ALTER AVAILABILITY GROUP ag1 SET (ROLE = SECONDARY)");
        super.bringBack(replica);
    }
}
