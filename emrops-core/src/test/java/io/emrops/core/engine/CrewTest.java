package io.emrops.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CrewTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endTheThreads() {
        threads.shutdownNow();
    }

    /** Each task works, goes outside so many times, and works again after each. */
    @Property(tries = 100)
    void every_task_is_done_and_no_place_is_lost(
            @ForAll @Size(max = 40) List<@IntRange(max = 3) Integer> tasks,
            @ForAll @IntRange(min = 1, max = 4) int places)
            throws Exception {
        var pool = Executors.newCachedThreadPool();
        try {
            var crew = new Crew(pool, places);
            var done = new CountDownLatch(tasks.size());
            for (var outings : tasks) {
                crew.execute(() -> {
                    for (int i = 0; i < outings; i++) {
                        crew.leave();
                        Thread.yield();
                        crew.comeBack();
                    }
                    done.countDown();
                });
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThatAllPlacesAreFree(crew, places);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void assertThatAllPlacesAreFree(Crew crew, int places) throws Exception {
        var together = new CyclicBarrier(places + 1);
        for (int i = 0; i < places; i++) {
            crew.execute(() -> meet(together));
        }
        together.await(30, TimeUnit.SECONDS);
    }

    private static void meet(CyclicBarrier others) {
        try {
            others.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_thousand_tasks_at_once_need_as_many_threads_as_there_are_places() throws Exception {
        var crew = new Crew(threads, 3);
        var atWork = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new CountDownLatch(1000);

        for (int i = 0; i < 1000; i++) {
            crew.execute(() -> {
                most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                Thread.yield();
                atWork.decrementAndGet();
                done.countDown();
            });
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValueBetween(1, 3);
    }

    @Test
    void whoever_is_outside_keeps_nobody_from_working() throws Exception {
        var crew = new Crew(threads, 1);
        var home = new CountDownLatch(1);
        var outside = new CountDownLatch(5);
        var back = new CountDownLatch(5);
        for (int i = 0; i < 5; i++) {
            crew.execute(() -> {
                crew.leave();
                outside.countDown();
                await(home);
                crew.comeBack();
                back.countDown();
            });
        }

        assertThat(outside.await(30, TimeUnit.SECONDS)).isTrue();
        home.countDown();
        assertThat(back.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_task_that_breaks_off_gives_its_place_up() throws Exception {
        var crew = new Crew(threads, 1);
        crew.execute(() -> {
            throw new IllegalStateException("on purpose");
        });

        assertThatAllPlacesAreFree(crew, 1);
    }

    @Test
    void when_there_are_no_threads_any_more_those_who_are_left_do_what_waits() throws Exception {
        var crew = new Crew(threads, 1);
        var begun = new CountDownLatch(1);
        var shutDown = new CountDownLatch(1);
        var done = new CountDownLatch(2);
        crew.execute(() -> {
            begun.countDown();
            await(shutDown);
            crew.leave();
            crew.comeBack();
            done.countDown();
        });
        await(begun);
        crew.execute(done::countDown);
        threads.shutdown();
        shutDown.countDown();

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void when_the_system_has_no_thread_to_give_neither_a_task_nor_a_place_is_lost() throws Exception {
        var refusing = new AtomicBoolean();
        var crew = new Crew(
                task -> {
                    if (refusing.get()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    threads.execute(task);
                },
                1);
        var begun = new CountDownLatch(1);
        var refused = new CountDownLatch(1);
        var done = new CountDownLatch(2);
        crew.execute(() -> {
            begun.countDown();
            await(refused);
            crew.leave();
            crew.comeBack();
            done.countDown();
        });
        await(begun);
        crew.execute(done::countDown);
        refusing.set(true);
        refused.countDown();

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        // The last one gives its place up a moment after it is done.
        Awaitility.await()
                .untilAsserted(() ->
                        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> crew.execute(() -> {})));
        refusing.set(false);
        assertThatAllPlacesAreFree(crew, 1);
    }

    @Test
    void without_threads_nothing_is_taken_on() {
        threads.shutdown();
        var crew = new Crew(threads, 1);

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> crew.execute(() -> {}));
        }
    }
}
