package io.emrops.core.time;

import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clocks of the machine and a timer with one daemon thread, which starts when it is first needed. However many tasks
 * wait, they hold no thread; a cancelled one is forgotten at once.
 */
public final class SystemTime implements TimeSource {
    private static final Logger log = LoggerFactory.getLogger(SystemTime.class);

    private final ScheduledThreadPoolExecutor timer;

    /** Makes a time source with a timer of its own; close it to end its thread. */
    public SystemTime() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "emrops-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Instant wallClock() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /** {@inheritDoc} After {@link #close} the task is dropped, as those before were. */
    @Override
    public Timer schedule(Duration delay, Runnable task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("The delay must not be negative: " + delay);
        }
        try {
            ScheduledFuture<?> future = timer.schedule(() -> run(task), nanos(delay), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.warn("A task of the timer threw, which it must not", e);
        }
    }

    /** Half of what fits, which is 146 years: the timer compares times by subtraction. */
    private static long nanos(Duration delay) {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
        return delay.compareTo(longest) < 0 ? delay.toNanos() : longest.toNanos();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
