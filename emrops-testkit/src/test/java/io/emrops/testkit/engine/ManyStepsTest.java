package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Answer;
import io.emrops.Backoff;
import io.emrops.Items;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.TargetUnavailableException;
import io.emrops.event.RunEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ManyStepsTest {
    private final TimedFixture fixture = new TimedFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_thousand_steps_that_wait_for_their_next_attempt_hold_no_thread() throws Exception {
        var well = new AtomicBoolean();
        var book = Runbook.define(
                "waits",
                "Waits",
                rb -> rb.forEach(
                                "ping",
                                "Ping {item}",
                                Items.of(IntStream.range(0, 1_000).boxed().toList(), i -> "h" + i),
                                (run, i) -> {
                                    if (!well.get()) {
                                        throw new TargetUnavailableException("down");
                                    }
                                })
                        .atMost(1_000)
                        .attempts(2, Backoff.fixed(Duration.ofHours(1)))
                        .nothingToUndo("no"));
        var run = fixture.start(book);
        fixture.events.awaitHistory(
                all -> all.size() > 2_000
                        && all.stream()
                                        .filter(RunEvent.StepFailed.class::isInstance)
                                        .count()
                                == 1_000,
                Duration.ofSeconds(60));

        // The pool keeps idle threads for a while; what counts is that none stays inside a step.
        var deadline = System.nanoTime() + TimedFixture.SOON.toNanos();
        while (insideSteps() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(insideSteps()).isZero();

        well.set(true);
        fixture.time.advance(Duration.ofHours(1));
        assertThat(run.await().state()).isEqualTo(RunState.SUCCEEDED);
    }

    private static long insideSteps() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack ->
                        Arrays.stream(stack).anyMatch(f -> f.getClassName().startsWith("io.emrops.core.engine.Strand")))
                .count();
    }

    @Test
    void ten_thousand_steps_run_and_are_resumed_in_reasonable_time() throws Exception {
        var done = new AtomicInteger();
        var book = Runbook.define("many", "Many", rb -> {
            for (int i = 0; i < 10_000; i++) {
                rb.action("s" + i, "Step", run -> done.incrementAndGet()).nothingToUndo("no");
            }
            rb.manual("told", "Told");
        });
        var begun = System.nanoTime();
        var run = fixture.start(book);
        assertThat(run.awaitState(s -> s == RunState.WAITING, Duration.ofSeconds(60)))
                .isTrue();
        var ran = Duration.ofNanos(System.nanoTime() - begun);
        fixture.crash();

        begun = System.nanoTime();
        var resumed = fixture.engine.resume(book, run.id());
        assertThat(resumed.awaitState(s -> s == RunState.WAITING, Duration.ofSeconds(60)))
                .isTrue();
        var took = Duration.ofNanos(System.nanoTime() - begun);
        resumed.answer("told", Answer.confirm("operator"));
        TimedFixture.awaitState(resumed, RunState.SUCCEEDED);

        System.out.println("10,000 steps: " + ran + ", resume: " + took);
        assertThat(done).hasValue(10_000);
        assertThat(ran).isLessThan(Duration.ofSeconds(60));
        assertThat(took).isLessThan(Duration.ofSeconds(30));
    }
}
