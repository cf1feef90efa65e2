package io.emrops.metrics;

import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * An axis with ticks at round numbers.
 *
 * @param low its beginning
 * @param high its end
 * @param step from tick to tick
 */
record Axis(double low, double high, double step) {
    private static final int TICKS = 5;
    private static final int TIMES = 9;
    private static final List<Integer> SECONDS =
            List.of(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400);

    /** From zero to a round number above this one. */
    static Axis decimal(double highest) {
        return upTo(highest > 0 ? highest : 0.01, 1);
    }

    /** The same for bytes, round in units of 1024. */
    static Axis binary(double highest) {
        var most = Math.max(highest, 10);
        var unit = Math.pow(1024, Math.floor(Math.log(most) / Math.log(1024)));
        return upTo(most, unit);
    }

    private static Axis upTo(double highest, double unit) {
        var rough = highest * 1.08 / unit / TICKS;
        var magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
        var step = DoubleStream.of(1, 2, 5, 10)
                        .map(factor -> factor * magnitude)
                        .filter(each -> each >= rough * 0.999)
                        .findFirst()
                        .orElse(10 * magnitude)
                * unit;
        return new Axis(0, Math.ceil(highest * 1.08 / step - 1e-9) * step, step);
    }

    /** In seconds since 1970. */
    static Axis ofTime(Instant from, Instant until) {
        var low = from.toEpochMilli() / 1000.0;
        var high = Math.max(low + 1, until.toEpochMilli() / 1000.0);
        var step = SECONDS.stream()
                .filter(each -> (high - low) / each <= TIMES)
                .findFirst()
                .map(Integer::doubleValue)
                .orElseGet(() -> Math.ceil((high - low) / TIMES / 86_400) * 86_400);
        return new Axis(low, high, step);
    }

    List<Double> ticks() {
        var first = (long) Math.ceil(low / step - 1e-9);
        var last = (long) Math.floor(high / step + 1e-9);
        return DoubleStream.iterate(first, each -> each <= last, each -> each + 1)
                .map(each -> each * step)
                .boxed()
                .toList();
    }

    /** Where a value is between the ends: 0 is the low one, 1 the high one. */
    double share(double value) {
        return (value - low) / (high - low);
    }
}
