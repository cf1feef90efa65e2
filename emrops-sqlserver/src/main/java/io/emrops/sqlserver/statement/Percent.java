package io.emrops.sqlserver.statement;

/** What {@code STATS} takes. */
final class Percent {
    private Percent() {}

    static int require(int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("Percent between two messages are 1 to 100, not " + percent);
        }
        return percent;
    }
}
