package io.emrops.metrics;

import io.emrops.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Measurements for tests: a sample each second from the begin. */
final class Samples {
    static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

    private Samples() {}

    static Measurement measured(int count, IntFunction<List<InstanceMetrics>> instances) {
        return measured(count, count, instances);
    }

    static Measurement measured(int count, int expected, IntFunction<List<InstanceMetrics>> instances) {
        var samples = new ArrayList<MetricsSample>();
        for (var i = 0; i < count; i++) {
            samples.add(new MetricsSample(at(i), instances.apply(i)));
        }
        return new Measurement(BEGIN, Duration.ofSeconds(expected), Duration.ofSeconds(1), samples);
    }

    static Instant at(int second) {
        return BEGIN.plusSeconds(second + 1L);
    }

    static State running() {
        return new State("running", true, Health.HEALTHY, BEGIN.minusSeconds(60), 0, 0);
    }

    static Usage usage(int second, double cpu, long mib) {
        return new Usage(
                at(second),
                Optional.of(new Cpu(cpu, 1, true, Duration.ofSeconds(1))),
                Optional.of(new Memory(DataSize.mib(mib), Optional.empty())),
                Optional.of(new Traffic(1000L * second, 500L * second)),
                Optional.empty(),
                Optional.of(5L));
    }

    static InstanceMetrics instance(String service, int number, State state, Usage usage) {
        return new InstanceMetrics(
                new Instance(service, number, service + number), state, Optional.of(usage), Duration.ZERO);
    }
}
