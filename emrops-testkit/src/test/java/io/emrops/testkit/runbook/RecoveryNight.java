package io.emrops.testkit.runbook;

import io.emrops.Authorizer;
import io.emrops.DataSize;
import io.emrops.Engine;
import io.emrops.Finding;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.backup.Backup;
import io.emrops.backup.Proof;
import io.emrops.core.Emrops;
import io.emrops.runbooks.RecoveryRunbook;
import io.emrops.spi.Leases;
import io.emrops.spi.RunStore;
import io.emrops.testkit.FakeBackupProvider;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.FakeRecoveryProvider;
import io.emrops.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Somebody has deleted the admissions of a ward at 02:40; the world outside of the process, which outlives it. */
final class RecoveryNight {
    static final Instant BEFORE_THE_MISTAKE = Instant.parse("2026-03-01T02:30:00Z");
    static final List<String> BEFORE = List.of("admission 1", "admission 2");
    static final List<String> ALL = List.of("admission 1", "admission 2", "deleted admission 1");
    static final RunRequest REQUEST = RunRequest.by("m.meier")
            .because("INC-17")
            .with("moment", "2026-02-28T21:30:00-05:00")
            .with("overwrite", "EMRNext");

    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-03-01T00:00:00Z"));
    private final AtomicBoolean dataIsWrong = new AtomicBoolean();

    final FakeDeployer deployer = FakeDeployer.of("emrnext", "api", "web")
            .version("1.0.0")
            .replicas("api", 3)
            .alreadyRunning("1.0.0");
    final FakeBackupProvider backups =
            FakeBackupProvider.of("sql01").clock(clock::get).database("EMRNext", DataSize.gib(3));
    final FakeRecoveryProvider recovery =
            FakeRecoveryProvider.of("sql01").clock(clock::get).database("EMRNext");

    RecoveryNight() {
        at("2026-03-01T01:00:00Z");
        recovery.commit("EMRNext", "admission 1").backUp("EMRNext", Backup.Kind.FULL);
        at("2026-03-01T02:00:00Z");
        recovery.backUp("EMRNext", Backup.Kind.LOG);
        at("2026-03-01T02:20:00Z");
        recovery.commit("EMRNext", "admission 2");
        at("2026-03-01T02:40:00Z");
        recovery.commit("EMRNext", "deleted admission 1");
        at("2026-03-01T03:00:00Z");
    }

    private void at(String instant) {
        clock.set(Instant.parse(instant));
    }

    /** The schedule goes on. */
    void backUpLog() {
        clock.updateAndGet(now -> now.plusSeconds(60));
        recovery.backUp("EMRNext", Backup.Kind.LOG);
    }

    /** A full backup each day of the last fortnight. */
    void backedUpDaily() {
        for (var days = 14; days > 0; days--) {
            backups.holding(new Backup(
                    "full-" + days,
                    "EMRNext",
                    Backup.Kind.FULL,
                    "memory:full-" + days,
                    clock.get().minus(Duration.ofDays(days)),
                    DataSize.gib(3),
                    false,
                    Proof.RECORDED));
        }
    }

    void dataIsWrong() {
        dataIsWrong.set(true);
    }

    RecoveryRunbook inPlace() {
        return RecoveryRunbook.inPlace("emrnext-recover", "Recover EMRNext", recovery, "EMRNext")
                .lock("emrnext")
                .application(deployer)
                .verifyData(
                        "invariants",
                        "No admission without a patient",
                        run -> dataIsWrong.get() ? Finding.notOk("3 have none") : Finding.ok("all have one"))
                .fullBackupAfterwards(backups)
                .targets(Duration.ofHours(4), Duration.ofHours(1));
    }

    Report run(Runbook book) throws InterruptedException {
        try (var engine = Emrops.inMemory().time(ManualTime.at(clock.get())).build()) {
            return engine.start(book, REQUEST).await();
        }
    }

    static Engine engine(RunStore store, Leases leases) {
        return Emrops.builder(store, leases)
                .authorizer(Authorizer.groups(
                        Map.of("direction", List.of("a.first"), Authorizer.OPERATORS, List.of("m.meier", "operator"))))
                .build();
    }

    boolean nothingWasTouched() {
        return deployer.changes().isEmpty()
                && backups.changes().isEmpty()
                && recovery.changes().isEmpty();
    }
}
