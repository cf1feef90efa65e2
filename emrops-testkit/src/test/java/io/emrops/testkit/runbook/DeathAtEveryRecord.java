package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.core.Emrops;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.SimulatedCrash;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Has the process of a run die behind each record of its journal, one run for each, and another process resume it. */
final class DeathAtEveryRecord {
    /**
     * A run and its surroundings, made anew for each death.
     *
     * @param afterwards looks at the report of a run that has come to its end, and at the surroundings
     */
    record Scene(Runbook book, RunRequest request, Consumer<Report> afterwards) {}

    private DeathAtEveryRecord() {}

    /** Gives how many deaths there were. */
    static int of(Supplier<Scene> scenes) throws Exception {
        var deaths = 0;
        while (diesAndComesToItsEnd(scenes.get(), deaths + 1)) {
            deaths++;
        }
        return deaths;
    }

    private static boolean diesAndComesToItsEnd(Scene scene, int record) throws Exception {
        var store = new InMemoryRunStore();
        var leases = new InMemoryLeases();
        var dying = CrashingRunStore.over(store).crashAfter(record);
        try (var engine = Emrops.builder(dying, leases)
                .time(ManualTime.at("2026-03-01T02:00:00Z"))
                .build()) {
            engine.start(scene.book(), scene.request()).awaitState(RunState::ended, Duration.ofSeconds(20));
        } catch (StoreException | SimulatedCrash e) {
            assertThat(dying.crashed()).isTrue();
        }
        leases.die();
        var again = store.reopen();
        try (var engine = Emrops.builder(again, leases.anotherProcess())
                .time(ManualTime.at("2026-03-01T02:10:00Z"))
                .build()) {
            for (var known : again.runs()) {
                var so = engine.report(known.runId());
                var report = so.state().ended()
                        ? so
                        : engine.resume(scene.book(), known.runId(), ResumeRequest.by("scheduler"))
                                .await();
                assertThat(report.state().ended())
                        .as("record %s: %s", record, report.toMarkdown())
                        .isTrue();
                scene.afterwards().accept(report);
            }
        }
        return dying.crashed();
    }
}
