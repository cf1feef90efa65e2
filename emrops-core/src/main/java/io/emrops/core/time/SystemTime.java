package io.emrops.core.time;

import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clocks of the machine and a timer with one daemon thread, which starts when it is first needed. However many tasks
 * wait, they hold no thread; a cancelled one is forgotten at once.
 *
 * <p>The thread is woken for a task that is due before all others only. Most tasks are limits that are called off long
 * before their time, one behind the other and each later than the last: those cost no switch of threads.
 */
public final class SystemTime implements TimeSource {
    private static final Logger log = LoggerFactory.getLogger(SystemTime.class);

    /** Half of what fits, which is 146 years: times are compared by subtraction. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private record Task(long due, long number, Runnable work) {}

    private final long origin = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();

    // Guarded by the lock.
    private final TreeSet<Task> tasks = new TreeSet<>(
            Comparator.<Task>comparingLong(task -> task.due - origin).thenComparingLong(Task::number));
    private long tasksSoFar;
    private boolean asleep;
    private long asleepUntil;
    private boolean closed;
    private @Nullable Thread thread;

    /** Makes a time source with a timer of its own; close it to end its thread. */
    public SystemTime() {}

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
    public Timer schedule(Duration delay, Runnable work) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("The delay must not be negative: " + delay);
        }
        var nanos = (delay.compareTo(LONGEST) < 0 ? delay : LONGEST).toNanos();
        lock.lock();
        try {
            var task = new Task(System.nanoTime() + nanos, tasksSoFar++, work);
            if (closed) {
                return () -> {};
            }
            tasks.add(task);
            if (thread == null) {
                thread = start();
            } else if (asleep && task.due - asleepUntil < 0) {
                earlier.signal();
            }
            return () -> cancel(task);
        } finally {
            lock.unlock();
        }
    }

    private Thread start() {
        var timer = new Thread(this::run, "emrops-timer");
        timer.setDaemon(true);
        timer.start();
        return timer;
    }

    private void cancel(Task task) {
        lock.lock();
        try {
            tasks.remove(task);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (var task = next(); task != null; task = next()) {
            try {
                task.work.run();
            } catch (RuntimeException | Error e) {
                log.warn("A task of the timer threw, which it must not", e);
            }
        }
    }

    /** Waits for the next task that is due; null once this is closed. */
    private @Nullable Task next() {
        lock.lock();
        try {
            while (!closed) {
                var left = tasks.isEmpty() ? LONGEST.toNanos() : tasks.first().due - System.nanoTime();
                if (left <= 0) {
                    return tasks.pollFirst();
                }
                sleep(left);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void sleep(long nanos) {
        asleep = true;
        asleepUntil = System.nanoTime() + nanos;
        try {
            earlier.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // Whoever interrupts this thread is a task that has gone astray; the others are still due.
            log.warn("The timer was interrupted, and goes on", e);
        } finally {
            asleep = false;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            tasks.clear();
            earlier.signal();
        } finally {
            lock.unlock();
        }
    }
}
