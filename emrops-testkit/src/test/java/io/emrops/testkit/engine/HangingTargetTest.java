package io.emrops.testkit.engine;

import static io.emrops.testkit.engine.TimedFixture.AGAIN;
import static io.emrops.testkit.engine.TimedFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.emrops.Answer;
import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Plan;
import io.emrops.Preview;
import io.emrops.Run;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.Undoing;
import io.emrops.core.Emrops;
import io.emrops.core.history.RecordCodec;
import io.emrops.core.history.RunRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A target that is asked who it is, or what would change, and does not answer: it keeps nobody else waiting, and not for long. */
@Timeout(60)
final class HangingTargetTest {
    private final TimedFixture fixture = new TimedFixture();
    private final Server server = new Server();
    private volatile CountDownLatch second = new CountDownLatch(1);
    private Thread lastResuming;

    @AfterEach
    void close() {
        server.recover();
        second.countDown();
        fixture.close();
    }

    /** A server that may hang whenever it is asked something, and does not listen to interrupts then. */
    private static final class Server implements Operation<Done> {
        private volatile CountDownLatch hangs = new CountDownLatch(0);
        private volatile CountDownLatch asked = new CountDownLatch(1);

        void hang() {
            asked = new CountDownLatch(1);
            hangs = new CountDownLatch(1);
        }

        void recover() {
            hangs.countDown();
        }

        void awaitAsked() throws InterruptedException {
            TimedFixture.await(asked);
        }

        private void answer() {
            asked.countDown();
            TimedFixture.ignoreInterruptsUntil(hangs);
        }

        @Override
        public String describe() {
            return "Restart the server";
        }

        @Override
        public Output<Done> output() {
            return Output.of(Done.class);
        }

        @Override
        public Target target() {
            answer();
            return new Target("server", "db-01", "guid-1");
        }

        @Override
        public Preview<Done> preview(Inputs in) {
            answer();
            return Preview.of(List.of("db-01 is restarted"));
        }

        @Override
        public Done execute(StepContext run) {
            return Done.DONE;
        }

        @Override
        public Undoing<Done> undoing() {
            return Undoing.nothing("a restart changes no version");
        }
    }

    /** A first step on the server, and a second one in which the process dies. */
    private Runbook book() {
        return Runbook.define("book", "Book", rb -> {
            rb.step("restart", "Restart", server);
            rb.action("wait", "Wait", run -> {
                        fixture.say("wait");
                        TimedFixture.ignoreInterruptsUntil(second);
                    })
                    .inDoubt(io.emrops.InDoubt.rerun())
                    .nothingToUndo("it waits");
        });
    }

    private static Runbook other() {
        return Runbook.define(
                "other", "Other", rb -> rb.action("one", "One", run -> {}).nothingToUndo("no"));
    }

    private String cutOff() throws InterruptedException {
        var run = fixture.start(book());
        fixture.time.advance(Duration.ZERO);
        awaitSaid("wait");
        fixture.crash();
        second.countDown();
        fixture.done.clear();
        return run.id();
    }

