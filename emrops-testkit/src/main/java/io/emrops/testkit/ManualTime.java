package io.emrops.testkit;

import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until a test moves it.
 *
 * <pre>{@code
 * var time = ManualTime.at("2026-03-01T02:00:00Z");
 * var run = engine.start(runbook, request);
 * time.awaitTimer(Duration.ofSeconds(10));    // real time: until the engine waits for something
 * time.advanceToNextTimer();
 * }</pre>
 *
 * <p>Timers fire on the thread that moves the time, one after the other, in the order in which they are due; those due at
 * the same moment, in the order in which they were scheduled. A timer without a delay is due at once and fires at the next
 * move, be it by {@link Duration#ZERO}. What a timer throws reaches the one who moves the time.
 *
 * <p>Safe for use by several threads; only one of them moves the time at a time.
 */
public final class ManualTime implements TimeSource {
    private final ReentrantLock moving = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition scheduled = lock.newCondition();
    private final PriorityQueue<Waiting> timers =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::due).thenComparingLong(Waiting::number));

    private Instant wallClock;
    private long nanos;
    private long timersSoFar;
    private boolean closed;

    private ManualTime(Instant wallClock) {
        this.wallClock = wallClock;
    }

    private record Waiting(long due, long number, Runnable task) {}

    /** The wall clock begins here; the monotonic clock at some other number. */
    public static ManualTime at(Instant wallClock) {
        return new ManualTime(wallClock);
    }

    /**
     * The wall clock begins here.
     *
     * @param wallClock as in {@code 2026-03-01T02:00:00Z}
     */
    public static ManualTime at(String wallClock) {
        return at(Instant.parse(wallClock));
    }

    @Override
    public Instant wallClock() {
        return locked(() -> wallClock);
    }

    @Override
    public long nanoTime() {
        return locked(() -> nanos);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A delay must not be negative: " + delay);
        }
        return locked(() -> {
            var timer = new Waiting(nanos + delay.toNanos(), timersSoFar++, task);
            if (!closed) {
                timers.add(timer);
                scheduled.signalAll();
            }
            return () -> locked(() -> timers.remove(timer));
        });
    }

    /**
     * Moves both clocks on and fires what becomes due meanwhile, including what is scheduled by what fires. While a timer
     * fires, the clocks show the moment for which it was scheduled.
     *
     * @param by not negative
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("Time does not go back: " + by + "; see jumpWallClock");
        }
        if (moving.isHeldByCurrentThread()) {
            throw new IllegalStateException("A timer must not move the time");
        }
        moving.lock();
        try {
            var end = nanoTime() + by.toNanos();
            for (var timer = moveToNextUntil(end); timer != null; timer = moveToNextUntil(end)) {
                timer.task().run();
            }
        } finally {
            moving.unlock();
        }
    }

    /**
     * Moves both clocks on to the moment at which the next timer is due, and fires all that are due then.
     *
     * @return by how much
     * @throws IllegalStateException if nothing has been scheduled; see {@link #awaitTimer}
     */
    public Duration advanceToNextTimer() {
        var next = pending();
        if (next.isEmpty()) {
            throw new IllegalStateException("No timer has been scheduled");
        }
        advance(next.get(0));
        return next.get(0);
    }

    /**
     * Moves the wall clock alone, as a time server or a person does. No timer fires.
     *
     * @param by negative to set it back
     */
    public void jumpWallClock(Duration by) {
        locked(() -> wallClock = wallClock.plus(by));
    }

    /** How long it is until each timer is due, soonest first. */
    public List<Duration> pending() {
        return locked(() -> timers.stream()
                .sorted(timers.comparator())
                .map(timer -> Duration.ofNanos(timer.due() - nanos))
                .toList());
    }

    /**
     * Blocks until at least one timer waits to be fired.
     *
     * @param atMost by the real clock
     * @return how long it is until the first is due
     * @throws AssertionError if there is none in time
     */
    public Duration awaitTimer(Duration atMost) throws InterruptedException {
        return awaitTimer(delay -> true, atMost);
    }

    /**
     * Blocks until a timer waits to be fired that is due in such a time.
     *
     * @param wanted which one
     * @param atMost by the real clock
     * @return how long it is until the first of those is due
     * @throws AssertionError if there is none in time
     */
    public Duration awaitTimer(Predicate<Duration> wanted, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = atMost.toNanos();
            while (true) {
                var found = pending().stream().filter(wanted).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
                if (left <= 0) {
                    throw new AssertionError("No such timer within " + atMost + ", only " + pending());
                }
                left = scheduled.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        locked(() -> {
            closed = true;
            timers.clear();
            return closed;
        });
    }

    /** The next timer due by then, with the clocks moved to its moment; without one, the clocks are moved to the end. */
    private @Nullable Waiting moveToNextUntil(long end) {
        return this.<@Nullable Waiting>locked(() -> {
            var next = timers.peek();
            var isDue = next != null && next.due() <= end;
            var moment = isDue ? Math.max(nanos, next.due()) : end;
            wallClock = wallClock.plusNanos(moment - nanos);
            nanos = moment;
            return isDue ? timers.poll() : null;
        });
    }

    private <T extends @Nullable Object> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
