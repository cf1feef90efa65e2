package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.FutureTask;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ManualTimeTest {
    private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");

    private final ManualTime time = ManualTime.at(START);
    private final List<String> fired = new ArrayList<>();

    @Test
    void time_stands_still_until_it_is_moved() {
        var nanos = time.nanoTime();

        time.advance(Duration.ofSeconds(90));

        assertThat(time.wallClock()).isEqualTo(START.plusSeconds(90));
        assertThat(time.nanoTime() - nanos).isEqualTo(90_000_000_000L);
    }

    @Test
    void timers_fire_in_the_order_in_which_they_are_due_and_see_their_own_moment() {
        schedule(20, "late");
        schedule(10, "soon");
        schedule(10, "soon too");
        schedule(31, "never");

        time.advance(Duration.ofSeconds(30));

        assertThat(fired)
                .containsExactly(
                        "soon at 2026-03-01T02:00:10Z",
                        "soon too at 2026-03-01T02:00:10Z",
                        "late at 2026-03-01T02:00:20Z");
        assertThat(time.wallClock()).isEqualTo(START.plusSeconds(30));
        assertThat(time.pending()).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void a_timer_scheduled_by_a_timer_fires_if_it_becomes_due_meanwhile() {
        time.schedule(Duration.ofSeconds(10), () -> {
            schedule(10, "in time");
            schedule(25, "too late");
        });

        time.advance(Duration.ofSeconds(30));

        assertThat(fired).containsExactly("in time at 2026-03-01T02:00:20Z");
    }

    @Test
    void a_timer_without_delay_fires_at_the_next_move() {
        schedule(0, "now");
        assertThat(fired).isEmpty();

        time.advance(Duration.ZERO);

        assertThat(fired).containsExactly("now at 2026-03-01T02:00:00Z");
    }

    @Test
    void a_cancelled_timer_does_not_fire() {
        var timer = time.schedule(Duration.ofSeconds(1), () -> fired.add("never"));

        timer.cancel();
        timer.cancel();
        time.advance(Duration.ofSeconds(2));

        assertThat(fired).isEmpty();
    }

    @Test
    void a_jump_moves_the_wall_clock_alone() {
        schedule(60, "timer");
        var nanos = time.nanoTime();

        time.jumpWallClock(Duration.ofHours(-2));

        assertThat(time.wallClock()).isEqualTo(START.minusSeconds(7200));
        assertThat(time.nanoTime()).isEqualTo(nanos);
        assertThat(fired).isEmpty();
        time.advance(Duration.ofSeconds(60));
        assertThat(fired).containsExactly("timer at 2026-03-01T00:01:00Z");
    }

    @Test
    void moving_to_the_next_timer_fires_all_that_are_due_then() {
        schedule(10, "a");
        schedule(10, "b");
        schedule(11, "c");

        var moved = time.advanceToNextTimer();

        assertThat(moved).isEqualTo(Duration.ofSeconds(10));
        assertThat(fired).hasSize(2);
    }

    @Test
    void without_a_timer_there_is_nothing_to_move_to() {
        assertThatIllegalStateException().isThrownBy(time::advanceToNextTimer);
        assertThatIllegalArgumentException().isThrownBy(() -> time.advance(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> time.schedule(Duration.ofSeconds(-1), () -> {}));
    }

    @Test
    void what_a_timer_throws_reaches_the_test_and_time_can_be_moved_on() {
        time.schedule(Duration.ofSeconds(1), () -> {
            throw new IllegalStateException("thrown by a timer");
        });
        time.schedule(Duration.ofSeconds(1), () -> time.advance(Duration.ofSeconds(1)));

        assertThatThrownBy(() -> time.advance(Duration.ofSeconds(5))).hasMessage("thrown by a timer");
        assertThat(time.wallClock()).isEqualTo(START.plusSeconds(1));
        assertThatThrownBy(() -> time.advance(Duration.ofSeconds(5))).hasMessageContaining("must not move the time");
        time.advance(Duration.ofSeconds(4));
        assertThat(time.wallClock()).isEqualTo(START.plusSeconds(5));
    }

    @Test
    @Timeout(60)
    void a_test_waits_until_a_timer_has_been_scheduled() throws Exception {
        var waiting = new FutureTask<>(() -> time.awaitTimer(delay -> delay.toSeconds() == 7, Duration.ofSeconds(30)));
        var thread = new Thread(waiting);
        thread.start();

        schedule(5, "another");
        schedule(7, "this");

        assertThat(waiting.get()).isEqualTo(Duration.ofSeconds(7));
        assertThat(time.awaitTimer(Duration.ZERO)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void a_timer_that_does_not_come_is_told_with_those_that_did() {
        schedule(5, "another");

        assertThatThrownBy(() -> time.awaitTimer(delay -> delay.toSeconds() == 7, Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("PT5S");
    }

    @Test
    void a_closed_time_fires_nothing() {
        schedule(5, "before");
        time.close();
        time.close();
        schedule(5, "after");

        time.advance(Duration.ofSeconds(10));

        assertThat(fired).isEmpty();
    }

    @Property
    void any_timers_fire_in_order_however_time_is_moved(
            @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 50) Integer> delays,
            @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 20) Integer> moves) {
        var moved = ManualTime.at(START);
        var seen = new ArrayList<Integer>();
        delays.forEach(delay -> moved.schedule(Duration.ofSeconds(delay), () -> seen.add(delay)));

        moves.forEach(by -> moved.advance(Duration.ofSeconds(by)));

        var total = moves.stream().mapToInt(by -> by).sum();
        assertThat(seen)
                .isSortedAccordingTo(Comparator.naturalOrder())
                .containsExactlyInAnyOrderElementsOf(delays.stream()
                        .filter(d -> !moves.isEmpty() && d <= total)
                        .toList());
    }

    private void schedule(int seconds, String name) {
        time.schedule(Duration.ofSeconds(seconds), () -> fired.add(name + " at " + time.wallClock()));
    }
}