    private void awaitSaid(String what) throws InterruptedException {
        var until = System.nanoTime() + SOON.toNanos();
        while (!fixture.done.contains(what)) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    private CompletableFuture<Run> resuming(String id) {
        return CompletableFuture.supplyAsync(() -> fixture.engine.resume(book(), id, AGAIN), task -> {
            lastResuming = new Thread(task, "resuming");
            lastResuming.setDaemon(true);
            lastResuming.start();
        });
    }

    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void a_run_whose_target_hangs_keeps_no_other_run_from_starting() throws Exception {
        var id = cutOff();
        server.hang();
        var resuming = resuming(id);
        server.awaitAsked();

        var started = soon(CompletableFuture.supplyAsync(() -> fixture.start(other())));

        TimedFixture.awaitState(started, RunState.SUCCEEDED);
        assertThat(resuming).isNotDone();
        server.recover();
        TimedFixture.awaitState(soon(resuming), RunState.SUCCEEDED);
    }

    @Test
    void a_run_whose_target_hangs_does_not_keep_the_engine_from_closing() throws Exception {
        var id = cutOff();
        var records = fixture.store.read(id).size();
        server.hang();
        var resuming = resuming(id);
        server.awaitAsked();

        soon(CompletableFuture.runAsync(fixture.engine::close));

        assertThatThrownBy(() -> soon(resuming))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The engine is closed");
        assertThat(fixture.store.read(id)).hasSize(records);
    }

    @Test
    void a_target_that_does_not_answer_in_time_leaves_its_run_as_it_was() throws Exception {
        var id = cutOff();
        var records = fixture.store.read(id).size();
        server.hang();
        var resuming = resuming(id);
        server.awaitAsked();

        fixture.time.awaitTimer(delay -> delay.equals(Duration.ofSeconds(30)), SOON);
        fixture.time.advance(Duration.ofSeconds(29));
        assertThat(resuming).isNotDone();
        fixture.time.advance(Duration.ofSeconds(1));

        assertThatThrownBy(() -> soon(resuming))
                .hasCauseInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("server db-01")
                .hasMessageContaining("within 30 s")
                .hasMessageContaining("the run is left as it was")
                .cause()
                .satisfies(e -> {
                    var unavailable = (TargetUnavailableException) e;
                    assertThat(unavailable.runId()).contains(id);
                    assertThat(unavailable.stepPath()).contains("restart");
                });
        assertThat(fixture.store.read(id)).hasSize(records);
        assertThat(fixture.leases.held()).isEmpty();
        server.recover();
        TimedFixture.awaitState(fixture.engine.resume(book(), id, AGAIN), RunState.SUCCEEDED);
    }

    @Test
    void two_callers_at_once_take_a_run_up_once() throws Exception {
        var id = cutOff();
        // A run that ended at once would be refused to whoever comes second.
        this.second = new CountDownLatch(1);
        server.hang();
        var first = resuming(id);
        server.awaitAsked();
        var second = resuming(id);
        // Only then do both really want it at once.
        await().atMost(SOON).until(lastResuming::getState, Thread.State.WAITING::equals);

        server.recover();

        assertThat(soon(first)).isSameAs(soon(second));
        this.second.countDown();
        TimedFixture.awaitState(soon(first), RunState.SUCCEEDED);
        assertThat(records(id).stream().filter(RunRecord.RunResumed.class::isInstance))
                .hasSize(1);
        assertThat(fixture.done).containsExactly("wait");
    }

    private List<RunRecord> records(String id) {
        var bytes = fixture.store.read(id);
        return java.util.stream.IntStream.range(0, bytes.size())
                .mapToObj(i -> RecordCodec.read(bytes.get(i), id, i))
                .toList();
    }

    @Test
    void a_caller_who_is_interrupted_while_a_target_hangs_leaves_the_run_as_it_was() throws Exception {
        var id = cutOff();
        var records = fixture.store.read(id).size();
        server.hang();
        var told = new CompletableFuture<Boolean>();
        var caller = new Thread(() -> {
            try {
                fixture.engine.resume(book(), id, AGAIN);
                told.complete(false);
            } catch (TargetUnavailableException e) {
                told.complete(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        server.awaitAsked();

        caller.interrupt();

        assertThat(soon(told)).isTrue();
        assertThat(fixture.store.read(id)).hasSize(records);
    }

    private Runbook approved() {
        return Runbook.define("approved", "Approved", rb -> {
            rb.approval("go", "Go").by("change-board");
            rb.step("restart", "Restart", server);
        });
    }

    @Test
    void a_preview_that_is_repeated_for_an_approval_and_hangs_is_given_up_in_time() throws Exception {
        var run = fixture.start(approved());
        TimedFixture.awaitState(run, RunState.WAITING);
        server.hang();
        run.answer("go", Answer.agree("a.first"));
        server.awaitAsked();

        fixture.time.awaitTimer(delay -> delay.equals(Duration.ofSeconds(30)), SOON);
        fixture.time.advance(Duration.ofSeconds(30));

        TimedFixture.awaitState(run, RunState.WAITING);
        assertThat(run.questions())
                .singleElement()
                .satisfies(q -> assertThat(q.details())
                        .anyMatch(line -> line.contains("has changed since"))
                        .anyMatch(line -> line.contains("did not answer within 30 s")));
        server.recover();
    }

    /** However many they are: more than an engine has places for strands at work. */
    @Test
    void approvals_whose_previews_hang_keep_no_other_run_waiting() throws Exception {
        var many = 40;
        server.hang();
        for (int i = 0; i < many; i++) {
            fixture.start(approved());
        }
        server.awaitAsked();

        TimedFixture.awaitState(fixture.start(other()), RunState.SUCCEEDED);

        assertThat(fixture.engine.runs())
                .filteredOn(run -> run.known().orElseThrow().state() == RunState.RUNNING)
                .hasSize(many);
        server.recover();
    }

    @Test
    void an_engine_that_is_closed_while_a_preview_hangs_does_not_void_the_approval() throws Exception {
        var run = fixture.start(approved());
        TimedFixture.awaitState(run, RunState.WAITING);
        server.hang();
        run.answer("go", Answer.agree("a.first"));
        server.awaitAsked();

        soon(CompletableFuture.runAsync(fixture.engine::close));
        server.recover();
        fixture.restart();

        TimedFixture.awaitState(fixture.engine.resume(approved(), run.id(), AGAIN), RunState.SUCCEEDED);
    }

    @Test
    void a_rehearsal_asks_a_target_that_hangs_once() throws Exception {
        var book = Runbook.define("book", "Book", rb -> {
            rb.step("first", "First", server);
            rb.action("own", "Own", run -> {}).nothingToUndo("no");
        });
        server.hang();
        var planning = CompletableFuture.supplyAsync(() -> fixture.engine.plan(book, TimedFixture.REQUEST));
        server.awaitAsked();

        fixture.time.awaitTimer(delay -> delay.equals(Duration.ofSeconds(30)), SOON);
        fixture.time.advance(Duration.ofSeconds(30));

        assertThat(soon(planning).steps())
                .extracting(Plan.PlannedStep::foretold)
                .containsExactly(Plan.Foretold.UNKNOWN, Plan.Foretold.AUTHORS_CODE);
    }

    @Test
    void the_patience_with_targets_is_a_setting_and_has_to_be_positive() {
        var builder = Emrops.builder(fixture.store, fixture.leases);

        assertThatThrownBy(() -> builder.targetsAnswerWithin(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }
}
