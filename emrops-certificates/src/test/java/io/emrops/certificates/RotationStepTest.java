package io.emrops.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Probe;
import io.emrops.ResumeRequest;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.certificate.Certificates;
import io.emrops.certificate.Rotation;
import io.emrops.certificates.issuer.SelfSigned;
import io.emrops.core.Emrops;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** A rotation as a step of a run. */
class RotationStepTest extends TwoServers {
    private static final ResumeRequest AGAIN = ResumeRequest.by("m.meier");

    private Runbook failingAfterwards() {
        var service = service(SelfSigned.issuer());
        return Runbook.define("rotation", "Rotation", rb -> {
            rb.withoutAutomaticUndo();
            rb.step("rotate", "Rotate", Certificates.rotate(service, ORDER)).inDoubt(InDoubt.rerun());
            rb.verify("never", "It is not to be", run -> Finding.notOk("no"));
        });
    }

    @Test
    void one_that_was_done_anew_on_purpose_is_undone_to_what_was_before_all_of_it() throws Exception {
        var before = shown();
        try (var engine = Emrops.inMemory().build()) {
            var book = failingAfterwards();
            var run = engine.start(book, RunRequest.by("m.meier")).await();
            var first = shown();
            for (var i = 0; i < 2; i++) {
                engine.resumeFrom(book, run.runId(), "rotate", AGAIN).await();
            }
            assertThat(shown()).doesNotContainAnyElementsOf(first).doesNotContainAnyElementsOf(before);

            var undone = engine.undo(book, run.runId(), AGAIN).await();

            assertThat(undone.state()).as(undone.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            requireAsBefore(before);
        }
    }

    @Test
    void the_servers_are_asked_what_became_of_a_change() throws Exception {
        var answers = new ArrayList<Probe<Rotation>>();
        var rotate = Certificates.rotate(service(SelfSigned.issuer()), ORDER);
        var moments = new Moments(7);
        var dying = Certificates.rotate(
                service(SelfSigned.issuer(), moments::around, moments::around).build(), ORDER);
        try (var engine = Emrops.inMemory().build()) {
            var book = Runbook.define(
                    "rotation",
                    "Rotation",
                    rb -> rb.action("rotate", "Rotate", run -> {
                                answers.add(rotate.probe(run));
                                assertThat(catchThrowable(() -> dying.execute(run)))
                                        .isInstanceOf(Moments.Death.class);
                                answers.add(rotate.probe(run));
                                rotate.execute(run);
                                answers.add(rotate.probe(run));
                            })
                            .nothingToUndo("it is a test"));
            var report = engine.start(book, RunRequest.by("m.meier")).await();
            assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
        }

        assertThat(answers.get(0)).isEqualTo(Probe.notApplied());
        assertThat(answers.get(1))
                .isInstanceOfSatisfying(
                        Probe.Unknown.class,
                        unknown -> assertThat(unknown.why()).contains("half-way", "another attempt goes on with it"));
        assertThat(answers.get(2)).isInstanceOf(Probe.Applied.class);
    }
}
