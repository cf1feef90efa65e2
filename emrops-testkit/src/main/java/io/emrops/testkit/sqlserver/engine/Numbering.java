package io.emrops.testkit.sqlserver.engine;

/**
 * Where the numbering of a table is.
 *
 * @param start what it gives or has given first
 * @param next what it gives next
 */
record Numbering(long start, long next) {
    /** Whether it has given a number, so that there is a last one to go on from. */
    boolean isUsed() {
        return next != start;
    }
}
