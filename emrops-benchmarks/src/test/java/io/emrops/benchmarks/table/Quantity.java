package io.emrops.benchmarks.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;

/** A number with its unit. */
public record Quantity(double value, String unit) {
    /** The middle one of several rounds; of an even number the mean of the two in the middle. */
    public static double median(double... rounds) {
        var sorted = rounds.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Three significant digits; thousands are set apart. */
    public static String digits(double value) {
        if (Math.abs(value) >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    @Override
    public String toString() {
        return unit.isEmpty() ? digits(value) : digits(value) + " " + unit;
    }
}
