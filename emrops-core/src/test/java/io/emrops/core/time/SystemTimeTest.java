package io.emrops.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.spi.TimeSource.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
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

    /** None runs before its time or after it was cancelled, whatever was asked for in whatever order. */
    @Property(tries = 30)
    void of_many_tasks_those_that_were_not_cancelled_run_once(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 20) Integer> delays, @ForAll Random random)
            throws Exception {
        List<Long> lateBy = Collections.synchronizedList(new ArrayList<>());
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        Set<Integer> wanted = new HashSet<>();
        Set<Integer> unwanted = new HashSet<>();
        CountDownLatch last = new CountDownLatch(1);
        try (SystemTime time = new SystemTime()) {
            for (int i = 0; i < delays.size(); i++) {
                int number = i;
                long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delays.get(i));
                Timer timer = time.schedule(Duration.ofMillis(delays.get(i)), () -> {
                    lateBy.add(System.nanoTime() - due);
                    ran.add(number);
                });
                if (delays.get(i) == 20 || random.nextBoolean()) {
                    timer.cancel();
                    // A task that was due by then may have been faster.
                    if (System.nanoTime() - due < 0) {
                        unwanted.add(number);
                    }
                } else {
                    wanted.add(number);
                }
            }
            time.schedule(Duration.ofMillis(25), last::countDown);
            assertThat(last.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(lateBy).allSatisfy(late -> assertThat(late).isNotNegative());
        assertThat(ran).doesNotHaveDuplicates().noneMatch(unwanted::contains);
        assertThat(wanted).allMatch(ran::contains);
    }
}
