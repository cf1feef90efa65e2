package io.emrops.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.spi.TimeSource.Timer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SystemTimeTest {
    @Test
    void a_task_runs_on_the_daemon_thread_of_the_timer() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        try (SystemTime time = new SystemTime()) {
            time.schedule(Duration.ofMillis(1), () -> {
                thread.set(Thread.currentThread());
                done.countDown();
            });

            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(thread.get().isDaemon()).isTrue();
        assertThat(thread.get().getName()).isEqualTo("emrops-timer");
    }

    /** On a busy machine the second can be asked for when the first is due; then nothing is seen, and it is done again. */
    @Test
    void tasks_run_in_the_order_of_their_times_and_a_cancelled_one_does_not() throws Exception {
        long asking;
        StringBuffer order;
        do {
            order = new StringBuffer();
            asking = System.nanoTime();
            asking = order(order) - asking;
        } while (asking > TimeUnit.MILLISECONDS.toNanos(15));

        assertThat(order).hasToString("ab");
    }

    /** @return when the last of them had been asked for */
    private static long order(StringBuffer order) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (SystemTime time = new SystemTime()) {
            time.schedule(Duration.ofMillis(60), done::countDown);
            time.schedule(Duration.ofMillis(40), () -> order.append("b"));
            Timer cancelled = time.schedule(Duration.ofMillis(30), () -> order.append("never"));
            time.schedule(Duration.ofMillis(20), () -> order.append("a"));
            cancelled.cancel();
            cancelled.cancel();
            long asked = System.nanoTime();

            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            return asked;
        }
    }

    @Test
    void a_task_that_throws_does_not_end_the_timer() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (SystemTime time = new SystemTime()) {
            time.schedule(Duration.ZERO, () -> {
                throw new IllegalStateException("on purpose");
            });
            time.schedule(Duration.ZERO, done::countDown);

            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closing_drops_what_waits_and_what_comes_later() {
        AtomicBoolean ran = new AtomicBoolean();
        SystemTime time = new SystemTime();
        time.schedule(Duration.ofDays(1), () -> ran.set(true));
        time.close();
        time.close();

        time.schedule(Duration.ZERO, () -> ran.set(true)).cancel();

        assertThat(ran).isFalse();
    }

    @Test
    void a_delay_of_centuries_is_a_delay_and_a_negative_one_is_refused() {
        try (SystemTime time = new SystemTime()) {
            time.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {}).cancel();
            assertThatThrownBy(() -> time.schedule(Duration.ofNanos(-1), () -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void the_monotonic_clock_does_not_go_back() {
        try (SystemTime time = new SystemTime()) {
            long before = time.nanoTime();
            assertThat(time.nanoTime() - before).isNotNegative();
            assertThat(time.wallClock()).isNotNull();
        }
    }
}
