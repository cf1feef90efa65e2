package io.emrops.metrics;

import static io.emrops.metrics.Samples.instance;
import static io.emrops.metrics.Samples.measured;
import static io.emrops.metrics.Samples.running;
import static io.emrops.metrics.Samples.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceSeriesTest {
    @Test
    void the_busiest_instance_is_shown_and_bytes_are_added_up() {
        var series = ServiceSeries.of(measured(
                3,
                i -> List.of(
                        instance("api", 1, running(), usage(i, 0.1, 300)),
                        instance("api", 2, running(), usage(i, 0.4, 100)),
                        instance("db", 1, running(), usage(i, 0.2, 50)))));

        assertThat(series).extracting(ServiceSeries::service).containsExactly("api", "db");
        assertThat(series.get(0).of(Measure.CPU)).containsExactly(0.4, 0.4, 0.4);
        assertThat(series.get(0).of(Measure.MEMORY))
                .containsOnly(DataSize.mib(300).bytes());
        assertThat(series.get(0).of(Measure.RECEIVED)).containsExactly(Double.NaN, 2000, 2000);
        assertThat(series.get(0).of(Measure.SENT)).containsExactly(Double.NaN, 1000, 1000);
        assertThat(series.get(0).of(Measure.READ)).containsOnly(Double.NaN);
        assertThat(series.get(0).instances()).isEqualTo(2);
    }

    @Test
    void a_rate_is_not_known_when_a_counter_goes_back_or_grows_old() {
        var seconds = new int[] {5, 6, 6, 2, 3, 3};
        var ages = new int[] {0, 0, 1, 0, 0, 60};
        var at = new int[] {5, 6, 6, 7, 8, 8};

        var series = ServiceSeries.of(measured(6, i -> {
            var counters = usage(seconds[i], 0.1, 1);
            var usage = new Usage(
                    Samples.at(at[i]),
                    counters.cpu(),
                    counters.memory(),
                    counters.network(),
                    counters.disk(),
                    counters.processes());
            return List.of(new InstanceMetrics(
                    new Instance("api", 1, "a"), running(), Optional.of(usage), Duration.ofSeconds(ages[i])));
        }));

        assertThat(series.get(0).of(Measure.RECEIVED))
                .containsExactly(Double.NaN, 1000, 1000, Double.NaN, 1000, Double.NaN);
    }

    @Test
    void a_rate_is_not_known_over_a_restart_although_the_counter_grew() {
        var series = ServiceSeries.of(measured(4, i -> {
            var started = i < 2 ? Samples.BEGIN : Samples.at(1).plusMillis(500);
            return List.of(
                    instance("api", 1, new State("running", true, Health.HEALTHY, started, 0, 0), usage(i, 0.1, 1)));
        }));

        assertThat(series.get(0).of(Measure.RECEIVED)).containsExactly(Double.NaN, 1000, Double.NaN, 1000);
    }

    @Test
    void statistics_are_those_of_the_known_numbers() {
        var values = new double[101];
        for (var i = 0; i < 100; i++) {
            values[i] = 100 - i;
        }
        values[100] = Double.NaN;

        assertThat(Statistics.of(values)).contains(new Statistics(1, 50.5, 95, 100));
        assertThat(Statistics.of(new double[] {Double.NaN})).isEmpty();
        assertThat(Statistics.of(new double[] {7})).contains(new Statistics(7, 7, 7, 7));
    }

    @Test
    void a_service_has_a_limit_if_all_its_instances_have_and_the_machine_otherwise() {
        var limited = new Cpu(0.5, 1, true, Duration.ofSeconds(1));
        var free = new Cpu(1.5, 4, false, Duration.ofSeconds(2));
        var template = usage(0, 0.1, 10);

        var both = Usage.sum(List.of(with(template, limited), with(template, limited)))
                .orElseThrow();
        var mixed = Usage.sum(List.of(with(template, limited), with(template, free), with(template, free)))
                .orElseThrow();

        assertThat(both.cpu()).contains(new Cpu(1, 2, true, Duration.ofSeconds(1)));
        assertThat(mixed.cpu()).contains(new Cpu(3.5, 4, false, Duration.ofSeconds(2)));
        assertThat(both.memory()).contains(new Memory(DataSize.mib(20), Optional.empty()));
        assertThat(both.disk()).isEmpty();
        assertThat(Usage.sum(List.of())).isEmpty();
    }

    private static Usage with(Usage usage, Cpu cpu) {
        return new Usage(
                usage.at(), Optional.of(cpu), usage.memory(), usage.network(), usage.disk(), usage.processes());
    }
}
