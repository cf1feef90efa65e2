package io.emrops.examples.guide;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Answer;
import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.PreconditionFailedException;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.core.Emrops;
import io.emrops.deploy.Deployments;
import io.emrops.testkit.EmbeddedHospital;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PeopleTest {
    @TempDir
    private Path directory;

    private EmbeddedHospital hospital;
    private Engine engine;

    @BeforeEach
    void open() {
        hospital = EmbeddedHospital.start();
        engine = engine(directory);
    }

    @AfterEach
    void close() {
        engine.close();
        hospital.close();
    }

    // tag::authorizer[]
    Engine engine(Path directory) {
        return Emrops.builder(directory)
                .authorizer(Authorizer.groups(Map.of(
                        "change-board",
                        List.of("a.first", "b.second", "c.third"),
                        Authorizer.OPERATORS,
                        List.of("m.meier", "n.night"))))
                .build();
    }
    // end::authorizer[]

    // tag::define[]
    void people(RunbookBuilder rb, EmbeddedHospital hospital) {
        rb.manual("wards", "The wards were told")
                .note("Call the head nurse of each ward on the list.")
                .expires(ofHours(2));
        rb.approval("go", "The change board agrees")
                .by("change-board")
                .atLeast(2)
                .notTheStarter()
                .expires(ofHours(4));
        rb.step("deploy", "Roll out 2.0.0", Deployments.rollOut(hospital.deployer(), "2.0.0"));
    }
    // end::define[]

    private Run asking() throws Exception {
        var book = Runbook.define("guide", "Guide", rb -> people(rb, hospital));
        var run = engine.start(book, RunRequest.by("m.meier"));
        awaitQuestion(run, "wards");
        return run;
    }

    private static void awaitQuestion(Run run, String step) {
        org.awaitility.Awaitility.await()
                .until(() -> run.questions().stream().anyMatch(q -> q.stepPath().equals(step)));
    }

    @Test
    void people_are_asked_and_answer() throws Exception {
        var run = asking();
        // tag::confirm[]
        run.answer("wards", Answer.confirm("m.meier").remark("ward 7 asks for a call when it is over"));
        // end::confirm[]
        awaitQuestion(run, "go");
        // tag::agree[]
        var question = run.questions().get(0);
        question.details().forEach(System.out::println); // what would change
        run.answer(question.stepPath(), Answer.agree("a.first").having(question.hash()));
        run.answer(question.stepPath(), Answer.agree("b.second").having(question.hash()));
        // end::agree[]
        assertThat(run.await().succeeded()).isTrue();
        assertThat(question.details()).anyMatch(line -> line.contains("2.0.0"));
    }

    @Test
    void whoever_started_the_run_has_no_vote() throws Exception {
        var run = asking();
        run.answer("wards", Answer.confirm("m.meier"));
        awaitQuestion(run, "go");

        assertThatThrownBy(() -> run.answer("go", Answer.agree("m.meier")))
                .isInstanceOf(PreconditionFailedException.class);

        run.answer("go", Answer.reject("a.first"));
        assertThat(run.await().state()).isEqualTo(RunState.FAILED);
    }

    // tag::inbox[]
    void approveFromAnotherProcess(Path directory, String runId, String hash) {
        var inbox = Emrops.inbox(directory);
        inbox.answer(runId, "go", Answer.agree("a.first").having(hash));
        // also: inbox.pause(runId, "n.night", "why"), inbox.cancel(runId, "n.night", "why")
    }
    // end::inbox[]

    @Test
    void a_decision_may_come_from_another_process() throws Exception {
        var run = asking();
        run.answer("wards", Answer.confirm("m.meier"));
        awaitQuestion(run, "go");

        approveFromAnotherProcess(directory, run.id(), run.questions().get(0).hash());

        org.awaitility.Awaitility.await()
                .atMost(ofSeconds(20))
                .until(() -> run.questions().stream().anyMatch(q -> q.missing() == 1));
        run.answer("go", Answer.agree("c.third"));
        assertThat(run.await().succeeded()).isTrue();
    }
}
