package io.emrops.windows.counter;

import io.emrops.trigger.Reading;
import io.emrops.trigger.Signal;
import io.emrops.trigger.Signals;
import java.util.Optional;
import java.util.function.Function;

/**
 * Signals over {@link WindowsCounters}, for triggers. Times of readings are those of the host's clock. Each reading is a run of PowerShell on the
 * host; where the value is not known there is no reading.
 *
 * <pre>{@code
 * Trigger.of("app01-cpu", "CPU of app01", Threshold.above(80, "%").endsBelow(70)).sustainedFor(ofMinutes(5))
 * CounterSignals.processor(WindowsCounters.on(app01))
 * }</pre>
 */
public final class CounterSignals {
    private static final double MIB = 1 << 20;

    private CounterSignals() {}

    /** How much of all processors is in use, in percent. */
    public static Signal processor(WindowsCounters counters) {
        return of(counters, "Processors in use", sample -> sample.processor().map(CounterSignals::percent));
    }

    /** How much of the memory of the host is in use, in percent. */
    public static Signal memory(WindowsCounters counters) {
        return of(
                counters,
                "Memory in use",
                sample -> sample.memory().map(HostMemory::share).map(CounterSignals::percent));
    }

    /** How much of all processors the worker processes of a pool use together, in percent. */
    public static Signal poolProcessor(WindowsCounters counters, String pool) {
        return of(
                counters,
                "Processors used by pool " + pool,
                sample -> Loads.poolProcessor(sample, pool).map(CounterSignals::percent));
    }

    /** How much private memory the worker processes of a pool have together, in MiB. */
    public static Signal poolMemory(WindowsCounters counters, String pool) {
        return of(
                counters,
                "Memory of pool " + pool,
                sample -> Loads.poolMemory(sample, pool).map(bytes -> bytes / MIB));
    }

    /** How many requests a site gets, in a second. */
    public static Signal requests(WindowsCounters counters, String site) {
        return of(counters, "Requests per second of site " + site, sample -> Loads.requests(sample, site));
    }

    private static Signal of(WindowsCounters counters, String what, Function<HostSample, Optional<Double>> value) {
        var host = counters.host();
        return Signals.readings(what + " on " + host, () -> {
            var sample = counters.sample();
            return value.apply(sample).map(number -> new Reading(sample.at(), number));
        });
    }

    private static double percent(double share) {
        return share * 100;
    }
}
