package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Finding;
import io.emrops.Objective.Standing;
import io.emrops.Progress;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.StepFailedException;
import io.emrops.core.Emrops;
import io.emrops.notice.Notice;
import io.emrops.runbooks.ContinuityRunbook;
import io.emrops.testkit.FakeNotifier;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.RunbookDocument;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ContinuityRunbookTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/io/emrops/testkit/runbook");
    private static final RunRequest REQUEST = RunRequest.by("m.meier")
            .because("INC-17")
            .with("outage", "2026-03-01T02:30:00Z")
            .with("overwrite", "EMRNext");

    /** What is there is the other site's. */
    private final RecoveryNight night = new RecoveryNight();

    private final FakeNotifier mail = FakeNotifier.of("mail");

    private ContinuityRunbook continuity() {
        night.recovery.backups("EMRNext").forEach(night.backups::holding);
        return ContinuityRunbook.of("emrnext-continuity", "EMRNext at site B", night.recovery, night.backups, "EMRNext")
                .notify("wards", mail, new Notice("wards", "EMRNext is down", "Work on paper."))
                .approval("go", "The medical director agrees", "direction", 1)
                .activateByHand("network", "The network of site B is open")
                .verifyData("invariants", "No admission without a patient", run -> Finding.ok("all have one"))
                .services(night.deployer)
                .verify("https", "Site B answers on port 443", run -> Finding.ok("it does"))
                .targets(Duration.ofHours(4), Duration.ofHours(1));
    }

    private static void answer(io.emrops.Run run) throws InterruptedException {
        while (!run.state().ended()) {
            run.awaitState(state -> state == RunState.WAITING || state.ended(), Duration.ofSeconds(20));
            for (var question : run.questions()) {
                run.answer(
                        question.stepPath(),
                        question.stepPath().equals("go")
                                ? Answer.agree("b.second").having(question.hash())
                                : Answer.confirm("b.second"));
            }
        }
    }

    private static Report done(io.emrops.Run run) throws InterruptedException {
        answer(run);
        return run.await();
    }

    @Test
    void the_six_steps_are_gone_and_the_outage_is_measured() throws Exception {
        night.deployer.stop(Progress.none());
        try (var engine = Emrops.inMemory()
                .time(ManualTime.at("2026-03-01T03:00:00Z"))
                .authorizer((person, group) -> true)
                .build()) {
            var report = done(engine.start(continuity().build(), REQUEST));

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(mail.delivered()).extracting(Notice::subject).containsExactly("EMRNext is down");
            assertThat(night.recovery.committed("EMRNext")).containsExactly("admission 1");
            assertThat(night.recovery.isOpen("EMRNext")).isTrue();
            assertThat(night.deployer.isWell()).isTrue();
            assertThat(report.objectives().get(0).measured()).contains(Duration.ofMinutes(30));
            assertThat(report.objectives().get(1).measured()).contains(Duration.ofMinutes(30));
            assertThat(report.objectives().get(0).standing()).isEqualTo(Standing.KEPT);
        }
    }

    private Report continued(RunRequest request) throws Exception {
        night.deployer.stop(Progress.none());
        try (var engine = Emrops.inMemory()
                .time(ManualTime.at("2026-03-01T03:05:00Z"))
                .authorizer((person, group) -> true)
                .build()) {
            return done(engine.start(continuity().build(), request));
        }
    }

    @Test
    void a_backup_that_ended_after_the_outage_is_passed_over_and_told() throws Exception {
        night.backUpLog();

        var report = continued(REQUEST);

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(night.recovery.committed("EMRNext")).containsExactly("admission 1");
        assertThat(report.objectives().get(1).measured()).contains(Duration.ofMinutes(30));
        assertThat(report.toMarkdown())
                .contains("as fake-backups sql01 lists it")
                .contains("Ended after the outage and is passed over");
    }

    @Test
    void somebody_may_name_it_all_the_same() throws Exception {
        night.backUpLog();
        var backups = night.recovery.backups("EMRNext");
        var last = backups.get(backups.size() - 1);

        var report = continued(REQUEST.with("backup", last.id()));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(night.recovery.committed("EMRNext")).containsExactlyElementsOf(RecoveryNight.ALL);
    }

    @Test
    void one_that_nobody_has_is_refused_before_anything_is_overwritten() throws Exception {
        var report = continued(REQUEST.with("backup", "another"));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.FAILED);
        assertThat(report.toMarkdown()).contains("There is no backup another of EMRNext");
        assertThat(night.recovery.changes()).isEmpty();
    }

    @Test
    void where_all_ended_after_the_outage_none_is_taken() throws Exception {
        var report = continued(REQUEST.with("outage", "2026-02-28T23:00:00Z"));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.FAILED);
        assertThat(report.toMarkdown()).contains("that ended before the outage");
        assertThat(night.recovery.changes()).isEmpty();
    }

    @Test
    void one_that_failed_stands_as_it_is_and_is_gone_on_with() throws Exception {
        night.recovery.failMidway(1, new StepFailedException("The disk is full"));
        var book = continuity().build();
        try (var engine = Emrops.inMemory()
                .time(ManualTime.at("2026-03-01T03:00:00Z"))
                .authorizer((person, group) -> true)
                .build()) {
            var run = engine.start(book, REQUEST);
            var failed = done(run);
            assertThat(failed.state()).as(failed.toMarkdown()).isEqualTo(RunState.FAILED);
            assertThat(night.recovery.isOpen("EMRNext")).isFalse();

            var report = done(engine.resumeFrom(book, run.id(), "restore", ResumeRequest.by("m.meier")));

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(night.recovery.committed("EMRNext")).containsExactly("admission 1");
        }
    }

    @Test
    void the_document_is_up_to_date() {
        RunbookDocument.assertUpToDate(continuity().build(), DOCUMENTS.resolve("continuity.md"));
    }
}
