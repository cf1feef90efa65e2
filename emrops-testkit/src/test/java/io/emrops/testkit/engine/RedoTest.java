package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Finding;
import io.emrops.PreconditionFailedException;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.deploy.Deployments;
import io.emrops.testkit.FakeDeployer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deliberate redo, undo after the end, irreversible steps, and what a run is recognised by. */
@Timeout(60)
final class RedoTest {
    private final TimedFixture fixture = new TimedFixture();
    private final AtomicBoolean broken = new AtomicBoolean(true);
    private final FakeDeployer deployer =
            FakeDeployer.of("emrnext", "api").version("1.0.0").version("2.0.0").alreadyRunning("1.0.0");

    @AfterEach
    void close() {
        fixture.close();
    }

    /** a, b and c; c fails while it is broken, and the run is left as it stands. */
    private Runbook abc() {
        return Runbook.define("abc", "Abc", rb -> {
            rb.withoutAutomaticUndo();
            var a = rb.step("a", "A", String.class, run -> {
                        fixture.say(run.idempotencyKey().replaceFirst("^.*/", ""));
                        return "a" + fixture.done.size();
                    })
                    .undo((run, r) -> fixture.say("undo " + r));
            rb.step("b", "B", String.class, run -> {
                        fixture.say(run.idempotencyKey().replaceFirst("^.*/", ""));
                        return run.get(a) + "b" + fixture.done.size();
                    })
                    .undo((run, r) -> fixture.say("undo " + r));
            rb.action("c", "C", run -> {
                        fixture.say(run.idempotencyKey().replaceFirst("^.*/", ""));
                        if (broken.get()) {
                            throw new StepFailedException("c is broken");
                        }
                    })
                    .undoAttempt(run -> fixture.say("undo c"));
        });
    }

    private Run failed(Runbook book) throws InterruptedException {
        var run = fixture.start(book);
        assertThat(run.await().state()).isEqualTo(RunState.FAILED);
        return run;
    }

