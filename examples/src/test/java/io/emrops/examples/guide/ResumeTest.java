package io.emrops.examples.guide;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Engine;
import io.emrops.Finding;
import io.emrops.PreconditionFailedException;
import io.emrops.ResumeRequest;
import io.emrops.RunInfo;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ResumeTest {
    private static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-4711");

    @TempDir
    private Path directory;

    private final AtomicBoolean repaired = new AtomicBoolean();

    private Runbook runbook() {
        return Runbook.define("nightly", "Nightly work", rb -> {
            rb.lock("emrnext");
            rb.action("first", "First", run -> run.log("first")).nothingToUndo("nothing");
            rb.manual("told", "The wards were told");
            rb.action("second", "Second", run -> run.log("second")).nothingToUndo("nothing");
        });
    }

    private Runbook reworded() {
        return Runbook.define("nightly", "Nightly work", rb -> {
            rb.lock("emrnext");
            rb.action("first", "First", run -> run.log("first")).nothingToUndo("nothing");
            rb.manual("told", "The wards were told");
            rb.action("second", "Second", run -> run.log("second")).nothingToUndo("nothing");
            rb.action("third", "Third", run -> run.log("third")).nothingToUndo("nothing");
        });
    }

    private String cutOff() throws Exception {
        try (var engine = Emrops.engine(directory)) {
            var run = engine.start(runbook(), REQUEST);
            assertThat(run.awaitState(s -> s == RunState.WAITING, ofSeconds(20)))
                    .isTrue();
            return run.id();
        }
    }

    private static void confirm(io.emrops.Run run) throws Exception {
        assertThat(run.awaitState(s -> s == RunState.WAITING, ofSeconds(20))).isTrue();
        run.answer("told", io.emrops.Answer.confirm("m.meier"));
    }

    // tag::resume-all[]
    void resumeAll(Engine engine, Map<String, Runbook> runbooks) {
        for (var run : engine.runs()) {
            if (run instanceof RunInfo.Known known && !known.state().ended() && !known.live()) {
                engine.resume(runbooks.get(known.runbookId()), known.runId());
            }
        }
    }
    // end::resume-all[]

    @Test
    void another_process_goes_on() throws Exception {
        var id = cutOff();

        try (var engine = Emrops.engine(directory)) {
            resumeAll(engine, Map.of("nightly", runbook()));

            var run = engine.run(id).orElseThrow();
            confirm(run);
            assertThat(run.await().succeeded()).isTrue();
        }
    }

    @Test
    void a_runbook_may_differ_in_what_has_not_begun() throws Exception {
        var runId = cutOff();

        try (var engine = Emrops.engine(directory)) {
            var changed = reworded();
            assertThatThrownBy(() -> engine.resume(changed, runId))
                    .isInstanceOf(PreconditionFailedException.class)
                    .satisfies(e -> Shown.on("resume.md", "differs", e.getMessage()));
            // tag::accept[]
            var request = ResumeRequest.by("m.meier").acceptChanges("CHG-4720 added the third step");
            var run = engine.resume(changed, runId, request);
            // end::accept[]
            confirm(run);
            assertThat(run.await().succeeded()).isTrue();
        }
    }

    @Test
    void a_step_of_choice_is_done_anew() throws Exception {
        var book = Runbook.define("import", "Import", rb -> {
            rb.withoutAutomaticUndo();
            rb.action("load", "Load", run -> run.log("loaded")).nothingToUndo("nothing");
            rb.verify("complete", "It is complete", run -> {
                return repaired.get() ? Finding.ok("it is") : Finding.notOk("12 articles are missing");
            });
        });
        try (var engine = Emrops.engine(directory)) {
            var failed = engine.start(book, REQUEST).await();
            assertThat(failed.state()).isEqualTo(RunState.FAILED);
            repaired.set(true);

            // tag::resume-from[]
            var request = ResumeRequest.by("m.meier").because("the missing articles were delivered");
            var report =
                    engine.resumeFrom(book, failed.runId(), "load", request).await();
            // end::resume-from[]

            assertThat(report.succeeded()).isTrue();
        }
    }

    @Test
    void a_run_that_nobody_resumes_is_abandoned_and_its_locks_released() throws Exception {
        var runId = cutOff();
        try (var engine = Emrops.engine(directory)) {
            var second = engine.start(runbook(), REQUEST);
            assertThat(second.awaitState(s -> s == RunState.WAITING, ofSeconds(20)))
                    .isTrue();
            assertThat(second.questions()).isEmpty();

            // tag::abandon[]
            engine.abandon(runId, "m.meier", "the server it worked on is gone");
            // end::abandon[]

            assertThat(engine.report(runId).state().ended()).isTrue();
            confirmWhenAsked(second);
            assertThat(second.await().succeeded()).isTrue();
        }
    }

    private static void confirmWhenAsked(io.emrops.Run run) {
        org.awaitility.Awaitility.await().until(() -> !run.questions().isEmpty());
        run.answer("told", io.emrops.Answer.confirm("m.meier"));
    }

    // tag::locks[]
    Engine engine(Path directory, Path locksOfThisMachine) {
        return Emrops.builder(directory).locks(locksOfThisMachine).build();
    }
    // end::locks[]

    @Test
    void engines_of_one_machine_share_locks_if_told_to() throws Exception {
        var shared = directory.resolve("locks");
        try (var one = engine(directory.resolve("one"), shared);
                var two = engine(directory.resolve("two"), shared)) {
            var first = one.start(runbook(), REQUEST);
            assertThat(first.awaitState(s -> s == RunState.WAITING, ofSeconds(20)))
                    .isTrue();
            var second = two.start(runbook(), REQUEST);
            assertThat(second.awaitState(s -> s == RunState.WAITING, ofSeconds(20)))
                    .isTrue();

            assertThat(second.report().toMarkdown()).contains("emrnext");
            confirm(first);
            assertThat(first.await().succeeded()).isTrue();
        }
    }
}
