package io.emrops.benchmarks.waiting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Takes the times of those who wait in this process. */
final class Waiters {
    private final int count;
    private final Duration wait;
    private final CountDownLatch waiting;
    private final CountDownLatch gone;
    private final AtomicLong due = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

    Waiters(int count, Duration wait) {
        this.count = count;
        this.wait = wait;
        this.waiting = new CountDownLatch(count);
        this.gone = new CountDownLatch(count);
    }

    /** One of them has nothing more to do before its wait. */
    void waits() {
        due.accumulateAndGet(System.nanoTime() + wait.toNanos(), Math::max);
        waiting.countDown();
    }

    /** One of them has gone on. */
    void goesOn() {
        last.accumulateAndGet(System.nanoTime(), Math::max);
        gone.countDown();
    }

    /** Returns when all have begun to wait; fails if one has gone on by then. */
    void awaitAllWaiting() throws InterruptedException {
        require(waiting.await(60, TimeUnit.SECONDS), "not all have begun to wait");
        requireNoneGone();
    }

    void requireNoneGone() {
        require(gone.getCount() == count, "some have gone on before all waited");
    }

    void awaitAllGone() throws InterruptedException {
        require(gone.await(60, TimeUnit.SECONDS), "not all have gone on");
    }

    private static void require(boolean held, String otherwise) {
        if (!held) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** For {@code Child.Ended.value}. */
    void print() throws IOException {
        System.out.println("overrun-ms=" + (last.get() - due.get()) / 1e6);
        System.out.println("peak-kb="
                + Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .findFirst()
                        .orElseThrow()
                        .replaceAll("\\D", ""));
    }
}
