package io.emrops.testkit;

import io.emrops.audit.AuditRetention;
import io.emrops.audit.RetentionPolicy;
import java.time.Instant;
import java.util.List;

class FakeAuditRetentionTest extends AuditRetentionContract {
    private final FakeAuditRetention fake =
            FakeAuditRetention.of("EMRNext", RetentionPolicy.standard()).clock(this::now);

    @Override
    protected AuditRetention retention() {
        return fake;
    }

    @Override
    protected Instant now() {
        return Instant.parse("2026-11-22T10:00:00Z");
    }

    @Override
    protected void add(long key, Instant time) {
        fake.add(key, time, "VIEW");
    }

    @Override
    protected void hold(long key) {
        fake.hold(key);
    }

    @Override
    protected List<Long> keys() {
        return fake.keys();
    }
}
