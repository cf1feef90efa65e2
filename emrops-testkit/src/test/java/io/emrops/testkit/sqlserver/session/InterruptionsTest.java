package io.emrops.testkit.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.script.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InterruptionsTest {
    private static final Duration LONG = Duration.ofSeconds(25);

    private final Interruptions interruptions = new Interruptions();

    @Test
    void an_answer_that_nobody_cancels_goes_on() {
        interruptions.begin();

        assertThatNoException().isThrownBy(interruptions::check);
        assertThatNoException().isThrownBy(() -> interruptions.await(Duration.ZERO));
    }

    @Test
    void a_wish_that_is_read_before_the_answer_begins_is_not_lost() {
        interruptions.cancel();
        interruptions.begin();

        assertThatExceptionOfType(CancelledException.class).isThrownBy(interruptions::check);
        assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> interruptions.await(LONG));
    }

    @Test
    void a_wish_that_was_heard_does_not_reach_the_next_answer() {
        interruptions.begin();
        interruptions.cancel();
        interruptions.heard();
        interruptions.begin();

        assertThatNoException().isThrownBy(interruptions::check);
    }

    @Test
    void of_two_wishes_one_is_left_when_one_is_heard() {
        interruptions.cancel();
        interruptions.cancel();
        interruptions.heard();
        interruptions.begin();

        assertThatExceptionOfType(CancelledException.class).isThrownBy(interruptions::check);
    }

    @Test
    void who_has_gone_wants_nothing_any_more() {
        interruptions.leave();
        interruptions.begin();

        assertThatExceptionOfType(SessionEndedException.class).isThrownBy(interruptions::check);
        interruptions.cancel();
        interruptions.heard();
        assertThatExceptionOfType(SessionEndedException.class).isThrownBy(() -> interruptions.await(LONG));
    }

    @Test
    void waiting_at_a_gate_ends_with_the_gate_the_wish_or_the_client() throws Exception {
        var opened = new Gate();
        interruptions.begin();
        var through = waitAt(opened);
        opened.awaitArrival(LONG);
        opened.open();
        assertThat(through.get(20, TimeUnit.SECONDS)).isEqualTo("through");

        for (var ending : List.<Runnable>of(interruptions::cancel, interruptions::leave)) {
            var closed = new Gate();
            interruptions.heard();
            interruptions.begin();
            var waiting = waitAt(closed);
            closed.awaitArrival(LONG);
            ending.run();
            assertThat(waiting.get(20, TimeUnit.SECONDS)).endsWith("Exception");
        }
    }

    @Test
    void one_who_is_killed_in_the_middle_is_told_and_one_who_waits_for_nothing_is_not() throws Exception {
        assertThat(interruptions.kill()).isFalse();

        var busy = new Interruptions();
        busy.begin();
        assertThat(busy.kill()).isTrue();
        assertThatThrownBy(busy::check).isInstanceOf(SessionKilledException.class);
        assertThatThrownBy(busy::end).isInstanceOf(SessionKilledException.class);

        var idle = new Interruptions();
        idle.begin();
        idle.end();
        assertThat(idle.kill()).isFalse();

        var gone = new Interruptions();
        gone.begin();
        gone.leave();
        assertThat(gone.kill()).isFalse();
        assertThatThrownBy(gone::check).isNotInstanceOf(SessionKilledException.class);
    }

    @Test
    void whoever_was_interrupted_still_is() {
        interruptions.begin();
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(SessionEndedException.class).isThrownBy(() -> interruptions.await(LONG));

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void who_computes_is_told_of_each_end_until_it_is_done() {
        for (var ending : List.<Runnable>of(interruptions::cancel, interruptions::kill, interruptions::leave)) {
            var told = new AtomicInteger();
            interruptions.begin();
            interruptions.onInterruption(told::incrementAndGet);
            var before = told.get();
            ending.run();
            assertThat(told).hasValue(before + 1);

            interruptions.ignoreInterruptions();
            ending.run();
            assertThat(told).hasValue(before + 1);
        }
    }

    @Test
    void who_begins_to_compute_when_nobody_waits_is_told_at_once() {
        var told = new AtomicInteger();
        interruptions.cancel();
        interruptions.begin();
        interruptions.onInterruption(told::incrementAndGet);
        assertThat(told).hasValue(1);

        interruptions.heard();
        interruptions.begin();
        interruptions.onInterruption(told::incrementAndGet);
        assertThat(told).hasValue(1);
    }

    private CompletableFuture<String> waitAt(Gate gate) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                interruptions.await(gate);
                return "through";
            } catch (java.io.IOException e) {
                return e.getClass().getSimpleName();
            }
        });
    }
}
