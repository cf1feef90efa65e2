package io.emrops.windows.counter;

import io.emrops.DataSize;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that is measured and where it has to stay.
 *
 * @param below otherwise above
 * @param averaged over all samples; otherwise it holds for each of them
 * @param share otherwise bytes
 */
record Limit(
        String what,
        double bound,
        boolean below,
        boolean averaged,
        boolean share,
        Function<HostSample, Optional<Double>> measure) {
    /** Empty if it is not known in all samples. */
    Optional<Double> value(List<HostSample> samples) {
        var known = samples.stream().map(measure).flatMap(Optional::stream).toList();
        if (known.size() < samples.size()) {
            return Optional.empty();
        }
        var all = known.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return Optional.of(averaged ? all.getAverage() : below ? all.getMax() : all.getMin());
    }

    long unknown(List<HostSample> samples) {
        return samples.stream().map(measure).filter(Optional::isEmpty).count();
    }

    boolean keptBy(double value) {
        return below ? value < bound : value > bound;
    }

    String told(double value) {
        return what + " " + amount(value) + (averaged ? " on average" : below ? " at most" : " at least");
    }

    private String amount(double value) {
        return share ? String.format(Locale.ROOT, "%.1f %%", value * 100) : new DataSize(Math.round(value)).toString();
    }

    /** Such as {@code processor below 70.0 %}. */
    @Override
    public String toString() {
        return what + (below ? " below " : " above ") + amount(bound);
    }
}
