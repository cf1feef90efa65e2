package io.emrops.testkit;

import io.emrops.metrics.MetricsProvider;
import java.time.Duration;
import java.time.Instant;

class FakeMetricsContractTest extends MetricsProviderContract {
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    final FakeMetrics fake =
            FakeMetrics.of("emrnext", "api", "redis").clock(() -> now).cpu("api", 0.5);

    @Override
    protected MetricsProvider provider() {
        return fake;
    }

    @Override
    protected String busy() {
        return "api";
    }

    @Override
    protected String idle() {
        return "redis";
    }

    @Override
    protected void start() {
        fake.start("redis");
    }

    @Override
    protected void restart() {
        fake.restart("redis");
    }

    @Override
    protected void remove() {
        while (fake.isThere("redis")) {
            fake.remove("redis");
        }
    }

    @Override
    protected void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    protected Duration patience() {
        return Duration.ofMillis(200);
    }
}
