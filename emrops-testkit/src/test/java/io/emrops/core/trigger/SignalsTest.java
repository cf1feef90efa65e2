package io.emrops.core.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.metrics.Cpu;
import io.emrops.metrics.Health;
import io.emrops.metrics.Instance;
import io.emrops.metrics.InstanceMetrics;
import io.emrops.metrics.Memory;
import io.emrops.metrics.MetricsSample;
import io.emrops.metrics.MetricsWatch;
import io.emrops.metrics.State;
import io.emrops.metrics.Usage;
import io.emrops.testkit.FakeMetrics;
import io.emrops.trigger.Across;
import io.emrops.trigger.Reading;
import io.emrops.trigger.Signals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignalsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

    private final List<InstanceMetrics> instances = new ArrayList<>();

    @Test
    void instances_become_one_value_as_was_asked_for() throws Exception {
        running(1, 0.5, NOW.minusSeconds(2), Duration.ZERO);
        running(2, 1.5, NOW.minusSeconds(1), Duration.ZERO);

        assertThat(cpu(Across.ANY)).contains(new Reading(NOW.minusSeconds(1), 75));
        assertThat(cpu(Across.AVERAGE)).contains(new Reading(NOW.minusSeconds(1), 50));
        assertThat(cpu(Across.ALL)).contains(new Reading(NOW.minusSeconds(1), 25));
    }

    @Test
    void an_instance_that_was_not_measured_just_now_counts_for_nothing_and_all_are_not_known_then() throws Exception {
        running(1, 0.5, NOW, Duration.ZERO);
        running(2, 2, NOW.minusSeconds(60), Duration.ofSeconds(60));

        assertThat(cpu(Across.ANY)).contains(new Reading(NOW, 25));
        assertThat(cpu(Across.ALL)).isEmpty();
    }

    @Test
    void without_any_instance_that_runs_there_is_no_reading() throws Exception {
        instances.add(new InstanceMetrics(
                new Instance("api", 1, "a"),
                new State("exited", false, Health.UNCHECKED, NOW, 0, 0),
                Optional.empty(),
                Duration.ZERO));

        assertThat(cpu(Across.ANY)).isEmpty();
    }

    @Test
    void a_share_of_memory_needs_a_limit() throws Exception {
        running(1, 1, NOW, Duration.ZERO);
        var signal = Signals.memory(watch(), "api", Across.ANY);
        assertThatThrownBy(signal::read)
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("api-1 has no limit of memory");

        instances.clear();
        running(1, NOW, Optional.of(DataSize.mib(400)));

        assertThat(signal.read()).contains(new Reading(NOW, 25));
        assertThat(signal.describe()).isEqualTo("Memory of service api, any of its instances");
    }

    @Test
    void a_provider_is_measured_anew_each_time() throws Exception {
        var metrics = FakeMetrics.of("emrnext", "api").cpu("api", 0.9);
        var signal = Signals.cpu(metrics, "api", Across.AVERAGE);

        assertThat(signal.read().orElseThrow().value()).isEqualTo(90.0);
        metrics.cpu("api", 0.2);
        assertThat(signal.read().orElseThrow().value()).isEqualTo(20.0);
    }

    @Test
    void what_is_no_number_is_no_reading() throws Exception {
        var clock = Clock.fixed(NOW, java.time.ZoneOffset.UTC);

        assertThat(Signals.of("p95", () -> 431, clock).read()).contains(new Reading(NOW, 431));
        assertThat(Signals.of("p95", () -> Double.NaN, clock).read()).isEmpty();
    }

    private Optional<Reading> cpu(Across across) throws Exception {
        return Signals.cpu(watch(), "api", across).read();
    }

    private void running(int number, double used, Instant at, Duration age) {
        add(number, used, at, age, Optional.empty());
    }

    private void running(int number, Instant at, Optional<DataSize> limit) {
        add(number, 1, at, Duration.ZERO, limit);
    }

    private void add(int number, double used, Instant at, Duration age, Optional<DataSize> limit) {
        var usage = new Usage(
                at,
                Optional.of(new Cpu(used, 2, true, Duration.ofSeconds(1))),
                Optional.of(new Memory(DataSize.mib(100), limit)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        instances.add(new InstanceMetrics(
                new Instance("api", number, "id-" + number),
                new State("running", true, Health.HEALTHY, at, 0, 0),
                Optional.of(usage),
                age));
    }

    private MetricsWatch watch() {
        return new MetricsWatch() {
            @Override
            public MetricsSample latest() {
                return new MetricsSample(NOW, instances);
            }

            @Override
            public List<MetricsSample> history() {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }
}
