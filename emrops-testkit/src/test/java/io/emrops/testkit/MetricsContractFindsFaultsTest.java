package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.metrics.InstanceMetrics;
import io.emrops.metrics.MetricsProvider;
import io.emrops.metrics.MetricsSample;
import io.emrops.metrics.MetricsWatch;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** See {@link ContractsFindFaultsTest}. */
@Timeout(120)
class MetricsContractFindsFaultsTest {
    private static List<String> failures(Faulty.Fault fault) {
        return ContractsFindFaultsTest.failures(MetricsProviderContract.class, () -> new FakeMetricsContractTest() {
            @Override
            protected MetricsProvider provider() {
                return Faulty.faulty(MetricsProvider.class, fake, fault);
            }
        });
    }

    private static MetricsSample each(MetricsSample sample, UnaryOperator<InstanceMetrics> change) {
        return new MetricsSample(
                sample.at(), sample.instances().stream().map(change).toList());
    }

    @Test
    void a_sound_one_passes() {
        assertThat(failures((method, args, sound) -> sound.call())).isEmpty();
    }

    @Test
    void one_that_gives_shares_of_the_wrong_whole_is_found_out() {
        var failures = failures((method, args, sound) -> sound.call() instanceof MetricsSample sample
                ? each(
                        sample,
                        one -> new InstanceMetrics(
                                one.instance(),
                                one.state(),
                                one.usage()
                                        .map(usage -> new io.emrops.metrics.Usage(
                                                usage.at(),
                                                usage.cpu()
                                                        .map(cpu -> new io.emrops.metrics.Cpu(
                                                                cpu.used() * 2,
                                                                cpu.available(),
                                                                cpu.limited(),
                                                                cpu.over())),
                                                usage.memory(),
                                                usage.network(),
                                                usage.disk(),
                                                usage.processes())),
                                one.age()))
                : sound.call());

        assertThat(failures).contains("one_sample_has_all_instances_with_what_they_use");
    }

    @Test
    void one_that_does_not_measure_is_found_out() {
        var failures = failures((method, args, sound) -> {
            var answer = sound.call();
            return answer instanceof MetricsSample sample
                    ? each(sample, one -> new InstanceMetrics(one.instance(), one.state(), Optional.empty(), one.age()))
                    : answer;
        });

        assertThat(failures)
                .contains(
                        "one_sample_has_all_instances_with_what_they_use", "one_sample_after_the_other_measures_anew");
    }

    @Test
    void one_that_tells_the_same_again_is_found_out() {
        var first = new MetricsSample[1];
        var failures = failures((method, args, sound) -> {
            var answer = sound.call();
            if (answer instanceof MetricsSample sample) {
                first[0] = first[0] == null ? sample : first[0];
                return first[0];
            }
            return answer;
        });

        assertThat(failures).contains("one_sample_after_the_other_measures_anew");
    }

    @Test
    void a_watch_that_goes_on_after_it_is_closed_is_found_out() {
        var failures = failures((method, args, sound) -> {
            var answer = sound.call();
            return answer instanceof MetricsWatch watch
                    ? Faulty.faulty(
                            MetricsWatch.class,
                            watch,
                            (inner, innerArgs, innerSound) -> inner.equals("close") ? null : innerSound.call())
                    : answer;
        });

        assertThat(failures).containsExactly("a_watch_that_is_closed_tells_nothing_and_can_be_closed_again");
    }
}
