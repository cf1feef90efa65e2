package io.emrops;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void exponential_doubles_up_to_five_minutes() {
        var backoff = Backoff.exponential(ofSeconds(5));

        assertThat(IntStream.rangeClosed(1, 8).mapToObj(backoff::after).map(Duration::toSeconds))
                .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);
        assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(ofMinutes(5));
        assertThat(backoff).hasToString("after 5 s, doubling up to 5 min");
    }

    @Test
    void exponential_that_begins_above_five_minutes_stays_there() {
        assertThat(Backoff.exponential(ofMinutes(7)).after(3)).isEqualTo(ofMinutes(7));
    }

    @Test
    void fixed_waits_the_same_each_time() {
        var backoff = Backoff.fixed(ofMillis(1500));

        assertThat(backoff.after(1)).isEqualTo(backoff.after(Integer.MAX_VALUE)).isEqualTo(ofMillis(1500));
        assertThat(backoff).hasToString("after 1 s 500 ms");
    }

    @Test
    void none_does_not_wait() {
        assertThat(Backoff.none().after(7)).isZero();
        assertThat(Backoff.none()).hasToString("at once");
    }

    @Test
    void another_upper_bound() {
        var backoff = Backoff.exponential(ofSeconds(1)).atMost(ofSeconds(3));

        assertThat(backoff.after(2)).isEqualTo(ofSeconds(2));
        assertThat(backoff.after(3)).isEqualTo(ofSeconds(3));
        assertThat(backoff).hasToString("after 1 s, doubling up to 3 s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backoff.atMost(ofMillis(999)))
                .withMessage("The longest wait PT0.999S is shorter than the first PT1S");
    }

    @Test
    void waits_are_positive_and_attempts_counted_from_1() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backoff.exponential(Duration.ZERO))
                .withMessage("The first wait must be positive: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backoff.fixed(ofSeconds(-1)))
                .withMessage("The wait must be positive: PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backoff.none().after(0))
                .withMessage("Attempts are counted from 1: 0");
    }

    @Test
    void the_same_waits_are_equal() {
        assertThat(Backoff.exponential(ofSeconds(5)))
                .isEqualTo(Backoff.exponential(ofSeconds(5)))
                .hasSameHashCodeAs(Backoff.exponential(ofSeconds(5)))
                .isNotEqualTo(Backoff.exponential(ofSeconds(6)))
                .isNotEqualTo(Backoff.fixed(ofSeconds(5)))
                .isNotEqualTo(Backoff.exponential(ofSeconds(5)).atMost(ofSeconds(50)));
    }

    @Test
    void waits_under_a_millisecond_used_to_become_none() {
        assertThat(Backoff.exponential(ofNanos(500_000)).after(1)).isEqualTo(ofNanos(500_000));
        assertThat(Backoff.exponential(ofNanos(500_000)).after(3)).isEqualTo(ofMillis(2));
    }

    @Property
    void waits_never_shrink_and_stay_within_their_bounds(
            @ForAll @LongRange(min = 1, max = Long.MAX_VALUE / 4) long first,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 4) long more,
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE - 1) int attempt) {
        var longest = ofNanos(first + more);
        var backoff = Backoff.exponential(ofNanos(first)).atMost(longest);

        assertThat(backoff.after(attempt))
                .isBetween(ofNanos(first), longest)
                .isLessThanOrEqualTo(backoff.after(attempt + 1));
    }
}
