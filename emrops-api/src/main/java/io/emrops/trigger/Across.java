package io.emrops.trigger;

import java.util.Arrays;
import java.util.Locale;

/**
 * How the values of several instances become one. What is decided for a moment is decided for that moment: with {@link #ANY}
 * it need not be the same instance all the time.
 */
public enum Across {
    /** The highest of those that were measured: one instance is enough. What could not be measured might be higher still. */
    ANY,
    /** The mean of those that were measured. What could not be might change it either way. */
    AVERAGE,
    /** The lowest: all of them. There is no value unless each instance that runs was measured. */
    ALL;

    double of(double[] values) {
        return switch (this) {
            case ANY -> Arrays.stream(values).max().orElseThrow();
            case AVERAGE -> Arrays.stream(values).average().orElseThrow();
            case ALL -> Arrays.stream(values).min().orElseThrow();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
