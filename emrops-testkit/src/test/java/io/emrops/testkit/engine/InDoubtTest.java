package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Answer;
import io.emrops.Backoff;
import io.emrops.InDoubt;
import io.emrops.OutcomeUnknownException;
import io.emrops.Output;
import io.emrops.PreconditionFailedException;
import io.emrops.Probe;
import io.emrops.Question;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.TargetUnavailableException;
import io.emrops.event.RunEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class InDoubtTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final TimedFixture fixture = new TimedFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** A step whose connection dies in the middle, the first time. */
    private Runbook losing(InDoubt<String> policy) {
        var tries = new AtomicInteger();
        return Runbook.define("losing", "Losing", rb -> {
            rb.step("lost", "Lost", String.class, run -> {
                        fixture.say("attempt " + run.attempt());
                        if (tries.incrementAndGet() == 1) {
                            throw new OutcomeUnknownException("the line went dead");
                        }
                        return "by body";
                    })
                    .attempts(2, Backoff.fixed(Duration.ofSeconds(1)))
                    .inDoubt(policy)
                    .undo((run, r) -> fixture.say("undo " + r))
                    .undoAttempt(run -> fixture.say("clean up"));
            rb.action("behind", "Behind", run -> fixture.say("behind")).nothingToUndo("no");
        });
    }

    @Test
    void a_body_that_ignores_its_interrupt_is_neither_retried_nor_undone_before_it_is_at_rest() throws Exception {
        var release = new CountDownLatch(1);
        var book = Runbook.define(
                "deaf",
                "Deaf",
                rb -> rb.action("deaf", "Deaf", run -> {
                            fixture.say("begun");
                            TimedFixture.ignoreInterruptsUntil(release);
                            fixture.say("at rest");
                        })
                        .timeout(LIMIT)
                        .inDoubt(InDoubt.rerun())
                        .undoAttempt(run -> fixture.say("undone")));
        var run = fixture.start(book);
        fixture.events.await(RunEvent.StepStarted.class, TimedFixture.SOON);
        fixture.time.awaitTimer(LIMIT::equals, TimedFixture.SOON);

        fixture.time.advance(LIMIT);
        run.cancel("operator", "");

        fixture.events.await(RunEvent.Noted.class, e -> e.text().contains("interrupted"), TimedFixture.SOON);
        assertThat(run.awaitState(s -> s != RunState.RUNNING, Duration.ofMillis(200)))
                .isFalse();
        assertThat(fixture.done).containsExactly("begun");
        release.countDown();
        assertThat(run.await().state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(fixture.done).containsExactly("begun", "at rest", "undone");
    }

    @Test
    void a_result_that_comes_too_late_is_in_doubt() throws Exception {
        var release = new CountDownLatch(1);
        var book = Runbook.define(
                "late",
                "Late",
                rb -> rb.step("late", "Late", String.class, run -> {
                            TimedFixture.ignoreInterruptsUntil(release);
                            return "too late";
                        })
                        .timeout(LIMIT)
                        .nothingToUndo("no"));
        var run = fixture.start(book);
        fixture.events.await(RunEvent.StepStarted.class, TimedFixture.SOON);
        fixture.time.awaitTimer(LIMIT::equals, TimedFixture.SOON);

        fixture.time.advance(LIMIT);
        release.countDown();
        var report = run.await();

        assertThat(report.state()).isEqualTo(RunState.IN_DOUBT);
        assertThat(run.questions()).singleElement().satisfies(q -> {
            assertThat(q.kind()).isEqualTo(Question.Kind.IN_DOUBT);
            assertThat(q.text()).contains("took longer than 5 min");
        });
    }

    @Test
    void a_lost_connection_is_asked_about_and_nothing_behind_it_begins() throws Exception {
        var run = fixture.start(losing(InDoubt.ask()));

        var report = run.await();

        assertThat(report.state()).isEqualTo(RunState.IN_DOUBT);
        assertThat(report.next()).hasSize(3).first().asString().contains("Look whether");
        assertThat(report.steps()).extracting(Report.StepReport::state).containsExactly(Report.StepState.IN_DOUBT);
        assertThat(fixture.done).containsExactly("attempt 1");
    }

    @Test
    void an_interrupted_body_is_in_doubt() throws Exception {
        var book = Runbook.define(
                "interrupted",
                "Interrupted",
                rb -> rb.action("x", "X", run -> {
                            throw new InterruptedException("by somebody");
                        })
                        .nothingToUndo("no"));

        assertThat(fixture.start(book).await().state()).isEqualTo(RunState.IN_DOUBT);
    }

    @Test
    void an_interrupt_left_behind_by_a_body_does_not_reach_the_next_step() throws Exception {
        var seen = new AtomicBoolean();
        var book = Runbook.define("stray", "Stray", rb -> {
            rb.action("a", "A", run -> Thread.currentThread().interrupt()).nothingToUndo("no");
            rb.action("b", "B", run -> seen.set(Thread.currentThread().isInterrupted()))
                    .nothingToUndo("no");
        });

        assertThat(fixture.start(book).await().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(seen).isFalse();
    }

    @Test
    void an_answer_that_it_was_applied_stands_for_the_result() throws Exception {
        var run = fixture.start(losing(InDoubt.ask()));
        run.await();

        run.answer("lost", Answer.applied("operator", "by hand"));

        TimedFixture.awaitState(run, RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("attempt 1", "behind");
        assertThat(run.report().steps().get(0).evidence()).contains("by hand");
    }

    @Test
    void an_applied_answer_of_another_type_is_refused_and_not_recorded() throws Exception {
        var run = fixture.start(losing(InDoubt.ask()));
        run.await();
        var records = fixture.store.read(run.id()).size();

        assertThatThrownBy(() -> run.answer("lost", Answer.applied("operator", 17)))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("declared type");
        assertThatThrownBy(() -> run.answer("lost", Answer.applied("operator")))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(fixture.store.read(run.id())).hasSize(records);
        assertThat(run.state()).isEqualTo(RunState.IN_DOUBT);
    }

    @Test
    void an_applied_answer_is_checked_down_to_its_elements() throws Exception {
        var book = Runbook.define(
                "list",
                "List",
                rb -> rb.step("list", "List", Output.listOf(Duration.class), run -> {
                            throw new OutcomeUnknownException("the line went dead");
                        })
                        .nothingToUndo("no"));
        var run = fixture.start(book);
        run.await();

        assertThatThrownBy(() -> run.answer("list", Answer.applied("operator", List.of("soon"))))
                .isInstanceOf(PreconditionFailedException.class);
        run.answer("list", Answer.applied("operator", List.of(Duration.ofHours(1))));
        TimedFixture.awaitState(run, RunState.SUCCEEDED);
    }

    @Test
    void an_answer_of_another_kind_is_refused() throws Exception {
        var run = fixture.start(losing(InDoubt.ask()));
        run.await();

        assertThatThrownBy(() -> run.answer("lost", Answer.confirm("operator")))
                .isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> run.answer("lost", Answer.giveUp("a.first")))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("a.first");
    }

    @Test
    void an_answer_that_it_was_not_applied_does_it_again_whatever_attempts_are_left() throws Exception {
        var run = fixture.start(losing(InDoubt.ask()));
        run.await();

        run.answer("lost", Answer.notApplied("operator"));

        TimedFixture.awaitState(run, RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("attempt 1", "attempt 2", "behind");
    }

    @Test
    void giving_up_fails_the_run_and_cleans_up() throws Exception {
        var run = fixture.start(losing(InDoubt.ask()));
        run.await();

        run.answer("lost", Answer.giveUp("operator"));

        TimedFixture.awaitState(run, RunState.ROLLED_BACK);
        assertThat(fixture.done).containsExactly("attempt 1", "clean up");
        assertThat(run.report().verdict()).contains("given up by operator");
    }

    @Test
    void a_probe_that_knows_the_result_spares_the_question() throws Exception {
        var run = fixture.start(losing(InDoubt.probe(r -> Probe.applied("by probe"))));

        assertThat(run.await().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("attempt 1", "behind");
    }

    @Test
    void a_probe_that_says_not_applied_leads_to_another_attempt() throws Exception {
        var run = fixture.start(losing(InDoubt.probe(r -> Probe.notApplied())));

        assertThat(run.await().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("attempt 1", "attempt 2", "behind");
    }

    @Test
    void a_probe_that_fails_leads_to_a_person() throws Exception {
        var run = fixture.start(losing(InDoubt.probe(r -> {
            throw new TargetUnavailableException("down");
        })));

        assertThat(run.await().state()).isEqualTo(RunState.IN_DOUBT);
        assertThat(run.questions().get(0).text()).contains("did not answer");
    }

    @Test
    void a_person_who_answers_while_the_target_is_being_asked_is_believed() throws Exception {
        var probing = new CountDownLatch(1);
        var answered = new CountDownLatch(1);
        var probes = new AtomicInteger();
        var book = losing(InDoubt.probe(r -> {
            if (probes.incrementAndGet() == 2) {
                probing.countDown();
                TimedFixture.await(answered);
                return Probe.notApplied();
            }
            return Probe.unknown("it does not say");
        }));
        var first = fixture.start(book);
        first.await();
        fixture.crash();
        var run = fixture.engine.resume(book, first.id());
        TimedFixture.await(probing);

        run.answer("lost", Answer.applied("operator", "by hand"));
        answered.countDown();

        TimedFixture.awaitState(run, RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("attempt 1", "behind");
    }

    @Test
    void a_step_that_is_safe_to_repeat_is_repeated_within_its_attempts() throws Exception {
        var run = fixture.start(losing(InDoubt.rerun()));

        assertThat(run.await().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(fixture.done).containsExactly("attempt 1", "attempt 2", "behind");
    }

    @Test
    void a_repetition_that_finds_its_target_down_does_not_make_the_first_attempt_undone() throws Exception {
        var tries = new AtomicInteger();
        var book = Runbook.define(
                "rerun",
                "Rerun",
                rb -> rb.action("x", "X", run -> {
                            if (tries.incrementAndGet() == 1) {
                                throw new OutcomeUnknownException("the line went dead");
                            }
                            throw new TargetUnavailableException("down");
                        })
                        .attempts(2, Backoff.fixed(Duration.ofSeconds(1)))
                        .inDoubt(InDoubt.rerun())
                        .undoAttempt(run -> fixture.say("clean up")));

        var run = fixture.start(book);

        fixture.pass(Duration.ofSeconds(1), run, RunState.ROLLED_BACK);
        assertThat(fixture.done).containsExactly("clean up");
    }

    @Test
    void a_second_doubt_is_asked_about_anew_even_if_the_process_dies_before_the_question() throws Exception {
        var tries = new AtomicInteger();
        var book = Runbook.define(
                "twice",
                "Twice",
                rb -> rb.action("x", "X", run -> {
                            fixture.say("attempt");
                            tries.incrementAndGet();
                            throw new OutcomeUnknownException("the line went dead");
                        })
                        .nothingToUndo("no"));
        var run = fixture.start(book);
        run.await();
        run.answer("x", Answer.notApplied("operator"));
        fixture.events.awaitHistory(
                all -> all.stream().filter(RunEvent.Asked.class::isInstance).count() == 2, TimedFixture.SOON);
        var store = new io.emrops.testkit.InMemoryRunStore();
        var records = fixture.store.read(run.id());
        store.append(new io.emrops.spi.RunStore.Batch(run.id(), 0, records.subList(0, records.size() - 1), false));
        fixture.store = store;
        fixture.crash();

        var resumed = fixture.engine.resume(book, run.id());

        assertThat(resumed.await().state()).isEqualTo(RunState.IN_DOUBT);
        assertThat(fixture.done).containsExactly("attempt", "attempt");
    }

    @Test
    void a_timeout_that_finds_the_target_unavailable_is_no_doubt() throws Exception {
        var tries = new AtomicInteger();
        var book = Runbook.define(
                "slow",
                "Slow",
                rb -> rb.action("x", "X", run -> {
                            if (tries.incrementAndGet() == 1) {
                                try {
                                    new CountDownLatch(1).await();
                                } catch (InterruptedException e) {
                                    throw new TargetUnavailableException("no connection yet");
                                }
                            }
                        })
                        .timeout(LIMIT)
                        .attempts(2, Backoff.fixed(Duration.ofSeconds(1)))
                        .nothingToUndo("no"));
        var run = fixture.start(book);
        fixture.events.await(RunEvent.StepStarted.class, TimedFixture.SOON);
        fixture.time.awaitTimer(LIMIT::equals, TimedFixture.SOON);

        fixture.time.advance(LIMIT);

        fixture.pass(Duration.ofSeconds(1), run, RunState.SUCCEEDED);
        assertThat(tries).hasValue(2);
    }

    @Test
    void an_answer_elsewhere_does_not_cut_the_wait_for_the_next_attempt_short() throws Exception {
        var tries = new AtomicInteger();
        var book = Runbook.define("side", "Side", rb -> {
            var both = rb.parallel("both", "Both");
            both.branch(
                    "a",
                    "A",
                    b -> b.action("flaky", "Flaky", run -> {
                                fixture.say("attempt " + tries.incrementAndGet());
                                throw new TargetUnavailableException("down");
                            })
                            .attempts(5, Backoff.fixed(Duration.ofHours(1)))
                            .nothingToUndo("no"));
            both.branch("b", "B", b -> {
                b.manual("one", "One");
                return b.manual("two", "Two");
            });
        });
        var run = fixture.start(book);
        fixture.time.awaitTimer(Duration.ofHours(1)::equals, TimedFixture.SOON);
        fixture.events.await(RunEvent.Asked.class, TimedFixture.SOON);

        run.answer("both/b/one", Answer.confirm("operator"));
        fixture.events.await(
                RunEvent.Asked.class, e -> e.question().stepPath().equals("both/b/two"), TimedFixture.SOON);
        run.answer("both/b/two", Answer.confirm("operator"));
        fixture.events.awaitHistory(
                all -> all.stream()
                                .filter(RunEvent.StepFinished.class::isInstance)
                                .count()
                        == 2,
                TimedFixture.SOON);
        run.pause("operator", "");
        TimedFixture.awaitState(run, RunState.PAUSED);

        assertThat(fixture.done).containsExactly("attempt 1");
    }

    @Test
    void the_same_key_and_uuids_name_every_attempt_and_every_resume() throws Exception {
        var keys = new java.util.concurrent.CopyOnWriteArrayList<String>();
        var book = Runbook.define(
                "keys",
                "Keys",
                rb -> rb.action("x", "X", run -> {
                            keys.add(run.idempotencyKey() + " " + run.uuid() + " " + run.uuid());
                            if (keys.size() < 3) {
                                throw new OutcomeUnknownException("dead");
                            }
                        })
                        .nothingToUndo("no"));
        var run = fixture.start(book);
        run.await();
        run.answer("x", Answer.notApplied("operator"));
        fixture.events.awaitHistory(
                all -> all.stream().filter(RunEvent.Asked.class::isInstance).count() == 2, TimedFixture.SOON);
        fixture.crash();
        var resumed = fixture.engine.resume(book, run.id());
        TimedFixture.awaitState(resumed, RunState.IN_DOUBT);
        resumed.answer("x", Answer.notApplied("operator"));
        TimedFixture.awaitState(resumed, RunState.SUCCEEDED);

        assertThat(keys).hasSize(3).containsOnly(keys.get(0));
        assertThat(keys.get(0)).startsWith(run.id() + "/x#1 ");
        var uuids = keys.get(0).split(" ");
        assertThat(uuids[1]).isNotEqualTo(uuids[2]);
    }

    @Test
    void await_returns_in_doubt_to_a_thread_that_waited_all_along() throws Exception {
        var go = new CountDownLatch(1);
        var book = Runbook.define(
                "wait",
                "Wait",
                rb -> rb.action("x", "X", run -> {
                            TimedFixture.await(go);
                            throw new OutcomeUnknownException("dead");
                        })
                        .nothingToUndo("no"));
        var run = fixture.start(book);
        var seen = new AtomicReference<RunState>();
        var waiter = new Thread(() -> {
            try {
                seen.set(run.await().state());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiter.start();

        go.countDown();
        waiter.join(TimedFixture.SOON.toMillis());

        assertThat(seen).hasValue(RunState.IN_DOUBT);
    }
}
