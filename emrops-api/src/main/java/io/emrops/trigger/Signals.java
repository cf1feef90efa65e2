package io.emrops.trigger;

import io.emrops.PreconditionFailedException;
import io.emrops.metrics.Instance;
import io.emrops.metrics.InstanceMetrics;
import io.emrops.metrics.MetricsProvider;
import io.emrops.metrics.MetricsSample;
import io.emrops.metrics.MetricsWatch;
import io.emrops.metrics.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Signals over what an application's platform measures, and over a function of one's own.
 *
 * <pre>{@code
 * Signals.cpu(compose.metrics(), "api", Across.AVERAGE)
 * Signals.of("p95 of the API", () -> prometheus.p95("api").toMillis(), Clock.systemUTC())
 * }</pre>
 *
 * <p>A {@link MetricsProvider} measures anew each time; several signals on one application share a {@link MetricsWatch}, which stays
 * the caller's to close.
 */
public final class Signals {
    /** What is older is of another moment than the rest. */
    private static final Duration FRESH = Duration.ofSeconds(15);

    private Signals() {}

    /** How much of the processors that it may use an instance uses, in percent. */
    public static Signal cpu(MetricsProvider metrics, String service, Across across) {
        return new OfService("CPU", service, across, metrics::sample, Signals::cpuPercent);
    }

    /** How much of the processors that it may use an instance uses, in percent. */
    public static Signal cpu(MetricsWatch metrics, String service, Across across) {
        return new OfService("CPU", service, across, metrics::latest, Signals::cpuPercent);
    }

    /**
     * How much of its limit of memory an instance uses, in percent. One without a limit has no such share: reading fails, and says
     * so.
     */
    public static Signal memory(MetricsProvider metrics, String service, Across across) {
        return new OfService("Memory", service, across, metrics::sample, Signals::memoryPercent);
    }

    /** How much of its limit of memory an instance uses, in percent; see the other one. */
    public static Signal memory(MetricsWatch metrics, String service, Across across) {
        return new OfService("Memory", service, across, metrics::latest, Signals::memoryPercent);
    }

    /**
     * A number that is as it is when it is asked for: a percentile, the length of a queue, a share of errors.
     *
     * @param what for messages
     * @param number may block; what it throws means that there is no reading
     * @param clock gives the time of the readings
     */
    public static Signal of(String what, Callable<? extends Number> number, InstantSource clock) {
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(clock, "clock");
        return readings(what, () -> {
            var value = number.call().doubleValue();
            return Double.isFinite(value) ? Optional.of(new Reading(clock.instant(), value)) : Optional.empty();
        });
    }

    /**
     * A source that knows when its values were measured.
     *
     * @param what for messages
     * @param source may block; what it throws means that there is no reading
     */
    public static Signal readings(String what, Callable<Optional<Reading>> source) {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(source, "source");
        return new Signal() {
            @Override
            public String describe() {
                return what;
            }

            @Override
            public Optional<Reading> read() throws Exception {
                return source.call();
            }
        };
    }

    private static Optional<Double> cpuPercent(Instance instance, Usage usage) {
        return usage.cpu().map(cpu -> cpu.share() * 100);
    }

    private static Optional<Double> memoryPercent(Instance instance, Usage usage) {
        return usage.memory().map(memory -> {
            var limit = memory.limit()
                    .orElseThrow(
                            () -> new PreconditionFailedException(
                                    instance.name()
                                            + " has no limit of memory that a share could be told of; give it one, or watch its bytes"));
            return 100.0 * memory.used().bytes() / limit.bytes();
        });
    }

    private interface Measured {
        Optional<Double> of(Instance instance, Usage usage);
    }

    private record OfService(
            String what, String service, Across across, Callable<MetricsSample> samples, Measured measured)
            implements Signal {
        OfService {
            Objects.requireNonNull(service, "service");
            Objects.requireNonNull(across, "across");
        }

        @Override
        public String describe() {
            return what + " of service " + service + ", " + across.name().toLowerCase(Locale.ROOT)
                    + " of its instances";
        }

        @Override
        public Optional<Reading> read() throws Exception {
            var running = samples.call().of(service).stream()
                    .filter(each -> each.state().running())
                    .toList();
            var fresh = running.stream()
                    .filter(each -> each.usage().isPresent() && each.age().compareTo(FRESH) <= 0)
                    .toList();
            var values = fresh.stream()
                    .flatMap(each -> measured.of(each.instance(), each.usage().orElseThrow()).stream())
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            if (values.length == 0 || across == Across.ALL && values.length < running.size()) {
                return Optional.empty();
            }
            return newest(fresh).map(at -> new Reading(at, across.of(values)));
        }

        private static Optional<Instant> newest(java.util.List<InstanceMetrics> fresh) {
            return fresh.stream().map(each -> each.usage().orElseThrow().at()).max(Instant::compareTo);
        }
    }
}
