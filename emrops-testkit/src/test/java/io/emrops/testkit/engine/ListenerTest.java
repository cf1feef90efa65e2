package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.history.RunHistory;
import io.emrops.event.RunEvent;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ListenerTest {
    private final TimedFixture fixture = new TimedFixture();
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close() {
        go.countDown();
        fixture.close();
    }

    private static Runbook talking(int lines, int reports) {
        return Runbook.define(
                "talking",
                "Talking",
                rb -> rb.action("talk", "Talk", run -> {
                            for (int i = 0; i < reports; i++) {
                                run.progress().report(i, reports, "p");
                            }
                            for (int i = 0; i < lines; i++) {
                                run.log("line " + i);
                            }
                        })
                        .nothingToUndo("no"));
    }

    @Test
    void a_listener_that_throws_hears_on_and_hurts_nobody() throws Exception {
        var heard = new AtomicInteger();
        fixture.engine.addListener(event -> {
            heard.incrementAndGet();
            throw new AssertionError("no");
        });

        assertThat(fixture.start(talking(1, 1)).await().state()).isEqualTo(RunState.SUCCEEDED);
        fixture.engine.close();
        assertThat(heard).hasValue(fixture.events.events().size());
    }

    @Test
    void progress_for_a_listener_that_hangs_is_dropped_and_nothing_else() throws Exception {
        var heard = new ConcurrentLinkedQueue<RunEvent>();
        fixture.engine.addListener(event -> {
            TimedFixture.ignoreInterruptsUntil(go);
            heard.add(event);
        });

        assertThat(fixture.start(talking(0, 100_000)).await().state()).isEqualTo(RunState.SUCCEEDED);

        go.countDown();
        fixture.engine.close();
        assertThat(heard).hasSizeLessThan(2_000);
        assertThat(heard).last().isInstanceOf(RunEvent.Ended.class);
    }

    @Test
    void a_body_that_talks_waits_for_a_listener_that_hangs_and_the_run_can_still_be_looked_at() throws Exception {
        fixture.engine.addListener(event -> TimedFixture.ignoreInterruptsUntil(go));
        var run = fixture.start(talking(5_000, 0));
        fixture.events.awaitHistory(all -> all.size() > 500, TimedFixture.SOON);

        assertThat(run.awaitState(RunState::atRest, Duration.ofMillis(100))).isFalse();
        assertThat(run.report().state()).isEqualTo(RunState.RUNNING);
        go.countDown();

        assertThat(run.await().state()).isEqualTo(RunState.SUCCEEDED);
        fixture.engine.close();
        assertThat(fixture.events.events(RunEvent.StepSaid.class)).hasSize(5_000);
    }

    @Test
    void a_body_that_talks_to_a_listener_that_hangs_does_not_hold_up_the_close_for_ever() throws Exception {
        fixture.engine.addListener(event -> TimedFixture.ignoreInterruptsUntil(go));
        fixture.start(talking(5_000, 0));
        fixture.events.awaitHistory(all -> all.size() > 500, TimedFixture.SOON);

        fixture.restart();
    }

    @Test
    void a_listener_may_look_at_the_run_answer_and_cancel_it() throws Exception {
        var book = Runbook.define("asks", "Asks", rb -> {
            rb.manual("told", "Told");
            rb.action("act", "Act", run -> {}).undo(run -> fixture.say("undone"));
            rb.manual("again", "Again");
        });
        fixture.engine.addListener(event -> {
            if (event instanceof RunEvent.Asked asked) {
                var run = fixture.engine.run(asked.runId()).orElseThrow();
                assertThat(run.report().steps()).isNotEmpty();
                if (asked.question().stepPath().equals("told")) {
                    run.answer("told", Answer.confirm("operator"));
                } else {
                    run.cancel("operator", "enough");
                }
            }
        });

        assertThat(fixture.start(book).await().state()).isEqualTo(RunState.ROLLED_BACK);
    }

    @Test
    void what_a_listener_hears_is_in_the_store() throws Exception {
        var missing = new ConcurrentLinkedQueue<RunEvent>();
        fixture.engine.addListener(event -> {
            var history = RunHistory.read(event.runId(), fixture.store.read(event.runId()));
            var known = switch (event.getClass().getSimpleName()) {
                case "StepStarted" ->
                    history.find(((RunEvent.StepStarted) event).path()).isPresent();
                case "StepFinished" ->
                    history.find(((RunEvent.StepFinished) event).path())
                            .orElseThrow()
                            .passed();
                case "Ended" -> history.ended().isPresent();
                default -> true;
            };
            if (!known) {
                missing.add(event);
            }
        });
        var book = Runbook.define("many", "Many", rb -> {
            for (int i = 0; i < 50; i++) {
                rb.action("s" + i, "S", run -> {}).nothingToUndo("no");
            }
        });

        assertThat(fixture.start(book).await().state()).isEqualTo(RunState.SUCCEEDED);
        fixture.engine.close();
        assertThat(missing).isEmpty();
    }
}
