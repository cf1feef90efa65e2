package io.emrops.benchmarks.steps;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** What every step does, ours and the peers': it counts, so that it can be seen that all of them were done. */
final class Work {
    private final AtomicLong done = new AtomicLong();
    private volatile long begun;
    private volatile long nanos;

    /** Does a step, and returns how many that makes. */
    long step() {
        return done.incrementAndGet();
    }

    /** Does the step that is the first of a run. */
    long firstStep() {
        begun = System.nanoTime();
        return step();
    }

    /** Does the step that is the last of a run. */
    long lastStep() {
        var count = step();
        nanos = System.nanoTime() - begun;
        return count;
    }

    /** From the first step of the last run to its last one. */
    long nanos() {
        return nanos;
    }

    /** How many steps were done so far. */
    long done() {
        return done.get();
    }

    /**
     * Does something that is to take a number of steps.
     *
     * @throws IllegalStateException if it took more or fewer
     */
    <T> T expecting(long steps, Callable<T> attempt) throws Exception {
        var before = done.get();
        var result = attempt.call();
        var counted = done.get() - before;
        if (counted != steps) {
            throw new IllegalStateException("There were to be " + steps + " steps, and " + counted + " were done");
        }
        return result;
    }
}
