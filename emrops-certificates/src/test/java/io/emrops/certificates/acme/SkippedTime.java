package io.emrops.certificates.acme;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Counts as the machine does, and as much more as a test says has passed: what takes its time here has it, and what is waited for until the time is over is not. */
final class SkippedTime implements LongSupplier {
    private final AtomicLong skipped = new AtomicLong();

    void skip(Duration time) {
        skipped.addAndGet(time.toNanos());
    }

    @Override
    public long getAsLong() {
        return System.nanoTime() + skipped.get();
    }
}
