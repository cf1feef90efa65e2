package io.emrops.examples.guide;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Backoff;
import io.emrops.Engine;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.TargetUnavailableException;
import io.emrops.backup.Backups;
import io.emrops.core.Emrops;
import io.emrops.deploy.Deployments;
import io.emrops.event.RunEvent;
import io.emrops.spi.Leases;
import io.emrops.spi.RunStore;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.FakeBackupProvider;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.RecordingListener;
import io.emrops.testkit.RunbookDocument;
import io.emrops.testkit.SimulatedCrash;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class TestingTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-4711");

    @TempDir
    private Path directory;

    // tag::fakes[]
    private final FakeDeployer deployer = FakeDeployer.of("emrnext", "api", "web")
            .version("2.0.0")
            .brokenVersion("2.1.0", "api")
            .alreadyRunning("2.0.0");

    private final FakeBackupProvider backups =
            FakeBackupProvider.of("sql01").database("EMRNext", io.emrops.DataSize.gib(3));

    private Runbook deploy(String version) {
        return Runbook.define("deploy", "Deploy EMRNext", rb -> {
            rb.step("backup", "Back up", Backups.full(backups, "EMRNext")).attempts(3, Backoff.fixed(ofSeconds(10)));
            rb.step("deploy", "Roll out", Deployments.rollOut(deployer, version))
                    .inDoubt(io.emrops.InDoubt.probe());
        });
    }

    @Test
    void a_broken_version_is_rolled_back() throws Exception {
        try (var engine = Emrops.engine(directory)) {
            var report = engine.start(deploy("2.1.0"), REQUEST).await();

            assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
            assertThat(deployer.running().version()).isEqualTo("2.0.0");
        }
    }

    @Test
    void a_rehearsal_touches_nothing() {
        try (var engine = Emrops.engine(directory)) {
            engine.plan(deploy("2.1.0"), REQUEST);

            assertThat(deployer.changes()).isEmpty();
            assertThat(backups.changes()).isEmpty();
        }
    }
    // end::fakes[]

    // tag::time[]
    @Test
    void the_backup_is_tried_again_after_ten_seconds() throws Exception {
        var time = ManualTime.at("2026-03-01T02:00:00Z");
        backups.failNext("backup", new TargetUnavailableException("sql01 does not answer"));
        try (var engine = Emrops.builder(directory).time(time).build()) {
            var run = engine.start(deploy("2.0.0"), REQUEST);

            time.awaitTimer(wait -> wait.equals(ofSeconds(10)), ofSeconds(20)); // real seconds, until the engine waits
            time.advance(ofSeconds(10)); // no real ones

            assertThat(run.await().succeeded()).isTrue();
        }
    }
    // end::time[]

    // tag::crash[]
    @Test
    void a_run_is_finished_wherever_its_process_dies() throws Exception {
        for (int n = 1; n <= recordsOfAWholeRun(); n++) {
            var store = new InMemoryRunStore();
            var leases = new InMemoryLeases();
            var dying = CrashingRunStore.over(store).crashAfter(n);
            try (var engine = engine(dying, leases)) {
                engine.start(deploy("2.0.0"), REQUEST);
                dying.awaitCrash(ofSeconds(20));
            } catch (SimulatedCrash e) {
                // it died while it was asked to start
            }
            leases.die();

            try (var engine = engine(store.reopen(), leases.anotherProcess())) {
                for (var run : engine.runs()) {
                    if (!run.known().orElseThrow().state().ended()) {
                        var report = engine.resume(deploy("2.0.0"), run.runId()).await();
                        assertThat(report.state()).as("record %s", n).isIn(RunState.SUCCEEDED, RunState.IN_DOUBT);
                    }
                }
            }
        }
    }

    private Engine engine(RunStore store, Leases leases) {
        return Emrops.builder(store, leases).build();
    }

    private int recordsOfAWholeRun() throws Exception {
        var counting = CrashingRunStore.over(new InMemoryRunStore());
        try (var engine = engine(counting, new InMemoryLeases())) {
            engine.start(deploy("2.0.0"), REQUEST).await();
        }
        return counting.records();
    }
    // end::crash[]

    // tag::listener[]
    @Test
    void the_backup_comes_before_the_roll_out() throws Exception {
        var events = new RecordingListener();
        try (var engine = Emrops.builder(directory).listener(events).build()) {
            engine.start(deploy("2.0.0"), REQUEST).await();
        }

        assertThat(events.events(RunEvent.StepFinished.class))
                .extracting(RunEvent.StepFinished::path)
                .containsExactly("backup", "deploy");
    }
    // end::listener[]

    // tag::document[]
    @Test
    void the_committed_document_is_that_of_the_runbook() {
        var deploy = deploy("2.0.0");
        var document = Path.of("src/test/resources/io/emrops/examples/guide/deploy.md"); // or .html

        // tag::up-to-date[]
        RunbookDocument.assertUpToDate(deploy, document);
        // end::up-to-date[]
    }
    // end::document[]
}
