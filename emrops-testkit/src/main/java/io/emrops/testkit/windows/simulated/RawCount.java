package io.emrops.testkit.windows.simulated;

/**
 * A raw counter at a moment, as text, which is empty for what the host does not tell.
 *
 * @param seconds that all clocks of the host show at that moment; not negative
 */
public record RawCount(String value, String base, long seconds) {
    static final long FREQUENCY = 3_000_000;
    static final long SYSTEM_FREQUENCY = 10_000_000;

    public RawCount {
        if (seconds < 0) {
            throw new IllegalArgumentException("Clocks do not show less than 0");
        }
    }

    /** One without a base. */
    public static RawCount of(long value, long seconds) {
        return new RawCount(Long.toString(value), "", seconds);
    }

    /** One with a base, which is what it is a share or an average of. */
    public static RawCount of(long value, long base, long seconds) {
        return new RawCount(Long.toString(value), Long.toString(base), seconds);
    }

    /** The instance is not there. */
    public static RawCount gone() {
        return new RawCount("", "", 0);
    }

    boolean isGone() {
        return equals(gone());
    }
}
