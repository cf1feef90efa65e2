package io.emrops.core.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.Answer;
import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.MaintenanceWindow;
import io.emrops.PreconditionFailedException;
import io.emrops.Report;
import io.emrops.Run;
import io.emrops.RunInfo;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.StoreException;
import io.emrops.TargetUnavailableException;
import io.emrops.WindowRule.WhenItCloses;
import io.emrops.core.Emrops;
import io.emrops.testkit.InMemoryLeases;
import io.emrops.testkit.InMemoryRunStore;
import io.emrops.testkit.ManualTime;
import io.emrops.trigger.Fire;
import io.emrops.trigger.Reading;
import io.emrops.trigger.Response;
import io.emrops.trigger.Signals;
import io.emrops.trigger.Threshold;
import io.emrops.trigger.Trigger;
import io.emrops.trigger.TriggerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TriggerWatchTest {
    private static final Trigger CPU = Trigger.of(
                    "cpu", "CPU", Threshold.above(80, "%").endsBelow(70))
            .sustainedFor(Duration.ofMinutes(2))
            .maxGap(Duration.ofSeconds(40));
    private static final RunRequest REQUEST = RunRequest.by("triggers");

    @TempDir
    private Path directory;

    private final ManualTime time = ManualTime.at("2026-03-01T02:00:00Z");
    private final InMemoryRunStore store = new InMemoryRunStore();
    private final InMemoryLeases leases = new InMemoryLeases();
    private final List<TriggerEvent> events = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private volatile double value = 40;

    @AfterEach
    void close() throws Exception {
        for (var i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void a_signal_is_asked_again_and_again_and_its_breach_starts_the_run_with_its_reason() throws Exception {
        var engine = engine();
        var watch =
                opened(polled(engine, Response.start(book("scale"), REQUEST)).open());
        pass(2);
        value = 95;
        pass(3);

        var report = ended(engine);
        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(report.startedBy()).isEqualTo("triggers");
        assertThat(report.reason()).startsWith("CPU above 80 % for 2 min: 9 readings from 2026-03-01T02:02:");
        pass(1);
        assertThat(words()).containsExactly("Fired", "ActionStarted", "ActionEnded");
        assertThat(watch.state("cpu").open()).isEmpty();
        pass(60);
        assertThat(engine.runs()).hasSize(1);
    }

    @Test
    void a_person_is_asked_who_was_not_the_trigger_and_a_no_ends_it_for_this_breach() throws Exception {
        var engine = engine();
        opened(polled(engine, Response.start(book("scale"), REQUEST).asking("operators", Duration.ofHours(2)))
                .open());
        value = 95;
        pass(3);

        var run = engine.run(onlyRun(engine)).orElseThrow();
        assertThat(run.awaitState(state -> state == RunState.WAITING, Duration.ofSeconds(20)))
                .isTrue();
        var question = run.questions().get(0);
        assertThat(question.text()).contains("Do scale?");
        assertThatThrownBy(() -> run.answer(question.stepPath(), Answer.agree("triggers")))
                .isInstanceOf(PreconditionFailedException.class);
        pass(30);
        assertThat(words()).containsExactly("Fired", "ActionStarted");
        run.answer(question.stepPath(), Answer.reject("m.meier"));
        run.await();
        pass(60);

        assertThat(engine.runs()).hasSize(1);
        assertThat(words()).containsExactly("Fired", "ActionStarted", "ActionEnded", "Outlasted");
        assertThat(told(TriggerEvent.ActionEnded.class).get(0).succeeded()).isFalse();
    }

    @Test
    void parameters_reach_the_runbook_behind_the_question() throws Exception {
        var engine = engine();
        var book = Runbook.define("more", "More", rb -> {
            var count = rb.param("count", Integer.class);
            rb.step("more", "More", Integer.class, run -> run.get(count)).nothingToUndo("it counts");
        });
        opened(polled(engine, Response.start(book, REQUEST.with("count", 4)).asking("operators", Duration.ofHours(2)))
                .open());
        value = 95;
        pass(3);

        var run = engine.run(onlyRun(engine)).orElseThrow();
        run.awaitState(state -> state == RunState.WAITING, Duration.ofSeconds(20));
        run.answer(run.questions().get(0).stepPath(), Answer.agree("m.meier"));

        assertThat(run.await().params()).containsEntry("action/count", "4");
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void in_a_maintenance_window_nothing_is_started_without_a_question() throws Exception {
        var engine = engine();
        var window = MaintenanceWindow.daily("02:00", "02:10", ZoneOffset.UTC);
        var response = Response.start(book("scale"), REQUEST).askingIn(window, "operators", Duration.ofHours(2));
        opened(polled(engine, response).open());
        value = 95;
        pass(3);
        var run = engine.run(onlyRun(engine)).orElseThrow();
        run.awaitState(state -> state == RunState.WAITING, Duration.ofSeconds(20));
        run.answer(run.questions().get(0).stepPath(), Answer.agree("m.meier"));
        run.await();
        value = 40;
        pass(10);
        value = 95;
        pass(3);

        assertThat(engine.runs())
                .extracting(info -> info.known().orElseThrow().runbookId())
                .containsExactly("scale-asked", "scale");
    }

    @Test
    void what_cannot_be_started_now_is_tried_again_and_told_once() throws Exception {
        var engine = engine();
        var there = new boolean[1];
        opened(polled(engine, Response.start(book("scale"), fire -> {
                    if (!there[0]) {
                        throw new TargetUnavailableException("the scaler does not answer");
                    }
                    return REQUEST;
                }))
                .open());
        value = 95;
        pass(4);
        assertThat(words()).containsExactly("Fired", "ActionFailed");
        there[0] = true;
        pass(1);

        assertThat(engine.runs()).hasSize(1);
        assertThat(words()).startsWith("Fired", "ActionFailed", "ActionStarted");
    }

    @Test
    void what_was_not_started_when_the_breach_was_over_is_withdrawn() {
        var engine = engine();
        opened(polled(engine, Response.start(book("scale"), fire -> {
                    throw new TargetUnavailableException("the scaler does not answer");
                }))
                .open());
        value = 95;
        pass(3);
        value = 40;
        pass(4);

        assertThat(words()).containsExactly("Fired", "ActionFailed", "BreachOver", "Withdrawn");
        assertThat(engine.runs()).isEmpty();
    }

    @Test
    void a_refused_start_is_an_action_that_did_not_succeed() {
        var engine = engine();
        opened(polled(engine, Response.start(book("scale"), fire -> {
                    throw new PreconditionFailedException("there are 6 already");
                }))
                .open());
        value = 95;
        pass(4);

        assertThat(words()).containsExactly("Fired", "ActionFailed", "ActionEnded");
        assertThat(told(TriggerEvent.ActionFailed.class).get(0).text()).endsWith("there are 6 already");
    }

    @Test
    void a_failed_run_is_not_started_again_for_the_same_breach() throws Exception {
        var engine = engine();
        var book = Runbook.define(
                "fails",
                "Fails",
                rb -> rb.action("fail", "Fail", run -> {
                            throw new StepFailedException("no luck");
                        })
                        .nothingToUndo("it does nothing"));
        opened(TriggerWatch.builder(directory, engine)
                .on(CPU.atMostPerBreach(3), signal(), Response.start(book, REQUEST))
                .time(time)
                .disk(Files::write)
                .executor(Runnable::run)
                .open());
        value = 95;
        pass(3);
        ended(engine);
        pass(60);

        assertThat(engine.runs()).hasSize(1);
    }

    @Test
    void a_run_that_was_cut_off_is_gone_on_with_by_the_next_watch() throws Exception {
        var first = engine();
        var reached = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var book = Runbook.define("slow", "Slow", rb -> {
            rb.action("one", "One", run -> {
                        reached.countDown();
                        go.await();
                    })
                    .nothingToUndo("it waits");
            rb.action("two", "Two", run -> {}).nothingToUndo("it does nothing");
        });
        var watch = polled(first, Response.start(book, REQUEST)).open();
        value = 95;
        pass(3);
        reached.await();
        watch.close();
        var closing = new Thread(first::close);
        closing.start();
        while (closing.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        go.countDown();
        closing.join();
        var second = engine();
        var id = onlyRun(second);
        assertThat(second.report(id).state().ended()).isFalse();

        opened(polled(second, Response.start(book, REQUEST)).open());

        assertThat(words()).contains("ActionResumed");
        assertThat(ended(second).state()).isEqualTo(RunState.SUCCEEDED);
        pass(1);
        assertThat(words()).last().isEqualTo("ActionEnded");
    }

    @Test
    void a_run_that_its_window_paused_is_left_alone_by_the_next_watch() throws Exception {
        var clock = ManualTime.at("2026-03-01T02:30:00Z");
        requireLeftAlone(
                Emrops.builder(store, leases).time(clock).build(),
                run -> clock.advance(Duration.ofHours(1)),
                Emrops.builder(store, leases)
                        .time(ManualTime.at("2026-03-02T02:30:00Z"))
                        .build());
    }

    @Test
    void a_run_that_a_person_paused_is_left_alone_whatever_the_person_is_called() throws Exception {
        var who = "the engineer on call";
        requireLeftAlone(
                Emrops.builder(store, leases)
                        .time(ManualTime.at("2026-03-01T02:30:00Z"))
                        .authorizer(Authorizer.groups(Map.of("operators", List.of(who))))
                        .build(),
                run -> run.pause(who, "it was closed"),
                Emrops.builder(store, leases)
                        .time(ManualTime.at("2026-03-02T02:30:00Z"))
                        .build());
    }

    private void requireLeftAlone(Engine first, Consumer<Run> pause, Engine second) throws Exception {
        opened(first);
        opened(second);
        var reached = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var book = Runbook.define("slow", "Slow", rb -> {
            rb.window(MaintenanceWindow.daily("02:00", "03:00", ZoneOffset.UTC)).whenItCloses(WhenItCloses.PAUSE);
            rb.action("one", "One", run -> {
                        reached.countDown();
                        go.await();
                    })
                    .nothingToUndo("it waits");
            rb.action("two", "Two", run -> {}).nothingToUndo("it does nothing");
        });
        var watch = polled(first, Response.start(book, REQUEST)).open();
        value = 95;
        pass(3);
        reached.await();
        var run = first.run(onlyRun(first)).orElseThrow();
        pause.accept(run);
        go.countDown();
        assertThat(run.await().state()).isEqualTo(RunState.PAUSED);
        watch.close();
        first.close();

        opened(polled(second, Response.start(book, REQUEST)).open());
        pass(1);

        assertThat(words()).doesNotContain("ActionResumed", "ActionEnded");
        assertThat(second.report(run.id()).state()).isEqualTo(RunState.PAUSED);
    }

    @Test
    void a_signal_that_fails_makes_it_blind_with_its_reason() {
        var engine = engine();
        opened(TriggerWatch.builder(directory, engine)
                .on(
                        CPU,
                        Signals.of(
                                "p95",
                                () -> {
                                    throw new TargetUnavailableException("Prometheus does not answer");
                                },
                                time::wallClock),
                        Response.start(book("scale"), REQUEST))
                .time(time)
                .listener(events::add)
                .disk(Files::write)
                .executor(Runnable::run)
                .open());

        pass(3);

        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.text())
                        .isEqualTo("It is blind: no new reading yet; p95 failed: Prometheus does not answer"));
    }

    @Test
    void a_disk_that_is_full_is_told_once_until_it_is_not() {
        var full = new AtomicBoolean(true);
        opened(polled(engine(), Response.start(book("scale"), REQUEST))
                .disk((file, content) -> {
                    if (full.get()) {
                        throw new IOException("No space left on device");
                    }
                    Files.write(file, content);
                })
                .open());
        pass(3);
        assertThat(words()).containsExactly("NotWritten");
        assertThat(events.get(0).text()).contains("could not be written").contains("cpu.state");

        full.set(false);
        pass(1);
        full.set(true);
        pass(2);

        assertThat(words()).containsExactly("NotWritten", "Blind", "Sees", "NotWritten");
    }

    @Test
    void readings_of_another_time_than_the_clocks_do_not_count() {
        var watch = opened(TriggerWatch.builder(directory, engine())
                .fed(CPU, Response.start(book("scale"), REQUEST))
                .time(time)
                .listener(events::add)
                .disk(Files::write)
                .executor(Runnable::run)
                .open());
        for (var i = 0; i < 20; i++) {
            watch.accept("cpu", new Reading(time.wallClock().minusSeconds(3600), 95));
            time.advance(Duration.ofSeconds(15));
        }

        assertThat(words()).containsExactly("Blind");
        assertThat(events.get(0).text()).contains("readings come with the time 2026-03-01T01:");
    }

    @Test
    void a_wall_clock_that_jumps_shortens_no_cool_down() throws Exception {
        var engine = engine();
        var watch =
                opened(polled(engine, Response.start(book("scale"), REQUEST)).open());
        value = 95;
        pass(3);
        ended(engine);
        pass(1);
        var until = watch.state("cpu").coolUntil().orElseThrow();
        value = 40;
        time.jumpWallClock(Duration.ofHours(5));
        pass(1);

        assertThat(watch.state("cpu").coolUntil()).contains(until);
        assertThat(watch.state("cpu").heard()).isBefore(until);
    }

    @Test
    void a_run_whose_clock_is_behind_shortens_no_cool_down() throws Exception {
        var engine = engine(ManualTime.at("2026-03-01T01:30:00Z"));
        var watch =
                opened(polled(engine, Response.start(book("scale"), REQUEST)).open());
        value = 95;
        pass(3);
        ended(engine);
        pass(1);

        assertThat(watch.state("cpu").coolUntil().orElseThrow()).isAfter(time.wallClock());
    }

    @Test
    void nor_does_one_that_ended_between_two_watches() throws Exception {
        var engine = engine(ManualTime.at("2026-03-01T01:30:00Z"));
        var go = new CountDownLatch(1);
        var book = Runbook.define(
                "slow", "Slow", rb -> rb.action("one", "One", run -> go.await()).nothingToUndo("it waits"));
        var watch = polled(engine, Response.start(book, REQUEST)).open();
        value = 95;
        pass(3);
        watch.close();
        go.countDown();
        ended(engine);

        var next = opened(polled(engine, Response.start(book, REQUEST)).open());

        assertThat(next.state("cpu").open()).isEmpty();
        assertThat(next.state("cpu").coolUntil().orElseThrow()).isAfter(time.wallClock());
    }

    @Test
    void one_watch_at_a_time_has_the_directory() {
        opened(polled(engine(), Response.start(book("scale"), REQUEST)).open());

        assertThatThrownBy(() ->
                        polled(engine(), Response.start(book("scale"), REQUEST)).open())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(StoreException.Problem.IN_USE));
    }

    @Test
    void a_watch_that_cannot_be_opened_leaves_no_timer_and_its_directory_to_the_next() {
        assertThatThrownBy(() -> polled(engine(), Response.start(book("scale"), REQUEST))
                        .executor(task -> {
                            throw new RejectedExecutionException("shut down");
                        })
                        .open())
                .isInstanceOf(RejectedExecutionException.class);

        assertThat(time.pending()).isEmpty();
        opened(polled(engine(), Response.start(book("scale"), REQUEST)).open());
    }

    @Test
    void a_damaged_state_is_refused_with_its_file() throws Exception {
        polled(engine(), Response.start(book("scale"), REQUEST)).open().close();
        value = 95;
        var watch = polled(engine(), Response.start(book("scale"), REQUEST)).open();
        watch.close();
        var file = directory.resolve("cpu.state");
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() ->
                        polled(engine(), Response.start(book("scale"), REQUEST)).open())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(StoreException.Problem.CORRUPT))
                .hasMessageContaining("cpu.state");
    }

    @Test
    void another_definition_forgets_what_was_seen_and_keeps_the_number_of_fires() throws Exception {
        var engine = engine();
        var watch = polled(engine, Response.start(book("scale"), REQUEST)).open();
        value = 95;
        pass(3);
        watch.close();

        var next = opened(TriggerWatch.builder(directory, engine)
                .fed(CPU.coolDown(Duration.ofMinutes(1)), Response.start(book("scale"), REQUEST))
                .time(time)
                .disk(Files::write)
                .executor(Runnable::run)
                .open());

        assertThat(next.state("cpu").over()).isEmpty();
        assertThat(next.state("cpu").fires()).isEqualTo(1);
    }

    @Test
    void a_signal_that_is_asked_too_rarely_for_its_trigger_is_refused() {
        assertThatThrownBy(() -> polled(engine(), Response.start(book("scale"), REQUEST))
                        .every(Duration.ofSeconds(30))
                        .open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Trigger cpu")
                .hasMessageContaining("allow longer gaps");
    }

    @Test
    void a_signal_that_hangs_holds_up_its_own_trigger_alone() throws Exception {
        var engine = engine();
        var asked = new CountDownLatch(1);
        var watch = opened(TriggerWatch.builder(directory, engine)
                .on(
                        Trigger.of("hangs", "Hangs", CPU.threshold()),
                        Signals.of(
                                "hangs",
                                () -> {
                                    asked.countDown();
                                    new CountDownLatch(1).await();
                                    return 1;
                                },
                                time::wallClock),
                        Response.start(book("scale"), REQUEST))
                .fed(CPU, Response.start(book("scale"), REQUEST))
                .time(time)
                .open());
        asked.await();

        for (var i = 0; i <= 8; i++) {
            watch.accept("cpu", new Reading(time.wallClock(), 95));
            time.advance(Duration.ofSeconds(15));
        }

        assertThat(watch.state("cpu").fires()).isEqualTo(1);
        assertThatThrownBy(() -> watch.accept("nothing", new Reading(time.wallClock(), 1)))
                .hasMessageContaining("There is no trigger nothing, only [hangs, cpu]");
    }

    @Test
    void a_request_that_hangs_does_not_silence_its_trigger_and_starts_nothing_when_the_breach_is_over()
            throws Exception {
        var engine = engine();
        var asked = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var hung = new ArrayList<Thread>();
        opened(polled(engine, Response.start(book("scale"), hanging(asked, go)))
                .executor(task -> {
                    var thread = new Thread(task);
                    var first = asked.getCount() > 0;
                    thread.start();
                    while (thread.isAlive() && !(first && asked.getCount() == 0)) {
                        Thread.onSpinWait();
                    }
                    hung.add(thread);
                })
                .open());
        value = 95;
        pass(3);
        value = 40;
        pass(4);

        assertThat(words()).containsExactly("Fired", "BreachOver", "Withdrawn");
        assertThat(hung).filteredOn(Thread::isAlive).hasSize(1);
        go.countDown();
        for (var thread : hung) {
            thread.join();
        }
        assertThat(words()).hasSize(3);
        assertThat(engine.runs()).isEmpty();
    }

    @Test
    void a_request_that_hangs_does_not_keep_a_watch_from_being_closed() throws Exception {
        var engine = engine();
        var asked = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var watch = opened(TriggerWatch.builder(directory, engine)
                .fed(CPU, Response.start(book("scale"), hanging(asked, go)))
                .time(time)
                .disk(Files::write)
                .executor(Runnable::run)
                .open());
        var feeding = new Thread(() -> {
            for (var i = 0; i <= 8; i++) {
                watch.accept("cpu", new Reading(time.wallClock(), 95));
                time.advance(Duration.ofSeconds(15));
            }
        });
        feeding.start();
        asked.await();

        assertThat(CompletableFuture.runAsync(watch::close)).succeedsWithin(Duration.ofSeconds(10));

        assertThat(feeding.isAlive()).isTrue();
        go.countDown();
        feeding.join();
        assertThat(engine.runs()).isEmpty();
    }

    @Test
    void a_reading_that_comes_while_the_watch_is_being_closed_is_refused() throws Exception {
        var engine = engine();
        var watch = new AtomicReference<TriggerWatch>();
        var refused = new CompletableFuture<Throwable>();
        var late = new Thread(() -> refused.complete(catchThrowable(() ->
                watch.get().accept("cpu", new Reading(time.wallClock().plusSeconds(1), 95)))));
        watch.set(opened(TriggerWatch.builder(directory, engine)
                .fed(CPU, Response.start(book("scale"), REQUEST))
                .time(time)
                .listener(event -> {
                    late.start();
                    while (late.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    watch.get().close();
                })
                .disk(Files::write)
                .executor(Runnable::run)
                .open()));
        for (var i = 0; i <= 8; i++) {
            watch.get().accept("cpu", new Reading(time.wallClock(), 95));
            time.advance(Duration.ofSeconds(i < 8 ? 15 : 0));
        }

        assertThat(refused.get(20, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
        assertThat(watch.get().state("cpu").last()).contains(time.wallClock());
    }

    private static Function<Fire, RunRequest> hanging(CountDownLatch asked, CountDownLatch go) {
        return fire -> {
            assertThat(asked.getCount()).isEqualTo(1);
            asked.countDown();
            try {
                assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
            return REQUEST;
        };
    }

    @Test
    void a_run_of_the_same_id_is_refused() throws Exception {
        var engine = engine();
        var request = REQUEST.withRunId("mine");
        engine.start(book("scale"), request).await();

        assertThatThrownBy(() -> engine.start(book("scale"), request))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("There is a run mine already");
        assertThat(engine.runs()).hasSize(1);
    }

    private Engine engine() {
        return opened(Emrops.builder(store, leases)
                .authorizer(Authorizer.groups(Map.of("operators", List.of("m.meier", "triggers"))))
                .build());
    }

    private Engine engine(ManualTime clock) {
        return opened(Emrops.builder(store, leases).time(clock).build());
    }

    private static Runbook book(String id) {
        return Runbook.define(
                id, "Do " + id, rb -> rb.action("do", "Do", run -> {}).nothingToUndo("it does nothing"));
    }

    private TriggerWatch.Builder polled(Engine engine, Response response) {
        return TriggerWatch.builder(directory, engine)
                .on(CPU, signal(), response)
                .time(time)
                .listener(events::add)
                .disk(Files::write)
                .executor(Runnable::run);
    }

    private io.emrops.trigger.Signal signal() {
        return Signals.of("CPU", () -> value, time::wallClock);
    }

    private void pass(int minutes) {
        time.advance(Duration.ofMinutes(minutes));
    }

    private static Report ended(Engine engine) throws InterruptedException {
        var id = onlyRun(engine);
        var run = engine.run(id);
        return run.isPresent() ? run.get().await() : engine.report(id);
    }

    private static String onlyRun(Engine engine) {
        return engine.runs().stream()
                .map(RunInfo::runId)
                .reduce((a, b) -> a + " and " + b)
                .orElseThrow();
    }

    private List<String> words() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    private <E extends TriggerEvent> List<E> told(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.add(resource);
        return resource;
    }
}
