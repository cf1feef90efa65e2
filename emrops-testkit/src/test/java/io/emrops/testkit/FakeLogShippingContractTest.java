package io.emrops.testkit;

class FakeLogShippingContractTest extends FakeReplicationContractTest {
    @Override
    FakeReplication inMemory() {
        return FakeReplication.logShipping("EMRNext")
                .clock(this::now)
                .primary(primary())
                .asynchronous(other());
    }
}