    @Test
    void a_redo_keeps_what_came_before_and_does_the_rest_under_new_keys() throws Exception {
        var book = abc();
        var run = failed(book);
        broken.set(false);

        var redone = fixture.engine.resumeFrom(book, run.id(), "b", TimedFixture.AGAIN);

        assertThat(redone.await().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("a#1", "b#1", "c#1", "b#2", "c#2");
    }

    @Test
    void an_undo_after_a_redo_that_did_not_get_far_undoes_the_first_generation_too() throws Exception {
        var book = abc();
        var run = failed(book);
        var redone = fixture.engine.resumeFrom(book, run.id(), "a", TimedFixture.AGAIN);
        redone.await();
        fixture.done.clear();

        var undone = fixture.engine.undo(book, run.id(), TimedFixture.AGAIN);

        assertThat(undone.await().state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(fixture.done).containsExactly("undo c", "undo a4b5", "undo a4");
    }

    @Test
    void what_was_set_aside_and_never_begun_again_is_undone_with_its_first_result() throws Exception {
        var fails = new AtomicBoolean();
        var book = Runbook.define("set-aside", "Set aside", rb -> {
            rb.withoutAutomaticUndo();
            rb.require("room", "Room", run -> fails.get() ? Finding.notOk("full") : Finding.ok("plenty"));
            rb.step("a", "A", String.class, run -> "first").undo((run, r) -> fixture.say("undo " + r));
            rb.verify("well", "Well", run -> Finding.notOk("no"));
        });
        var run = failed(book);
        fails.set(true);
        var redone = fixture.engine.resumeFrom(book, run.id(), "room", TimedFixture.AGAIN);
        var report = redone.await();
        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.leftChanged()).hasSize(1);

        var undone = fixture.engine.undo(book, run.id(), TimedFixture.AGAIN);

        assertThat(undone.await().state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(fixture.done).containsExactly("undo first");
    }

    @Test
    void an_undo_after_a_redo_goes_back_to_the_state_before_the_first_generation() throws Exception {
        var book = Runbook.define("deploy", "Deploy", rb -> {
            rb.withoutAutomaticUndo();
            rb.step("deploy", "Roll out", Deployments.rollOut(deployer, "2.0.0"));
            rb.verify("well", "Well", run -> Finding.notOk("no"));
        });
        var run = failed(book);
        fixture.engine.resumeFrom(book, run.id(), "deploy", TimedFixture.AGAIN).await();
        assertThat(deployer.running().version()).isEqualTo("2.0.0");

        var undone = fixture.engine.undo(book, run.id(), TimedFixture.AGAIN);

        assertThat(undone.await().state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(deployer.running().version()).isEqualTo("1.0.0");
    }

    @Test
    void a_redo_is_refused_where_it_makes_no_sense() throws Exception {
        var book = abc();
        var run = failed(book);

        assertThatThrownBy(() -> fixture.engine.resumeFrom(book, run.id(), "nowhere", TimedFixture.AGAIN))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> fixture.engine.resume(book, run.id()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("ended as FAILED");
        fixture.engine.undo(book, run.id(), TimedFixture.AGAIN).await();
        assertThatThrownBy(() -> fixture.engine.resumeFrom(book, run.id(), "a", TimedFixture.AGAIN))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("ROLLED_BACK");
        assertThatThrownBy(() -> fixture.engine.undo(book, run.id(), TimedFixture.AGAIN))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("nothing left");
    }

    @Test
    void a_run_that_succeeded_can_be_undone() throws Exception {
        broken.set(false);
        var book = abc();
        var run = fixture.start(book);
        assertThat(run.await().state()).isEqualTo(RunState.SUCCEEDED);

        var report = fixture.engine.undo(book, run.id(), TimedFixture.AGAIN).await();

        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(fixture.done).endsWith("undo c", "undo a1b2", "undo a1");
    }

    @Test
    void an_undo_that_failed_is_tried_again_when_somebody_asks_for_it() throws Exception {
        var tries = new AtomicInteger();
        var book = Runbook.define("again", "Again", rb -> {
            rb.action("a", "A", run -> {}).undo(run -> {
                if (tries.incrementAndGet() == 1) {
                    throw new StepFailedException("it is stuck");
                }
            });
            rb.verify("well", "Well", run -> Finding.notOk("no"));
        });
        var run = fixture.start(book);
        assertThat(run.await().state()).isEqualTo(RunState.ROLLBACK_FAILED);

        assertThat(fixture.engine
                        .undo(book, run.id(), TimedFixture.AGAIN)
                        .await()
                        .state())
                .isEqualTo(RunState.ROLLED_BACK);
    }

    private Runbook irreversible() {
        return Runbook.define("irreversible", "Irreversible", rb -> {
            rb.action("a", "A", run -> {}).undo(run -> fixture.say("undo a"));
            rb.action("mail", "Send the mail", run -> {}).irreversible("a mail is a mail");
            rb.action("c", "C", run -> {}).undo(run -> fixture.say("undo c"));
            rb.verify("well", "Well", run -> Finding.notOk("it is not"));
        });
    }

    @Test
    void an_undo_stops_before_an_irreversible_step_and_passes_it_when_told_to() throws Exception {
        var book = irreversible();
        var run = fixture.start(book);

        var report = run.await();
        assertThat(report.state()).isEqualTo(RunState.ROLLBACK_STOPPED);
        assertThat(report.verdict()).contains("\"mail\" cannot be undone: a mail is a mail");
        assertThat(fixture.done).containsExactly("undo c");
        assertThat(fixture.engine
                        .undo(book, run.id(), TimedFixture.AGAIN)
                        .await()
                        .state())
                .isEqualTo(RunState.ROLLBACK_STOPPED);

        var passed = fixture.engine
                .undo(book, run.id(), TimedFixture.AGAIN.passIrreversible("told them"))
                .await();
        assertThat(passed.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(passed.leftChanged()).singleElement().asString().contains("mail");
        assertThat(fixture.done).containsExactly("undo c", "undo a");
    }

    private Runbook waits(String... more) {
        return Runbook.define("waits", "Waits", rb -> {
            rb.action("a", "A", run -> fixture.say("a")).nothingToUndo("no");
            rb.manual("told", "Told");
            for (var id : more) {
                rb.action(id, id, run -> fixture.say(id)).nothingToUndo("no");
            }
        });
    }

    @Test
    void a_runbook_that_differs_in_what_has_not_begun_needs_somebody_to_accept_it() throws Exception {
        var run = fixture.start(waits("b"));
        TimedFixture.awaitState(run, RunState.WAITING);
        fixture.crash();
        var changed = waits("b", "c");

        assertThatThrownBy(() -> fixture.engine.resume(changed, run.id(), TimedFixture.AGAIN))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("c is new")
                .hasMessageContaining("acceptChanges");

        var resumed = fixture.engine.resume(changed, run.id(), TimedFixture.AGAIN.acceptChanges("c was forgotten"));
        TimedFixture.awaitState(resumed, RunState.WAITING);
        resumed.answer("told", io.emrops.Answer.confirm("operator"));
        TimedFixture.awaitState(resumed, RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("a", "b", "c");
        assertThat(resumed.report().toMarkdown()).contains("c was forgotten");
    }

    private Runbook before(String... ids) {
        return Runbook.define("before", "Before", rb -> {
            for (var id : ids) {
                if (id.equals("told")) {
                    rb.manual("told", "Told");
                } else {
                    rb.action(id, id, run -> fixture.say(id)).nothingToUndo("no");
                }
            }
        });
    }

    @Test
    void a_step_that_was_placed_before_what_has_begun_is_not_done_too_late() throws Exception {
        var run = fixture.start(before("a", "b", "told", "c"));
        TimedFixture.awaitState(run, RunState.WAITING);
        fixture.crash();
        var accepting = TimedFixture.AGAIN.acceptChanges("it was forgotten");

        for (var changed : List.of(before("a", "new", "b", "told", "c"), before("a", "c", "b", "told"))) {
            assertThatThrownBy(() -> fixture.engine.resume(changed, run.id(), accepting))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("stands before b, which has begun: it would come too late");
        }
        assertThat(fixture.done).containsExactly("a", "b");

        var resumed = fixture.engine.resume(before("a", "b", "told", "new", "c"), run.id(), accepting);
        TimedFixture.awaitState(resumed, RunState.WAITING);
        resumed.answer("told", io.emrops.Answer.confirm("operator"));
        TimedFixture.awaitState(resumed, RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("a", "b", "new", "c");
    }

    @Test
    void a_step_that_was_placed_before_those_that_are_done_anew_is_done_in_its_place() throws Exception {
        var ready = new AtomicBoolean();
        var run = fixture.start(unready(ready));
        TimedFixture.awaitState(run, RunState.FAILED);
        ready.set(true);

        var redone = fixture.engine.resumeFrom(
                unready(ready, "new"), run.id(), "new", TimedFixture.AGAIN.acceptChanges("it was forgotten"));

        TimedFixture.awaitState(redone, RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("a", "new", "b");
    }

    private Runbook unready(AtomicBoolean ready, String... more) {
        return Runbook.define("unready", "Unready", rb -> {
            rb.withoutAutomaticUndo();
            rb.action("a", "a", run -> fixture.say("a")).nothingToUndo("no");
            for (var id : more) {
                rb.action(id, id, run -> fixture.say(id)).nothingToUndo("no");
            }
            rb.action("b", "b", run -> {
                        if (!ready.get()) {
                            throw new PreconditionFailedException("not yet");
                        }
                        fixture.say("b");
                    })
                    .nothingToUndo("no");
        });
    }

    @Test
    void a_branch_may_grow_while_steps_of_another_have_begun() throws Exception {
        var run = fixture.start(sides());
        TimedFixture.awaitState(run, RunState.WAITING);
        fixture.crash();
        fixture.done.clear();

        var resumed =
                fixture.engine.resume(sides("new"), run.id(), TimedFixture.AGAIN.acceptChanges("it was forgotten"));
        TimedFixture.awaitState(resumed, RunState.WAITING);
        resumed.answer("sides/left/told", io.emrops.Answer.confirm("operator"));
        TimedFixture.awaitState(resumed, RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("new");
    }

    private Runbook sides(String... more) {
        return Runbook.define("sides", "Sides", rb -> {
            var sides = rb.parallel("sides", "Sides");
            sides.branch("left", "Left", in -> {
                in.manual("told", "Told");
                for (var id : more) {
                    in.action(id, id, run -> fixture.say(id)).nothingToUndo("no");
                }
                return "";
            });
            sides.branch(
                    "right",
                    "Right",
                    in -> in.action("b", "b", run -> fixture.say("b")).nothingToUndo("no"));
        });
    }

    @Test
    void a_runbook_that_differs_in_what_has_begun_is_refused_and_the_difference_named() throws Exception {
        var run = fixture.start(waits());
        TimedFixture.awaitState(run, RunState.WAITING);
        fixture.crash();
        var changed = Runbook.define("waits", "Waits", rb -> {
            rb.step("a", "A", Integer.class, r -> 1).nothingToUndo("no");
            rb.manual("told", "Told");
        });
        var records = fixture.store.read(run.id()).size();

        assertThatThrownBy(() -> fixture.engine.resume(
                        changed, run.id(), ResumeRequest.by("operator").acceptChanges("please")))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("a was \"")
                .hasMessageContaining("has begun");
        assertThat(fixture.store.read(run.id())).hasSize(records);
    }

    @Test
    void a_resume_and_an_undo_on_another_target_of_the_same_name_are_refused() throws Exception {
        var book = Runbook.define("deploy", "Deploy", rb -> {
            rb.step("deploy", "Roll out", Deployments.rollOut(deployer, "2.0.0"));
            rb.manual("told", "Told");
        });
        var run = fixture.start(book);
        TimedFixture.awaitState(run, RunState.WAITING);
        fixture.crash();
        var before = deployer.target().identity();
        deployer.replaceIdentity("another machine");

        assertThatThrownBy(() -> fixture.engine.resume(book, run.id()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining(before)
                .hasMessageContaining("another machine");

        deployer.replaceIdentity(before);
        var resumed = fixture.engine.resume(book, run.id());
        TimedFixture.awaitState(resumed, RunState.WAITING);
        resumed.answer("told", io.emrops.Answer.confirm("operator"));
        TimedFixture.awaitState(resumed, RunState.SUCCEEDED);
        deployer.replaceIdentity("another machine");
        assertThatThrownBy(() -> fixture.engine.undo(book, run.id(), TimedFixture.AGAIN))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(deployer.running().version()).isEqualTo("2.0.0");
    }
}
