package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Answer;
import io.emrops.Backoff;
import io.emrops.Finding;
import io.emrops.PreconditionFailedException;
import io.emrops.Run;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.event.RunEvent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PauseAndCancelTest {
    private final TimedFixture fixture = new TimedFixture();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close() {
        go.countDown();
        fixture.close();
    }

    /** Takes a lock; its first step begins and waits for {@link #go}. */
    private Runbook steps() {
        return Runbook.define("steps", "Steps", rb -> {
            rb.lock("emrnext");
            rb.action("one", "One", run -> {
                        fixture.say("one");
                        begun.countDown();
                        TimedFixture.await(go);
                    })
                    .undo(run -> fixture.say("undo one"));
            rb.action("two", "Two", run -> fixture.say("two")).undo(run -> fixture.say("undo two"));
        });
    }

    /** Returns when the close has begun, and every run has been told of it. */
    private void awaitClosing(Runbook book, Run run) {
        while (true) {
            try {
                fixture.engine.resume(book, run.id());
            } catch (IllegalStateException e) {
                return;
            }
            Thread.onSpinWait();
        }
    }

    private Run begin(Runbook book) throws InterruptedException {
        var run = fixture.start(book);
        TimedFixture.await(begun);
        return run;
    }

    @Test
    void a_pause_takes_effect_between_steps_and_keeps_the_locks() throws Exception {
        var run = begin(steps());

        run.pause("operator", "lunch");
        assertThat(run.state()).isEqualTo(RunState.RUNNING);
        go.countDown();
        var report = run.await();

        assertThat(report.state()).isEqualTo(RunState.PAUSED);
        assertThat(report.verdict()).isEqualTo("Paused by operator: lunch. It keeps its lock \"emrnext\".");
        assertThat(fixture.done).containsExactly("one");
        assertThat(fixture.leases.holder("emrnext")).isPresent();
    }

    @Test
    void a_paused_run_is_resumed_in_the_same_engine_and_the_old_handle_follows_it() throws Exception {
        var book = steps();
        var run = begin(book);
        run.pause("operator", "");
        go.countDown();
        run.await();

        var resumed = fixture.engine.resume(book, run.id(), TimedFixture.AGAIN);

        assertThat(resumed.await().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.await().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.report().story()).anySatisfy(e -> assertThat(e.text()).isEqualTo("Resumed by operator: INC-2"));
        assertThat(fixture.done).containsExactly("one", "two");
        assertThat(fixture.leases.held()).isEmpty();
    }

    @Test
    void a_run_that_was_paused_and_resumed_is_cancelled_through_its_first_handle_too() throws Exception {
        var book = Runbook.define("wait", "Wait", rb -> rb.manual("told", "Told"));
        var run = fixture.start(book);
        TimedFixture.awaitState(run, RunState.WAITING);
        run.pause("operator", "");
        run.await();
        fixture.engine.resume(book, run.id(), TimedFixture.AGAIN);

        run.cancel("operator", "");

        TimedFixture.awaitState(run, RunState.CANCELLED);
        assertThat(fixture.engine.report(run.id()).state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void a_paused_run_is_resumed_by_another_engine() throws Exception {
        var book = steps();
        var run = begin(book);
        run.pause("operator", "");
        go.countDown();
        run.await();
        fixture.restart();

        assertThat(fixture.engine.resume(book, run.id()).await().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("one", "two");
    }

    @Test
    void a_pause_is_only_for_operators() throws Exception {
        var run = begin(steps());

        assertThatThrownBy(() -> run.pause("a.first", "")).isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> run.cancel("a.first", "")).isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void a_pause_in_the_wait_for_an_approval_takes_the_answer_and_goes_on_after_the_resume() throws Exception {
        var book = Runbook.define("approval", "Approval", rb -> {
            rb.approval("go", "Go").by("change-board");
            rb.action("act", "Act", run -> fixture.say("act")).nothingToUndo("no");
        });
        var run = fixture.start(book);
        TimedFixture.awaitState(run, RunState.WAITING);
        run.pause("operator", "");
        TimedFixture.awaitState(run, RunState.PAUSED);

        run.answer("go", Answer.agree("a.first"));
        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(fixture.done).isEmpty();

        assertThat(fixture.engine.resume(book, run.id()).await().state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void a_cancel_in_a_step_waits_for_its_end_and_undoes() throws Exception {
        var run = begin(steps());

        run.cancel("operator", "wrong version");
        go.countDown();
        var report = run.await();

        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(report.verdict()).contains("cancelled by operator: wrong version");
        assertThat(fixture.done).containsExactly("one", "undo one");
        assertThat(fixture.leases.held()).isEmpty();
    }

    @Test
    void a_second_cancel_changes_nothing() throws Exception {
        var run = begin(steps());
        run.cancel("operator", "once");
        var records = fixture.store.read(run.id()).size();

        run.cancel("m.meier", "twice");

        assertThat(fixture.store.read(run.id())).hasSize(records);
        go.countDown();
        assertThat(run.await().verdict()).contains("once").doesNotContain("twice");
        run.cancel("m.meier", "after the end");
    }

    @Test
    void a_cancel_in_a_wait_ends_it_at_once() throws Exception {
        var run = fixture.start(Runbook.define("wait", "Wait", rb -> rb.manual("told", "Told")));
        TimedFixture.awaitState(run, RunState.WAITING);

        run.cancel("operator", "");

        assertThat(run.await().state()).isEqualTo(RunState.CANCELLED);
        assertThat(run.questions()).isEmpty();
    }

    @Test
    void a_cancel_of_a_paused_run_undoes_it() throws Exception {
        var run = begin(steps());
        run.pause("operator", "");
        go.countDown();
        run.await();

        run.cancel("operator", "");

        TimedFixture.awaitState(run, RunState.ROLLED_BACK);
        assertThat(fixture.done).containsExactly("one", "undo one");
    }

    @Test
    void a_cancel_survives_the_process() throws Exception {
        var book = steps();
        var run = begin(book);
        run.cancel("operator", "wrong version");
        fixture.crash();

        var resumed = fixture.engine.resume(book, run.id());

        var report = resumed.await();
        assertThat(report.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(report.verdict()).contains("cancelled by operator");
        assertThat(fixture.done).containsExactly("one");
    }

    /** Two steps to undo; the undo of the second one waits for {@link #go}. */
    private Runbook slowUndo() {
        return Runbook.define("undo", "Undo", rb -> {
            rb.lock("emrnext");
            rb.action("one", "One", run -> {}).undo(run -> fixture.say("undo one"));
            rb.action("two", "Two", run -> {}).undo(run -> {
                fixture.say("undo two");
                begun.countDown();
                TimedFixture.await(go);
            });
            rb.verify("well", "Well", run -> Finding.notOk("it is not"));
        });
    }

    @Test
    void a_cancel_of_an_undo_stops_it_behind_the_step_and_another_undo_goes_on() throws Exception {
        var book = slowUndo();
        var run = begin(book);

        run.cancel("operator", "let it be");
        go.countDown();
        var report = run.await();

        assertThat(report.state()).isEqualTo(RunState.ROLLBACK_STOPPED);
        assertThat(report.leftChanged()).singleElement().asString().startsWith("one");
        assertThat(fixture.done).containsExactly("undo two");
        assertThat(fixture.leases.holder("emrnext")).isPresent();

        var undone = fixture.engine.undo(book, run.id(), TimedFixture.AGAIN);
        assertThat(undone.await().state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(fixture.done).containsExactly("undo two", "undo one");
        assertThat(fixture.leases.held()).isEmpty();
    }

    @Test
    void an_undo_that_was_stopped_and_begun_again_can_be_stopped_again() throws Exception {
        var again = new CountDownLatch(1);
        var undoing = new CountDownLatch(1);
        var tries = new AtomicInteger();
        var book = Runbook.define("undo", "Undo", rb -> {
            rb.action("zero", "Zero", run -> {}).undo(run -> fixture.say("undo zero"));
            rb.action("one", "One", run -> {}).undo(run -> {
                undoing.countDown();
                TimedFixture.await(again);
            });
            rb.action("two", "Two", run -> {}).undo(run -> {
                begun.countDown();
                TimedFixture.await(go);
                tries.incrementAndGet();
            });
            rb.verify("well", "Well", run -> Finding.notOk("it is not"));
        });
        var run = begin(book);
        run.cancel("operator", "");
        go.countDown();
        run.await();
        var second = fixture.engine.undo(book, run.id(), TimedFixture.AGAIN);
        TimedFixture.await(undoing);

        second.cancel("operator", "once more");
        again.countDown();

        assertThat(second.await().state()).isEqualTo(RunState.ROLLBACK_STOPPED);
        assertThat(fixture.done).isEmpty();
    }

    @Test
    void a_cancel_of_an_undo_survives_the_process() throws Exception {
        var book = slowUndo();
        var run = begin(book);
        run.cancel("operator", "let it be");
        fixture.crash();

        var report = fixture.engine.resume(book, run.id()).await();

        assertThat(report.state()).isEqualTo(RunState.ROLLBACK_STOPPED);
        assertThat(report.verdict()).contains("stopped by operator: let it be");
        assertThat(fixture.done).containsExactly("undo two");
    }

    @Test
    void an_undo_in_the_wait_for_its_next_attempt_can_be_stopped() throws Exception {
        var book = Runbook.define("undo", "Undo", rb -> {
            rb.action("one", "One", run -> {})
                    .undo(run -> {
                        throw new TargetUnavailableException("down");
                    })
                    .attempts(3, Backoff.fixed(Duration.ofHours(1)));
            rb.verify("well", "Well", run -> Finding.notOk("it is not"));
        });
        var run = fixture.start(book);
        fixture.time.awaitTimer(Duration.ofHours(1)::equals, TimedFixture.SOON);

        run.cancel("operator", "");

        TimedFixture.awaitState(run, RunState.ROLLBACK_STOPPED);
    }

    @Test
    void a_run_that_takes_longer_than_its_deadline_fails_and_is_undone() throws Exception {
        var book = Runbook.define("deadline", "Deadline", rb -> {
            rb.deadline(Duration.ofHours(2));
            rb.action("one", "One", run -> {}).undo(run -> fixture.say("undo one"));
            rb.manual("told", "Told");
        });
        var run = fixture.start(book);
        TimedFixture.awaitState(run, RunState.WAITING);

        fixture.time.advance(Duration.ofHours(2));

        TimedFixture.awaitState(run, RunState.ROLLED_BACK);
        assertThat(run.report().verdict()).contains("longer than its deadline of 2 h");
    }

    @Test
    void a_deadline_runs_on_while_the_run_is_paused_and_while_no_process_lives() throws Exception {
        var book = Runbook.define("deadline", "Deadline", rb -> {
            rb.deadline(Duration.ofHours(2));
            rb.manual("told", "Told");
        });
        var run = fixture.start(book);
        TimedFixture.awaitState(run, RunState.WAITING);
        run.pause("operator", "");
        run.await();
        fixture.time.advance(Duration.ofHours(3));
        fixture.restart();

        assertThat(fixture.engine.resume(book, run.id()).await().state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void a_closed_engine_leaves_its_runs_paused_and_resumable() throws Exception {
        var book = steps();
        var run = begin(book);
        var closer = new Thread(fixture.engine::close);
        closer.start();

        awaitClosing(book, run);
        assertThat(closer.isAlive()).isTrue();
        go.countDown();
        closer.join(TimedFixture.SOON.toMillis());

        assertThat(closer.isAlive()).isFalse();
        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        fixture.restart();
        assertThat(fixture.engine.resume(book, run.id()).await().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("one", "two");
    }

    @Test
    void a_run_that_waits_for_people_lets_the_engine_be_closed() throws Exception {
        var book = Runbook.define("wait", "Wait", rb -> rb.manual("told", "Told"));
        var run = fixture.start(book);
        TimedFixture.awaitState(run, RunState.WAITING);

        fixture.restart();

        var resumed = fixture.engine.resume(book, run.id());
        TimedFixture.awaitState(resumed, RunState.WAITING);
        resumed.answer("told", Answer.confirm("operator"));
        TimedFixture.awaitState(resumed, RunState.SUCCEEDED);
    }

    @Test
    void an_undo_that_is_cut_off_by_a_close_goes_on_after_the_resume_and_nobody_waits_for_it_for_ever()
            throws Exception {
        var book = slowUndo();
        var run = begin(book);
        var seen = new AtomicReference<RunState>();
        var waiter = new Thread(() -> {
            try {
                seen.set(run.await().state());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiter.start();
        var closer = new Thread(fixture.engine::close);
        closer.start();
        awaitClosing(book, run);

        go.countDown();
        closer.join(TimedFixture.SOON.toMillis());
        waiter.join(TimedFixture.SOON.toMillis());

        assertThat(closer.isAlive()).isFalse();
        assertThat(waiter.isAlive()).isFalse();
        assertThat(seen).hasValue(RunState.UNDOING);
        assertThat(fixture.done).containsExactly("undo two");
        fixture.restart();
        assertThat(fixture.engine.resume(book, run.id()).await().state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(fixture.done).containsExactly("undo two", "undo one");
    }

    @Test
    void an_undo_in_the_wait_for_its_next_attempt_does_not_hold_up_the_close() throws Exception {
        var tries = new AtomicInteger();
        var book = Runbook.define("undo", "Undo", rb -> {
            rb.action("one", "One", run -> {})
                    .undo(run -> {
                        if (tries.incrementAndGet() == 1) {
                            throw new TargetUnavailableException("down");
                        }
                    })
                    .attempts(3, Backoff.fixed(Duration.ofHours(1)));
            rb.verify("well", "Well", run -> Finding.notOk("it is not"));
        });
        var run = fixture.start(book);
        fixture.time.awaitTimer(Duration.ofHours(1)::equals, TimedFixture.SOON);

        fixture.restart();

        assertThat(fixture.engine.report(run.id()).state()).isEqualTo(RunState.UNDOING);
        assertThat(fixture.engine.resume(book, run.id()).await().state()).isEqualTo(RunState.ROLLED_BACK);
    }

    @Test
    void a_run_that_failed_while_the_engine_was_closed_is_undone_after_the_resume() throws Exception {
        var book = Runbook.define("fails", "Fails", rb -> {
            rb.action("one", "One", run -> {}).undo(run -> fixture.say("undo one"));
            rb.action("two", "Two", run -> {
                        begun.countDown();
                        TimedFixture.await(go);
                        throw new StepFailedException("no luck");
                    })
                    .nothingToUndo("no");
        });
        var run = begin(book);
        var closer = new Thread(fixture.engine::close);
        closer.start();
        awaitClosing(book, run);
        go.countDown();
        closer.join(TimedFixture.SOON.toMillis());
        assertThat(closer.isAlive()).isFalse();
        fixture.restart();

        var report = fixture.engine.report(run.id());
        if (!report.state().ended()) {
            report = fixture.engine.resume(book, run.id()).await();
        }

        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(fixture.done).containsExactly("undo one");
    }

    @Test
    void a_closed_engine_says_that_it_is_closed() throws Exception {
        var book = Runbook.define("wait", "Wait", rb -> rb.manual("told", "Told"));
        var run = fixture.start(book);
        TimedFixture.awaitState(run, RunState.WAITING);
        fixture.engine.close();
        fixture.engine.close();
        var records = fixture.store.read(run.id()).size();

        assertThatThrownBy(() -> fixture.start(book)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fixture.engine.resume(book, run.id())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fixture.engine.undo(book, run.id(), TimedFixture.AGAIN))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> run.cancel("operator", "")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> run.pause("operator", "")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> run.answer("told", Answer.confirm("operator")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(fixture.store.read(run.id())).hasSize(records);
        assertThat(run.await().state()).isEqualTo(RunState.PAUSED);
    }

    @Test
    void a_cancel_that_meets_a_pause_is_not_lost() throws Exception {
        for (int i = 0; i < 200; i++) {
            var run = fixture.start(Runbook.define("wait", "Wait", rb -> rb.manual("told", "Told")));
            TimedFixture.awaitState(run, RunState.WAITING);

            run.pause("operator", "");
            run.cancel("operator", "");

            TimedFixture.awaitState(run, RunState.CANCELLED);
        }
    }

    @Test
    void a_listener_that_hears_of_the_pause_finds_it_in_the_store() throws Exception {
        var run = begin(steps());
        run.pause("operator", "");
        go.countDown();

        fixture.events.await(RunEvent.Ended.class, TimedFixture.SOON);

        assertThat(fixture.engine.report(run.id()).state()).isEqualTo(RunState.PAUSED);
    }
}
