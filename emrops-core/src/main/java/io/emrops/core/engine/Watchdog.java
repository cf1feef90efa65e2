package io.emrops.core.engine;

import io.emrops.core.time.Durations;
import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Calls somebody else's code on the caller's own thread and interrupts it when its time is up. The call returns when the
 * code has come to rest, however long that takes: nothing is begun beside a body that still runs.
 */
final class Watchdog {
    private final Thread thread = Thread.currentThread();
    private boolean ended;
    private boolean barked;

    private Watchdog() {}

    /**
     * @param limit how long the call may take
     * @param late told, on the timer's thread, when the time is up
     */
    static <T extends @Nullable Object> Outcome<T> call(
            TimeSource time, Optional<Duration> limit, Runnable late, Callable<? extends T> code) {
        Thread.interrupted();
        if (limit.isEmpty()) {
            return call(code);
        }
        var dog = new Watchdog();
        var timer = time.schedule(limit.get(), () -> dog.bark(late));
        Outcome<T> outcome;
        try {
            outcome = call(code);
        } finally {
            timer.cancel();
            dog.end();
        }
        return dog.barked ? afterwards(outcome, limit.get()) : outcome;
    }

    private static <T extends @Nullable Object> Outcome<T> call(Callable<? extends T> code) {
        try {
            return new Outcome.Returned<>(code.call());
        } catch (VirtualMachineError e) {
            return new Outcome.Doubtful<>(
                    "the Java machine is in trouble: " + e.getClass().getSimpleName());
        } catch (Throwable e) {
            return Outcome.of(e);
        } finally {
            // An interrupt that the code left behind must not reach what this thread does next.
            Thread.interrupted();
        }
    }

    private static <T extends @Nullable Object> Outcome<T> afterwards(Outcome<T> outcome, Duration limit) {
        var text = "it took longer than " + Durations.words(limit);
        if (outcome instanceof Outcome.Returned<T>) {
            return new Outcome.Doubtful<>(text + ", and returned after it had been interrupted");
        }
        if (outcome instanceof Outcome.Failed<T> failed && !failed.changed()) {
            return new Outcome.Failed<>(text + ": " + failed.why(), false, failed.retry());
        }
        return new Outcome.Doubtful<>(text);
    }

    private synchronized void bark(Runnable late) {
        if (!ended) {
            barked = true;
            thread.interrupt();
            late.run();
        }
    }

    private synchronized void end() {
        ended = true;
        if (barked) {
            Thread.interrupted();
        }
    }
}
