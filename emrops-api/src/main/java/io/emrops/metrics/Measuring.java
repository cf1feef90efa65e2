package io.emrops.metrics;

import io.emrops.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

/** Measures by a watch, for providers that know nothing better. */
final class Measuring {
    private Measuring() {}

    static Measurement measure(MetricsProvider provider, Duration window, Duration every, Progress progress)
            throws InterruptedException {
        new Measurement(Instant.EPOCH, window, every, java.util.List.of());
        var samples = new ArrayList<MetricsSample>();
        var total = window.dividedBy(every);
        try (var watch = provider.watch()) {
            var from = watch.latest().at();
            var begin = System.nanoTime();
            for (var i = 1L; i <= total; i++) {
                sleepUntil(begin + every.multipliedBy(i).toNanos());
                samples.add(watch.latest());
                progress.report(i, total, "samples");
            }
            sleepUntil(begin + window.toNanos());
            return new Measurement(from, window, every, samples);
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        var left = nanos - System.nanoTime();
        if (left > 0) {
            Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        }
    }
}
