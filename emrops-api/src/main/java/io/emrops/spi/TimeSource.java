package io.emrops.spi;

import java.time.Duration;
import java.time.Instant;

/**
 * Time as the engine sees it: a wall clock for windows and expiry, a monotonic clock for everything that is measured,
 * and a timer that parks waits without holding a thread. Injected, so that tests move time by hand.
 */
public interface TimeSource extends AutoCloseable {
    /** The wall clock; may jump. */
    Instant wallClock();

    /** Nanoseconds from an arbitrary origin; never goes back. */
    long nanoTime();

    /**
     * Runs a short task once, after {@code delay}, on the timer's own thread; the task must neither block nor throw.
     *
     * @param delay not negative
     */
    Timer schedule(Duration delay, Runnable task);

    /** Stops the timer; what is scheduled is dropped. A second call does nothing. */
    @Override
    void close();

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {
        /** Makes the task not run, if it has not begun; a second call does nothing. */
        void cancel();
    }
}
