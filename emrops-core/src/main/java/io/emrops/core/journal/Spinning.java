package io.emrops.core.journal;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits that are over sooner than a thread could be put to sleep and woken. Only where commits have been that quick, as on a
 * disk with a battery, and where there is a second processor; elsewhere nothing is waited for here.
 */
final class Spinning {
    private static final long QUICK = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long AT_MOST = TimeUnit.MICROSECONDS.toNanos(30);
    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;

    private volatile boolean worthIt;

    /** @param nanos how long the last commit took */
    void took(long nanos) {
        boolean quick = nanos < QUICK && !ALONE;
        if (quick != worthIt) {
            worthIt = quick;
        }
    }

    /** Returns when it is over, or when it is time to go to sleep. */
    void until(BooleanSupplier over) {
        if (!worthIt) {
            return;
        }
        long from = System.nanoTime();
        while (!over.getAsBoolean() && System.nanoTime() - from < AT_MOST) {
            Thread.onSpinWait();
        }
    }
}
