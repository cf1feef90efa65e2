package io.emrops.benchmarks.steps;

/** Something that does a number of steps, one after the other, and keeps what it did. */
interface Contestant extends AutoCloseable {
    /** How many steps a run has. */
    int steps();

    /**
     * Does all steps once, and returns when what they did is kept.
     *
     * @throws IllegalStateException if that is not so
     */
    void run() throws Exception;

    /** Runs once, and returns how many microseconds a step took. */
    default double microsPerStep() throws Exception {
        var started = System.nanoTime();
        run();
        return (System.nanoTime() - started) / 1e3 / steps();
    }

    @Override
    void close() throws Exception;

    /** How a contestant comes about, ready to run. */
    @FunctionalInterface
    interface Entry {
        Contestant open() throws Exception;
    }
}
