package io.emrops.sqlserver.replication;

import io.emrops.replication.ReplicaFailover;
import io.emrops.testkit.ReplicationContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClusteredGroupContractTest extends ReplicationContract {
    SimulatedGroup simulated;

    SimulatedGroup simulated() {
        return new SimulatedGroup(ClusterType.WSFC);
    }

    @Override
    protected ReplicaFailover group() {
        simulated = simulated();
        return simulated.group;
    }

    @AfterEach
    void stop() {
        simulated.close();
    }

    @Override
    protected String primary() {
        return SimulatedGroup.A;
    }

    @Override
    protected String other() {
        return SimulatedGroup.B;
    }

    @Override
    protected void commit() {
        simulated.commit();
    }

    @Override
    protected void cutLink() {
        simulated.cut();
    }

    @Override
    protected void healLink() {
        simulated.heal();
    }

    @Override
    protected void lose(String replica) {
        simulated.cut();
        simulated.line(replica).cut = true;
    }

    @Override
    protected void bringBack(String replica) throws Exception {
        simulated.heal();
        simulated.line(replica).cut = false;
    }

    @Override
    protected void pass(Duration time) {
        simulated.pass(time);
    }
}
