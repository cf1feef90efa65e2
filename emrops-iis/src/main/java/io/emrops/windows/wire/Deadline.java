package io.emrops.windows.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** When to give up, by the clock of this JVM that never jumps. */
public final class Deadline {
    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** This one, or one in so much time if that is earlier. */
    public Deadline orIn(Duration time) {
        return remaining().compareTo(time) <= 0 ? this : in(time);
    }

    /** At least 1 ms, as nothing understands none. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }

    public boolean isPast() {
        return System.nanoTime() - end >= 0;
    }

    /** Waits for it, and no longer than this. */
    public <T> T await(CompletableFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(remaining().toNanos(), TimeUnit.NANOSECONDS);
    }
}
