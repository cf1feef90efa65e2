package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Finding;
import io.emrops.OutcomeUnknownException;
import io.emrops.Report;
import io.emrops.RunInfo;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people read about a run at each of its ends. */
@Timeout(60)
final class ReportTest {
    private final TimedFixture fixture = new TimedFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Report shown(Report report) {
        assertThat(report.verdict()).matches("[A-Z].*[^.][.]").doesNotContain("..", ": ;", ": .");
        return report;
    }

    private Runbook failing(boolean undoes, boolean stuck) {
        return Runbook.define("failing", "Failing", rb -> {
            if (!undoes) {
                rb.withoutAutomaticUndo();
            }
            rb.lock("emrnext");
            rb.action("a", "Do a", run -> {}).undo(run -> {
                if (stuck) {
                    throw new StepFailedException("It is stuck.");
                }
            });
            rb.verify("well", "All is well", run -> Finding.notOk("Two services are down."));
        });
    }

    @Test
    void a_run_that_succeeded() throws Exception {
        var report = shown(fixture.start(Runbook.define(
                        "fine", "Fine", rb -> rb.action("a", "Do a", r -> {}).nothingToUndo("no")))
                .await());

        assertThat(report.verdict()).isEqualTo("Succeeded: all steps finished.");
        assertThat(report.next()).isEmpty();
    }

    @Test
    void a_run_that_was_rolled_back() throws Exception {
        var report = shown(fixture.start(failing(true, false)).await());

        assertThat(report.verdict())
                .isEqualTo("Rolled back: step \"well\" failed: Two services are down. Everything that was changed has"
                        + " been undone: step \"a\".");
        assertThat(report.next()).isEmpty();
    }

    @Test
    void a_run_that_failed_and_is_left_as_it_is() throws Exception {
        var report = shown(fixture.start(failing(false, false)).await());

        assertThat(report.verdict())
                .isEqualTo("Failed: step \"well\" failed: Two services are down. 1 change is left as it is.");
        assertThat(report.next())
                .anySatisfy(line -> assertThat(line).contains("engine.undo"))
                .anySatisfy(line -> assertThat(line).contains("engine.resumeFrom"))
                .anySatisfy(line -> assertThat(line).contains("engine.abandon"));
    }

    @Test
    void a_run_whose_rollback_failed() throws Exception {
        var report = shown(fixture.start(failing(true, true)).await());

        assertThat(report.verdict())
                .isEqualTo("Rollback failed. It began because step \"well\" failed: Two services are down. The undo of"
                        + " step \"a\" failed: It is stuck. 1 change is left.");
        assertThat(report.leftChanged()).containsExactly("a (Do a): It is stuck.");
        assertThat(report.next().get(0)).startsWith("Try the rest again: engine.undo(runbook, ");
        assertThat(report.next()).anySatisfy(line -> assertThat(line).contains("engine.abandon"));
    }

    @Test
    void a_run_whose_rollback_was_stopped_after_an_undo_that_nobody_gave_a_reason_for() throws Exception {
        var book = Runbook.define(
                "mail",
                "Mail",
                rb -> rb.action("mail", "Send the mail", run -> {}).irreversible("a mail is a mail"));
        var run = fixture.start(book);
        run.await();

        var report = shown(fixture.engine
                .undo(book, run.id(), io.emrops.ResumeRequest.by("operator"))
                .await());

        assertThat(report.verdict())
                .isEqualTo("Rollback stopped: step \"mail\" cannot be undone: a mail is a mail. 1 change is left.");
        assertThat(report.next()).anySatisfy(line -> assertThat(line).contains("passIrreversible"));
    }

    @Test
    void a_run_that_was_cancelled() throws Exception {
        var run = fixture.start(Runbook.define("wait", "Wait", rb -> rb.manual("told", "Told")));
        TimedFixture.awaitState(run, RunState.WAITING);
        shown(run.report());
        run.cancel("operator", "wrong day");

        var report = shown(run.await());

        assertThat(report.verdict()).isEqualTo("Cancelled by operator: wrong day. Nothing is left changed.");
    }

    @Test
    void a_run_in_doubt_names_the_step() throws Exception {
        var run = fixture.start(Runbook.define(
                "doubt",
                "Doubt",
                rb -> rb.action("x", "Do x", r -> {
                            throw new OutcomeUnknownException("The line went dead.");
                        })
                        .nothingToUndo("no")));

        var report = shown(run.await());

        assertThat(report.verdict()).contains("\"x\"").contains("a person has to look");
        shown(fixture.engine.report(run.id()));
    }

    @Test
    void a_run_whose_process_died_is_told_by_any_engine_without_its_runbook() throws Exception {
        var run = fixture.start(Runbook.define("wait", "Wait", rb -> {
            rb.action("a", "Do a", r -> {}).nothingToUndo("no");
            rb.manual("told", "Told");
        }));
        TimedFixture.awaitState(run, RunState.WAITING);
        assertThat(known()).extracting(RunInfo.Known::live).containsExactly(true);
        fixture.crash();

        var report = shown(fixture.engine.report(run.id()));

        assertThat(report.state()).isEqualTo(RunState.WAITING);
        assertThat(report.next()).anySatisfy(line -> assertThat(line).contains("engine.resume(runbook, \"" + run.id()));
        assertThat(known()).singleElement().satisfies(info -> {
            assertThat(info.live()).isFalse();
            assertThat(info.state()).isEqualTo(RunState.WAITING);
            assertThat(info.startedBy()).isEqualTo("m.meier");
        });
        assertThat(fixture.engine.run(run.id())).isEmpty();
    }

    private List<RunInfo.Known> known() {
        return fixture.engine.runs().stream()
                .flatMap(run -> run.known().stream())
                .toList();
    }
}
