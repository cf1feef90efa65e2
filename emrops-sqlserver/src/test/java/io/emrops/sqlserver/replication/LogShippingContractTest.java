package io.emrops.sqlserver.replication;

import io.emrops.replication.ReplicaFailover;
import io.emrops.testkit.ReplicationContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogShippingContractTest extends ReplicationContract {
    private final SimulatedShipping simulated = new SimulatedShipping();

    @Override
    protected ReplicaFailover group() {
        return simulated.shipping;
    }

    @AfterEach
    void stop() {
        simulated.close();
    }

    @Override
    protected String primary() {
        return SimulatedShipping.A;
    }

    @Override
    protected String other() {
        return SimulatedShipping.B;
    }

    @Override
    protected void commit() {
        simulated.takingChanges();
    }

    @Override
    protected void cutLink() {
        simulated.jobs.cut();
    }

    @Override
    protected void healLink() {
        simulated.jobs.heal();
        simulated.jobs.ship();
    }

    @Override
    protected void lose(String replica) {
        simulated.jobs.cut();
        simulated.line(replica).cut = true;
    }

    @Override
    protected void bringBack(String replica) {
        simulated.line(replica).cut = false;
        simulated.jobs.heal();
    }

    @Override
    protected void pass(Duration time) {
        simulated.pass(time);
    }
}
