package io.emrops.examples.guide;

import static io.emrops.InDoubt.probe;
import static io.emrops.InDoubt.rerun;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Backoff;
import io.emrops.Engine;
import io.emrops.Finding;
import io.emrops.Probe;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.StepFailedException;
import io.emrops.core.Emrops;
import io.emrops.deploy.Deployments;
import io.emrops.testkit.EmbeddedHospital;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FailureTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier");

    @TempDir
    private Path home;

    private EmbeddedHospital hospital;
    private Engine engine;

    @BeforeEach
    void open() {
        hospital = EmbeddedHospital.start();
        engine = Emrops.engine(home.resolve("emrops"));
    }

    @AfterEach
    void close() {
        engine.close();
        hospital.close();
    }

    // tag::undo[]
    void undos(RunbookBuilder rb, Path settings, Path work) {
        // The step finished: its result goes to its undo.
        rb.step("set", "Set the limit", String.class, run -> {
                    var before = Files.readString(settings);
                    Files.writeString(settings, "max_sessions=400\n");
                    return before;
                })
                .undo((run, before) -> Files.writeString(settings, before));

        // Also after an attempt that failed or was cut off; may run several times.
        rb.action("unpack", "Unpack the package", run -> Files.createDirectory(work))
                .undoAttempt(run -> Files.deleteIfExists(work));

        // Nothing to put back, and why; it is in the document and in the report.
        rb.action("warm", "Warm up the cache", run -> run.log("warm")).nothingToUndo("a warm cache is no change");
    }
    // end::undo[]

    @Test
    void a_failed_run_is_undone_in_reverse() throws Exception {
        var settings = Files.writeString(home.resolve("emrnext.conf"), "max_sessions=200\n");
        var work = home.resolve("work");
        var book = Runbook.define("guide", "Guide", rb -> {
            undos(rb, settings, work);
            rb.verify("well", "All is well", run -> Finding.notOk("it is not"));
        });

        var report = engine.start(book, REQUEST).await();

        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(report.leftChanged()).isEmpty();
        assertThat(settings).hasContent("max_sessions=200\n");
        assertThat(work).doesNotExist();
        Shown.on("failure.md", "rolled-back", report.verdict());
    }

    // tag::irreversible[]
    Runbook purge() {
        return Runbook.define("purge", "Purge the old archive", rb -> {
            rb.action("freeze", "Freeze the archive", run -> run.log("frozen")).undo(run -> run.log("thawed"));
            rb.action("delete", "Delete what is older than ten years", run -> run.log("deleted"))
                    .irreversible("what is deleted is gone");
            rb.verify("count", "The count is right", run -> Finding.notOk("3 documents too few"));
        });
    }
    // end::irreversible[]

    @Test
    void an_undo_stops_before_what_cannot_be_undone_and_asks() throws Exception {
        var stopped = engine.start(purge(), REQUEST).await();

        assertThat(stopped.state()).isEqualTo(RunState.ROLLBACK_STOPPED);
        Shown.on("failure.md", "stopped", stopped.verdict() + "\n" + String.join("\n", stopped.next()));

        var runId = stopped.runId();
        // tag::pass[]
        var request = ResumeRequest.by("m.meier").passIrreversible("agreed with the archivist, INC-12");
        var report = engine.undo(purge(), runId, request).await();
        // end::pass[]
        assertThat(report.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(report.leftChanged()).hasSize(1);
        Shown.on("failure.md", "passed", report.verdict());
    }

    Runbook leftAlone() {
        // tag::without-undo[]
        return Runbook.define("import", "Import the catalogue", rb -> {
            rb.withoutAutomaticUndo();
            rb.action("load", "Load the catalogue", run -> run.log("loaded")).undo(run -> run.log("unloaded"));
            rb.verify("complete", "It is complete", run -> Finding.notOk("12 articles are missing"));
        });
        // end::without-undo[]
    }

    @Test
    void a_run_may_be_left_as_it_stands_and_undone_by_hand() throws Exception {
        var book = leftAlone();
        var failed = engine.start(book, REQUEST).await();
        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.leftChanged()).hasSize(1);

        // tag::undo-by-hand[]
        var report = engine.undo(
                        book, failed.runId(), ResumeRequest.by("m.meier").because("not worth repairing"))
                .await();
        // end::undo-by-hand[]
        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    }

    Report inDoubt() throws Exception {
        var deployer = hospital.deployer();
        // tag::in-doubt[]
        var book = Runbook.define("deploy", "Deploy EMRNext", rb -> {
            rb.step("deploy", "Roll out 2.0.0", Deployments.rollOut(deployer, "2.0.0"));
        });

        deployer.loseConnectionAfter("rollOut"); // the testkit's: it is done, and the answer is lost
        var run = engine.start(book, RunRequest.by("m.meier"));
        var report = run.await(); // IN_DOUBT
        // end::in-doubt[]
        assertThat(report.state()).isEqualTo(RunState.IN_DOUBT);
        Shown.on("failure.md", "in-doubt", run.questions().get(0).text());
        // tag::look[]
        var now = deployer.current(); // a person looks: does 2.0.0 run?
        run.answer("deploy", Answer.applied("m.meier", now).remark("2.0.0 runs, all services well"));
        var ended = run.await(); // SUCCEEDED
        // end::look[]
        return ended;
    }

    @Test
    void a_person_says_what_became_of_a_step_in_doubt() throws Exception {
        assertThat(inDoubt().state()).isEqualTo(RunState.SUCCEEDED);
    }

    // tag::policies[]
    void policies(RunbookBuilder rb, Path marker, EmbeddedHospital hospital) {
        // The operation asks its target by the key of the step.
        rb.step("deploy", "Roll out 2.0.0", Deployments.rollOut(hospital.deployer(), "2.0.0"))
                .inDoubt(probe());
        // Your own code is asked by your own probe.
        rb.step("export", "Export the worklist", String.class, run -> {
                    Files.writeString(marker, run.idempotencyKey());
                    return "exported";
                })
                .inDoubt(probe(run -> {
                    if (!Files.exists(marker)) {
                        return Probe.notApplied();
                    }
                    return Files.readString(marker).equals(run.idempotencyKey())
                            ? Probe.applied("exported")
                            : Probe.unknown("somebody else wrote the marker");
                }))
                .nothingToUndo("an export changes nothing");
        // Safe to repeat.
        rb.action("touch", "Refresh the marker", run -> Files.writeString(marker, "fresh"))
                .inDoubt(rerun())
                .nothingToUndo("the marker is nobody's data");
    }
    // end::policies[]

    @Test
    void a_target_that_knows_is_asked() throws Exception {
        hospital.deployer().loseConnectionAfter("rollOut");
        var book = Runbook.define("guide", "Guide", rb -> policies(rb, home.resolve("marker"), hospital));

        var report = engine.start(book, REQUEST).await();

        assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        assertThat(hospital.deployer().applied()).hasSize(1);
    }

    // tag::attempts[]
    void attempts(RunbookBuilder rb, EmbeddedHospital hospital) {
        rb.deadline(ofMinutes(90));
        rb.step("pull", "Fetch the new version", Deployments.pull(hospital.deployer(), "2.0.0"))
                .timeout(ofMinutes(10))
                .attempts(3, Backoff.exponential(ofSeconds(5)).atMost(ofMinutes(1)));
    }
    // end::attempts[]

    @Test
    void only_a_target_that_is_not_there_is_tried_again() throws Exception {
        hospital.deployer().failNext("pull", new StepFailedException("the registry refused the image"));
        var book = Runbook.define("guide", "Guide", rb -> attempts(rb, hospital));

        var report = engine.start(book, REQUEST).await();

        assertThat(report.state()).isIn(RunState.FAILED, RunState.ROLLED_BACK);
        assertThat(report.steps().get(0).attempts()).hasSize(1);
    }

    private void stop(Run run) {
        // tag::stop[]
        run.pause("m.meier", "the ward calls"); // takes effect between two steps; keeps the locks
        run.cancel("m.meier", "wrong night"); // between two steps too; then undoes
        // end::stop[]
    }

    @Test
    void somebody_may_cancel() throws Exception {
        var book = Runbook.define("guide", "Guide", rb -> rb.manual("told", "The wards were told"));
        var run = engine.start(book, REQUEST);
        assertThat(run.awaitState(s -> s == RunState.WAITING, ofSeconds(20))).isTrue();

        stop(run);
        run.awaitState(RunState::ended, ofSeconds(5));

        if (run.state() == RunState.PAUSED) {
            engine.resume(book, run.id());
        }
        assertThat(run.awaitState(RunState::ended, ofSeconds(20)))
                .as(run.state().name())
                .isTrue();
        assertThat(run.state()).isEqualTo(RunState.CANCELLED);
    }
}
