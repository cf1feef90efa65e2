package io.emrops.examples;

import io.emrops.core.time.SystemTime;
import io.emrops.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Waits of the engine take a tenth of what they should, so that a test can wait until time is up; the wall clock is right. */
final class HastyTime implements TimeSource {
    private static final int FASTER = 10;

    private final SystemTime time = new SystemTime();

    @Override
    public Instant wallClock() {
        return time.wallClock();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime() * FASTER;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return time.schedule(delay.dividedBy(FASTER), task);
    }

    @Override
    public void close() {
        time.close();
    }
}
