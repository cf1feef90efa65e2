package io.emrops.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** How fast bytes went, from one measurement of an instance to its next. */
final class Rates {
    /**
     * Bytes a second; no number where it is not known.
     */
    record Known(double received, double sent, double read, double written) {
        static final Known NOTHING = new Known(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    private record Last(Usage usage, Known rates) {}

    private final Duration tooOld;
    private final Map<Instance, Last> last = new HashMap<>();

    /** @param every from one look to the next */
    Rates(Duration every) {
        this.tooOld = every.multipliedBy(3).plusSeconds(3);
    }

    /** The rates at this look; looks come in the order of time. */
    Known of(InstanceMetrics look) {
        var usage = look.usage().orElseThrow();
        var before = last.get(look.instance());
        if (before == null || before.usage().at().isBefore(look.state().startedAt())) {
            last.put(look.instance(), new Last(usage, Known.NOTHING));
            return Known.NOTHING;
        }
        var took = Duration.between(before.usage().at(), usage.at());
        if (took.isZero() || took.isNegative()) {
            // The platform has not measured again since the last look.
            return look.age().compareTo(tooOld) > 0 ? Known.NOTHING : before.rates();
        }
        var seconds = took.toNanos() / 1e9;
        var rates = new Known(
                rate(before.usage().network(), usage.network(), Traffic::in, seconds),
                rate(before.usage().network(), usage.network(), Traffic::out, seconds),
                rate(before.usage().disk(), usage.disk(), Traffic::in, seconds),
                rate(before.usage().disk(), usage.disk(), Traffic::out, seconds));
        last.put(look.instance(), new Last(usage, rates));
        return rates;
    }

    /** A counter that went back was begun anew by a restart. */
    private static double rate(
            Optional<Traffic> before, Optional<Traffic> now, ToLongFunction<Traffic> way, double seconds) {
        if (before.isEmpty() || now.isEmpty()) {
            return Double.NaN;
        }
        var bytes = way.applyAsLong(now.get()) - way.applyAsLong(before.get());
        return bytes < 0 ? Double.NaN : bytes / seconds;
    }
}
