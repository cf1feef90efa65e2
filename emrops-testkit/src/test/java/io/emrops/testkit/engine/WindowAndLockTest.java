package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Finding;
import io.emrops.MaintenanceWindow;
import io.emrops.PreconditionFailedException;
import io.emrops.Run;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.WindowRule.WhenItCloses;
import io.emrops.event.RunEvent;
import io.emrops.spi.Leases;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WindowAndLockTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final MaintenanceWindow NOON = MaintenanceWindow.daily("12:00", "13:00", UTC);

    private TimedFixture fixture = new TimedFixture();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close() {
        go.countDown();
        fixture.close();
    }

    private void at(String time) {
        fixture.close();
        fixture = new TimedFixture(time);
    }

    private Runbook within(MaintenanceWindow window, WhenItCloses then) {
        return Runbook.define("window", "Window", rb -> {
            rb.window(window).whenItCloses(then);
            rb.action("one", "One", run -> {
                        fixture.say("one at " + fixture.time.wallClock());
                        begun.countDown();
                        TimedFixture.await(go);
                    })
                    .undo(run -> fixture.say("undo one"));
            rb.action("two", "Two", run -> fixture.say("two")).undo(run -> fixture.say("undo two"));
        });
    }

    @Test
    void a_run_waits_until_its_window_opens() throws Exception {
        go.countDown();
        var run = fixture.start(within(NOON, WhenItCloses.FINISH));
        TimedFixture.awaitState(run, RunState.WAITING);
        assertThat(fixture.events
                        .await(RunEvent.Waiting.class, TimedFixture.SOON)
                        .what())
                .contains("opens at 2026-03-02T12:00:00Z");

        fixture.time.advance(Duration.ofMinutes(119));
        assertThat(fixture.done).isEmpty();

        fixture.pass(Duration.ofSeconds(30), run, RunState.SUCCEEDED);
        assertThat(Instant.parse(fixture.done.get(0).substring(7)))
                .isBetween(Instant.parse("2026-03-02T12:00:00Z"), Instant.parse("2026-03-02T12:02:00Z"));
    }

    @Test
    void nothing_behind_a_window_begins_before_it_opens_not_even_a_check_or_a_question() throws Exception {
        var book = Runbook.define("window", "Window", rb -> {
            rb.window(NOON);
            rb.require("room", "Room", run -> {
                fixture.say("looked");
                return Finding.ok("plenty");
            });
            rb.manual("told", "Told");
        });

        var run = fixture.start(book);
        TimedFixture.awaitState(run, RunState.WAITING);

        assertThat(fixture.done).isEmpty();
        assertThat(run.questions()).isEmpty();
    }

    private Run closesMeanwhile(WhenItCloses then) throws InterruptedException {
        at("2026-03-02T12:30:00Z");
        var run = fixture.start(within(NOON, then));
        TimedFixture.await(begun);
        fixture.time.advance(Duration.ofHours(1));
        go.countDown();
        return run;
    }

    @Test
    void a_window_that_closes_lets_the_run_finish() throws Exception {
        assertThat(closesMeanwhile(WhenItCloses.FINISH).await().state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void a_window_that_closes_pauses_the_run_and_a_resume_in_the_next_one_goes_on() throws Exception {
        var run = closesMeanwhile(WhenItCloses.PAUSE);

        var report = run.await();

        assertThat(report.state()).isEqualTo(RunState.PAUSED);
        assertThat(report.verdict()).contains("has closed");
        fixture.time.advance(Duration.ofHours(23));
        var resumed = fixture.engine.resume(within(NOON, WhenItCloses.PAUSE), run.id());
        assertThat(resumed.await().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(fixture.done).hasSize(2).last().isEqualTo("two");
    }

    @Test
    void a_window_that_closes_undoes_the_run() throws Exception {
        var run = closesMeanwhile(WhenItCloses.UNDO);

        assertThat(run.await().state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(fixture.done).last().isEqualTo("undo one");
    }

    @Test
    void a_window_that_begins_in_the_hour_that_spring_skips_opens_at_its_end() throws Exception {
        at("2026-03-08T06:30:00Z");
        go.countDown();
        var window = MaintenanceWindow.weekly(DayOfWeek.SUNDAY, "02:30", "05:00", ZoneId.of("America/New_York"));

        var run = fixture.start(within(window, WhenItCloses.FINISH));
        TimedFixture.awaitState(run, RunState.WAITING);

        assertThat(fixture.events
                        .await(RunEvent.Waiting.class, TimedFixture.SOON)
                        .what())
                .contains("opens at 2026-03-08T07:00:00Z");
        fixture.pass(Duration.ofMinutes(1), run, RunState.SUCCEEDED);
    }

    @Test
    void an_included_runbook_keeps_to_the_windows_around_it_and_its_own_ends_with_it() throws Exception {
        var inner = Runbook.define("inner", "Inner", rb -> {
            rb.window(MaintenanceWindow.daily("12:30", "13:30", UTC));
            rb.action("in", "In", run -> fixture.say("in " + fixture.time.wallClock()))
                    .nothingToUndo("no");
        });
        var outer = Runbook.define("outer", "Outer", rb -> {
            rb.window(NOON);
            rb.include("part", inner);
        });

        var run = fixture.start(outer);
        TimedFixture.awaitState(run, RunState.WAITING);
        fixture.pass(Duration.ofMinutes(5), run, RunState.SUCCEEDED);

        assertThat(Instant.parse(fixture.done.get(0).substring(3)))
                .isBetween(Instant.parse("2026-03-02T12:30:00Z"), Instant.parse("2026-03-02T13:00:00Z"));
    }

    @Test
    void a_window_that_never_opens_again_fails_the_run() throws Exception {
        var past = MaintenanceWindow.once(
                Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2026-02-01T04:00:00Z"), UTC);

        var report = fixture.start(within(past, WhenItCloses.FINISH)).await();

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.verdict()).contains("will not open any more");
    }

    @Test
    void a_run_that_waited_for_its_window_and_crashed_later_is_not_said_to_be_waiting() throws Exception {
        var book = within(NOON, WhenItCloses.FINISH);
        var first = fixture.start(book);
        TimedFixture.awaitState(first, RunState.WAITING);
        fixture.crash();
        fixture.time.advance(Duration.ofHours(2));
        fixture.engine.resume(book, first.id());
        TimedFixture.await(begun);

        fixture.crash();

        assertThat(fixture.engine.report(first.id()).state()).isEqualTo(RunState.RUNNING);
    }

    private Runbook locking(String... locks) {
        return Runbook.define("locking", "Locking", rb -> {
            for (var lock : locks) {
                rb.lock(lock);
            }
            rb.action("one", "One", run -> {
                        begun.countDown();
                        TimedFixture.await(go);
                    })
                    .undo(run -> fixture.say("undo one"));
        });
    }

    @Test
    void a_second_run_waits_for_the_lock_and_goes_on_when_the_first_has_ended() throws Exception {
        var first = fixture.start(locking("emrnext"));
        TimedFixture.await(begun);
        var second = fixture.start(locking("emrnext"));
        TimedFixture.awaitState(second, RunState.WAITING);

        assertThat(fixture.events
                        .await(RunEvent.Waiting.class, TimedFixture.SOON)
                        .what())
                .contains("emrnext")
                .contains(first.id())
                .contains("of locking")
                .contains("at lock:emrnext")
                .contains("since 2026-03-02T10:00:00Z");
        go.countDown();

        assertThat(first.await().state()).isEqualTo(RunState.SUCCEEDED);
        fixture.pass(Duration.ofSeconds(1), second, RunState.SUCCEEDED);
        assertThat(fixture.leases.held()).isEmpty();
    }

    @Test
    void the_locks_of_a_crashed_run_stay_until_it_is_resumed_and_ends() throws Exception {
        var book = locking("emrnext");
        var first = fixture.start(book);
        TimedFixture.await(begun);
        fixture.crash();
        var second = fixture.start(book);
        TimedFixture.awaitState(second, RunState.WAITING);
        assertThat(fixture.events
                        .await(RunEvent.Waiting.class, TimedFixture.SOON)
                        .what())
                .contains("no longer alive");

        go.countDown();
        var resumed = fixture.engine.resume(book, first.id());
        TimedFixture.awaitState(resumed, RunState.IN_DOUBT);
        resumed.answer("one", io.emrops.Answer.applied("operator"));
        TimedFixture.awaitState(resumed, RunState.SUCCEEDED);

        fixture.pass(Duration.ofSeconds(1), second, RunState.SUCCEEDED);
    }

    @Test
    void the_locks_of_a_crashed_run_are_released_when_it_is_abandoned() throws Exception {
        var first = fixture.start(locking("emrnext"));
        TimedFixture.await(begun);
        fixture.crash();

        assertThatThrownBy(() -> fixture.engine.abandon(first.id(), "a.first", "x"))
                .isInstanceOf(PreconditionFailedException.class);
        fixture.engine.abandon(first.id(), "operator", "repaired by hand");

        assertThat(fixture.leases.held()).isEmpty();
        var report = fixture.engine.report(first.id());
        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.verdict()).contains("abandoned by operator: repaired by hand");
        assertThat(report.leftChanged()).hasSize(1);
        assertThatThrownBy(() -> fixture.engine.abandon(first.id(), "operator", "again"))
                .isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void the_locks_are_kept_after_a_failed_rollback_until_somebody_abandons_the_run() throws Exception {
        var book = Runbook.define("stuck", "Stuck", rb -> {
            rb.lock("emrnext");
            rb.action("one", "One", run -> {}).undo(run -> {
                throw new StepFailedException("it is stuck");
            });
            rb.verify("well", "Well", run -> Finding.notOk("it is not"));
        });
        var run = fixture.start(book);

        assertThat(run.await().state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(fixture.leases.holder("emrnext")).isPresent();

        fixture.engine.abandon(run.id(), "operator", "repaired by hand");
        assertThat(fixture.leases.held()).isEmpty();
        assertThat(fixture.engine.report(run.id()).state()).isEqualTo(RunState.ROLLBACK_FAILED);
    }

    /** Leases that remember what was asked of them. */
    private static final class Asked implements Leases {
        final CopyOnWriteArrayList<String> asked = new CopyOnWriteArrayList<>();
        private final Leases leases;

        Asked(Leases leases) {
            this.leases = leases;
        }

        @Override
        public String name() {
            return leases.name();
        }

        @Override
        public Acquisition acquire(SortedSet<String> names, Holder holder) {
            asked.add(names.toString());
            return leases.acquire(names, holder);
        }

        @Override
        public void release(SortedSet<String> names, String runId) {
            leases.release(names, runId);
        }

        @Override
        public java.util.Optional<Held> holder(String name) {
            return leases.holder(name);
        }

        @Override
        public java.util.List<Held> held() {
            return leases.held();
        }
    }

    @Test
    void locks_that_stand_together_are_taken_together_and_sorted() throws Exception {
        go.countDown();
        var leases = new Asked(fixture.leases);
        try (var engine = io.emrops.core.Emrops.builder(fixture.store, leases)
                .authorizer(TimedFixture.STAFF)
                .build()) {
            engine.start(locking("c", "a", "b"), TimedFixture.REQUEST).await();
        }

        assertThat(leases.asked).containsExactly("[a, b, c]");
    }

    @Test
    void an_undo_of_a_finished_run_takes_its_locks_again_and_waits_for_nobody() throws Exception {
        var book = locking("emrnext");
        go.countDown();
        var run = fixture.start(book);
        run.await();
        var names = new TreeSet<>(Set.of("emrnext"));
        fixture.leases.acquire(names, new Leases.Holder("other", "other", "x", fixture.time.wallClock()));

        assertThatThrownBy(() -> fixture.engine.undo(book, run.id(), TimedFixture.AGAIN))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("held by run other");
        assertThat(fixture.done).isEmpty();

        fixture.leases.release(names, "other");
        assertThat(fixture.engine
                        .undo(book, run.id(), TimedFixture.AGAIN)
                        .await()
                        .state())
                .isEqualTo(RunState.ROLLED_BACK);
        assertThat(fixture.leases.held()).isEmpty();
    }
}
