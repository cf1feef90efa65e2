package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.diagnostics.DiagnosticsProvider;
import io.emrops.diagnostics.SizePoint;
import io.emrops.diagnostics.SlowQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;

class FakeDiagnosticsProviderContractTest extends DiagnosticsProviderContract {
    private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path directory;

    private Instant now = BEGIN;
    private FakeDiagnosticsProvider fake;

    @Override
    protected DiagnosticsProvider provider() {
        return inMemory().keptIn(directory.resolve("sessions"));
    }

    final FakeDiagnosticsProvider inMemory() {
        fake = FakeDiagnosticsProvider.of("sql01")
                .clock(() -> now)
                .database("EMRNext", new SizePoint(BEGIN, DataSize.gib(3)))
                .slow(
                        new SlowQuery(
                                "query 1",
                                "0x01",
                                "",
                                3,
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(1),
                                77,
                                1,
                                BEGIN,
                                BEGIN),
                        "SELECT ?",
                        "<plan/>");
        return fake;
    }

    @Override
    protected String database() {
        return "EMRNext";
    }

    @Override
    protected String missingDatabase() {
        return "Elsewhere";
    }

    @Override
    protected int connect(String program) {
        return fake.connect(program, "scheduler", "EMRNext");
    }

    @Override
    protected void ask(int session) {
        fake.ask(session);
    }

    @Override
    protected void begin(int session) {
        fake.begin(session);
    }

    @Override
    protected void disconnect(int session) {
        fake.disconnect(session);
    }

    @Override
    protected boolean isConnected(int session) {
        return fake.isConnected(session);
    }

    @Override
    protected void pass(Duration time) {
        now = now.plus(time);
    }
}
