package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.replication.ReplicaFailover;
import java.time.Duration;
import java.time.Instant;

class FakeReplicationContractTest extends ReplicationContract {
    private Instant now = Instant.parse("2026-03-01T02:00:00Z");
    private FakeReplication fake;

    @Override
    protected ReplicaFailover group() {
        fake = inMemory();
        return fake;
    }

    FakeReplication inMemory() {
        return FakeReplication.availabilityGroup("EMRNext")
                .clock(() -> now)
                .primary(primary())
                .synchronous(other());
    }

    FakeReplication fake() {
        return fake;
    }

    final Instant now() {
        return now;
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
    protected void commit() {
        assertThat(fake.commit()).isPresent();
    }

    @Override
    protected void cutLink() {
        fake.cutLink(primary(), other());
    }

    @Override
    protected void healLink() {
        fake.healLink(primary(), other());
        fake.catchUp(primary()).catchUp(other());
    }

    @Override
    protected void lose(String replica) {
        fake.powerOff(replica);
    }

    @Override
    protected void bringBack(String replica) {
        fake.healLink(primary(), other());
        fake.powerOn(replica);
    }

    @Override
    protected void pass(Duration time) {
        now = now.plus(time);
    }
}
