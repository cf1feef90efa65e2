package io.emrops.testkit.sqlserver.statement;

/**
 * A size or a growth.
 *
 * @param amount 0 if there is no limit
 */
public record FileSize(int amount, Unit unit) {
    /** {@code MAXSIZE = UNLIMITED}. */
    public static final FileSize UNLIMITED = new FileSize(0, Unit.UNLIMITED);

    /** What is counted. */
    public enum Unit {
        /** Kilobytes. */
        KB,
        /** Megabytes: also when none is written. */
        MB,
        /** Gigabytes. */
        GB,
        /** Terabytes. */
        TB,
        /** Of the size, for growth. */
        PERCENT,
        /** As much as there is room for. */
        UNLIMITED
    }
}
