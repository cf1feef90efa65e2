package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunState;
import io.emrops.StepFailedException;
import io.emrops.StoreException;
import io.emrops.testkit.CrashingRunStore;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.SimulatedCrash;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The process dies at every record of a recovery; then another one takes it up. */
@Timeout(300)
class CrashedRecoveryTest {
    @Test
    void a_recovery_comes_to_its_end_wherever_its_process_dies() throws Exception {
        everyRecord(false);
    }

    @Test
    void a_recovery_that_fails_is_given_back_wherever_its_process_dies() throws Exception {
        everyRecord(true);
    }

    private static void everyRecord(boolean fails) throws Exception {
        for (var after : new boolean[] {false, true}) {
            int record = 1;
            while (crashed(record, after, fails)) {
                record++;
            }
            assertThat(record).isGreaterThan(fails ? 15 : 30);
        }
    }

    private static boolean crashed(int record, boolean after, boolean fails) throws Exception {
        var where = (after ? "after" : "before") + " record " + record;
        var night = new RecoveryNight();
        if (fails) {
            fillTheDisk(night);
        }
        var book = night.inPlace().build();
        var store = new InMemoryRunStore();
        var leases = new InMemoryLeases();
        var dying = CrashingRunStore.over(store);
        dying = after ? dying.crashAfter(record) : dying.crashBefore(record);
        try (var engine = RecoveryNight.engine(dying, leases)) {
            var run = engine.start(book, RecoveryNight.REQUEST);
            assertThat(run.awaitState(RunState::ended, Duration.ofSeconds(20)))
                    .as(where)
                    .isTrue();
            requireEnd(run.report(), night, fails, where);
            return false;
        } catch (StoreException | SimulatedCrash e) {
            assertThat(dying.crashed()).as(where).isTrue();
        }
        leases.die();
        resume(night, store.reopen(), leases.anotherProcess(), fails, where);
        return true;
    }

    private static void resume(
            RecoveryNight night, InMemoryRunStore store, InMemoryLeases leases, boolean fails, String where)
            throws Exception {
        if (store.runs().isEmpty()) {
            assertThat(night.nothingWasTouched()).as(where).isTrue();
            return;
        }
        var id = store.runs().get(0).runId();
        if (fails) {
            fillTheDisk(night);
        }
        try (var engine = RecoveryNight.engine(store, leases)) {
            var known = engine.report(id);
            var report = known.state().ended() ? Optional.of(known) : Optional.<Report>empty();
            if (report.isEmpty()) {
                var run = engine.resume(
                        night.inPlace().build(),
                        id,
                        ResumeRequest.by("operator").because("it died"));
                run.awaitState(s -> s.ended() || s == RunState.IN_DOUBT, Duration.ofSeconds(20));
                if (run.state() == RunState.IN_DOUBT) {
                    // The system does not know of the backup and may be at it still, so a person looks.
                    run.answer("backup", Answer.notApplied("operator"));
                    run.awaitState(RunState::ended, Duration.ofSeconds(20));
                }
                report = Optional.of(run.report());
            }
            requireEnd(report.orElseThrow(), night, fails, where);
        }
    }

    /** As full for the next process as for the first. */
    private static void fillTheDisk(RecoveryNight night) {
        night.recovery.failMidway(1, new StepFailedException("The disk is full"));
    }

    private static void requireEnd(Report report, RecoveryNight night, boolean fails, String where) {
        assertThat(report.state())
                .as("%s: %s", where, report.toMarkdown())
                .isEqualTo(fails ? RunState.ROLLED_BACK : RunState.SUCCEEDED);
        assertThat(night.recovery.isOpen("EMRNext")).as(where).isTrue();
        assertThat(night.recovery.committed("EMRNext"))
                .as(where)
                .isEqualTo(fails ? RecoveryNight.ALL : RecoveryNight.BEFORE);
        assertThat(night.deployer.isWell()).as(where).isTrue();
        assertThat(night.backups.backups()).as(where).hasSize(fails ? 0 : 1);
    }
}
