package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.replication.ReadReplicas;
import io.emrops.replication.Reads;
import org.junit.jupiter.api.Test;

class FakeReadReplicasContractTest extends ReadReplicasContract {
    private final FakeReplication group =
            FakeReplication.availabilityGroup("EMRNext").primary("sql-a").synchronous("sql-b");

    @Override
    protected ReadReplicas replicas() {
        return group;
    }

    @Override
    protected String primary() {
        return "sql-a";
    }

    @Override
    protected String other() {
        return "sql-b";
    }

    @Override
    protected void lose(String replica) {
        group.powerOff(replica);
    }

    @Test
    void log_shipping_is_refused_by_name() {
        var shipped = FakeReplication.logShipping("EMRNext").primary("sql-a").asynchronous("sql-b");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> shipped.preview("sql-b", Reads.INTENDED))
                .withMessageContaining("log shipping");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> shipped.let("sql-b", Reads.INTENDED))
                .withMessageContaining("log shipping");
    }
}
