package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Finding;
import io.emrops.Progress;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StoreException;
import io.emrops.core.Emrops;
import io.emrops.runbooks.ContinuityRunbook;
import io.emrops.spi.Leases;
import io.emrops.spi.RunStore;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.SimulatedCrash;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The process dies at every record of a continuity run; then another one takes it up. */
@Timeout(300)
class CrashedContinuityTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier")
            .because("INC-17")
            .with("outage", "2026-03-01T02:30:00Z")
            .with("overwrite", "EMRNext");

    /** Made when the database was open at the other site and people worked there; lost if it is restored once more. */
    private static final String NEW_WORK = "admission at site B";

    @Test
    void it_comes_to_its_end_wherever_its_process_dies_and_new_work_is_not_overwritten() throws Exception {
        for (var after : new boolean[] {false, true}) {
            var record = 1;
            while (new Scene().diesAndComesToItsEnd(record, after)) {
                record++;
            }
            assertThat(record).isGreaterThan(30);
        }
    }

    /** The world outside of the process, which outlives it. */
    private static final class Scene {
        private final RecoveryNight night = new RecoveryNight();
        private final Runbook book = book();
        private boolean worked;

        private Runbook book() {
            night.recovery.backups("EMRNext").forEach(night.backups::holding);
            return ContinuityRunbook.of(
                            "emrnext-continuity", "EMRNext at site B", night.recovery, night.backups, "EMRNext")
                    .activateByHand("network", "The network of site B is open")
                    .verifyData("invariants", "No admission without a patient", run -> Finding.ok("all have one"))
                    .services(night.deployer)
                    .verify("https", "Site B answers on port 443", run -> {
                        work();
                        return Finding.ok("it does");
                    })
                    .targets(Duration.ofHours(4), Duration.ofHours(1))
                    .build();
        }

        /** Once somebody can work there, somebody does. */
        private void work() {
            if (!worked) {
                worked = true;
                night.recovery.commit("EMRNext", NEW_WORK);
            }
        }

        boolean diesAndComesToItsEnd(int record, boolean after) throws Exception {
            var where = (after ? "after" : "before") + " record " + record;
            night.deployer.stop(Progress.none());
            var store = new InMemoryRunStore();
            var leases = new InMemoryLeases();
            var dying = CrashingRunStore.over(store);
            dying = after ? dying.crashAfter(record) : dying.crashBefore(record);
            try (var engine = engine(dying, leases)) {
                requireEnd(answered(engine.start(book, REQUEST)), where);
                return false;
            } catch (StoreException | SimulatedCrash e) {
                assertThat(dying.crashed()).as(where).isTrue();
            }
            if (night.recovery.isOpen("EMRNext") && night.deployer.isWell()) {
                work();
            }
            leases.die();
            takeUp(store.reopen(), leases.anotherProcess(), where);
            return true;
        }

        private void takeUp(InMemoryRunStore store, InMemoryLeases leases, String where) throws Exception {
            if (store.runs().isEmpty()) {
                assertThat(night.recovery.changes()).as(where).isEmpty();
                return;
            }
            var id = store.runs().get(0).runId();
            try (var engine = engine(store, leases)) {
                var known = engine.report(id);
                requireEnd(
                        known.state().ended()
                                ? known
                                : answered(engine.resume(
                                        book, id, ResumeRequest.by("operator").because("it died"))),
                        where);
            }
        }

        private static io.emrops.Engine engine(RunStore store, Leases leases) {
            return Emrops.builder(store, leases)
                    .time(ManualTime.at("2026-03-01T03:05:00Z"))
                    .authorizer((person, group) -> true)
                    .build();
        }

        private static Report answered(Run run) throws InterruptedException {
            while (!run.state().ended()) {
                assertThat(run.awaitState(s -> s == RunState.WAITING || s.ended(), Duration.ofSeconds(20)))
                        .as("%s", run.state())
                        .isTrue();
                for (var question : run.questions()) {
                    run.answer(question.stepPath(), Answer.confirm("b.second"));
                }
            }
            return run.report();
        }

        private void requireEnd(Report report, String where) {
            assertThat(report.state()).as("%s: %s", where, report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(night.recovery.isOpen("EMRNext")).as(where).isTrue();
            assertThat(night.deployer.isWell()).as(where).isTrue();
            assertThat(night.recovery.committed("EMRNext")).as(where).containsExactly("admission 1", NEW_WORK);
        }
    }
}
