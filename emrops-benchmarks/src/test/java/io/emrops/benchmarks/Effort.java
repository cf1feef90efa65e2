package io.emrops.benchmarks;

/** How much is measured. */
public enum Effort {
    /** Enough for the figures that do not depend on the machine, and a glance at some of the others. */
    SHORT,
    /** Several rounds of everything beside all peers. */
    FULL;

    /** One number or the other. */
    public int choose(int shorter, int full) {
        return this == SHORT ? shorter : full;
    }
}
