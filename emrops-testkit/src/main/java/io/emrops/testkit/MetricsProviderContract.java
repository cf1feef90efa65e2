package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.Progress;
import io.emrops.metrics.Instance;
import io.emrops.metrics.InstanceMetrics;
import io.emrops.metrics.MetricsProvider;
import io.emrops.metrics.MetricsSample;
import io.emrops.metrics.MetricsWatch;
import io.emrops.metrics.ServiceMetrics;
import io.emrops.metrics.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link MetricsProvider} keeps to. Extend it and run two services, of which one works and one does not. */
public abstract class MetricsProviderContract {
    private MetricsProvider provider;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected MetricsProviderContract() {}

    /** The provider, of an application with an instance each of {@link #busy} and {@link #idle}, and no other service. */
    protected abstract MetricsProvider provider() throws Exception;

    /** A service that uses half of one processor, which is its limit; on a busy machine less. */
    protected abstract String busy();

    /** A service that uses next to nothing. */
    protected abstract String idle();

    /** One more instance of {@link #idle} is started; returns when it runs. */
    protected abstract void start() throws Exception;

    /** All instances of {@link #idle} are restarted; returns when they run again. */
    protected abstract void restart() throws Exception;

    /** All instances of {@link #idle} are removed; returns when they are gone. */
    protected abstract void remove() throws Exception;

    /** So much time passes on the platform's clock; whoever watches has the time too. */
    protected abstract void pass(Duration time) throws Exception;

    /** How long a watch may take to notice something, by the real clock. */
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    @BeforeEach
    final void prepare() throws Exception {
        provider = provider();
    }

    private static InstanceMetrics only(MetricsSample sample, String service) {
        assertThat(sample.of(service)).hasSize(1);
        return sample.of(service).get(0);
    }

    private static Usage usage(MetricsSample sample, String service) {
        return only(sample, service).usage().orElseThrow();
    }

    private static double cpu(MetricsSample sample, String service) {
        return usage(sample, service).cpu().orElseThrow().used();
    }

    private void requireBusy(MetricsSample sample) {
        assertThat(cpu(sample, busy())).isBetween(0.02, 0.8).isGreaterThan(cpu(sample, idle()));
    }

    private MetricsSample await(MetricsWatch watch, Predicate<MetricsSample> wish) throws Exception {
        var end = System.nanoTime() + patience().toNanos();
        while (true) {
            var latest = watch.latest();
            if (wish.test(latest)) {
                return latest;
            }
            assertThat(System.nanoTime()).as("%s", latest).isLessThan(end);
            pass(Duration.ofMillis(250));
        }
    }

    private static boolean measured(MetricsSample sample, int instances) {
        return sample.instances().size() == instances
                && sample.instances().stream()
                        .allMatch(each -> each.usage().flatMap(Usage::cpu).isPresent());
    }

    @Test
    void the_target_says_the_same_of_itself_each_time() {
        assertThat(provider.target()).isEqualTo(provider.target());
    }

    @Test
    void one_sample_has_all_instances_with_what_they_use() throws Exception {
        var sample = provider.sample();

        assertThat(sample.instances())
                .extracting(each -> each.instance().service())
                .containsExactlyInAnyOrder(busy(), idle());
        requireBusy(sample);
        assertThat(sample.instances()).allSatisfy(each -> {
            var usage = each.usage().orElseThrow();
            assertThat(each.state().running()).isTrue();
            assertThat(each.age()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
            assertThat(usage.memory().orElseThrow().used().bytes()).isPositive();
            assertThat(usage.processes().orElseThrow()).isPositive();
            assertThat(usage.cpu().orElseThrow().available()).isPositive();
            assertThat(usage.at()).isBefore(sample.at().plusSeconds(5));
        });
        assertThat(sample.services())
                .extracting(ServiceMetrics::service)
                .isSorted()
                .containsExactlyInAnyOrder(busy(), idle());
    }

    @Test
    void one_sample_after_the_other_measures_anew() throws Exception {
        var first = provider.sample();
        pass(Duration.ofSeconds(2));

        var second = provider.sample();

        assertThat(usage(second, busy()).at()).isAfter(usage(first, busy()).at());
        requireBusy(second);
        assertThat(second.find(only(first, busy()).instance())).isPresent();
    }

    @Test
    void a_watch_tells_what_is_known_and_how_old_it_is() throws Exception {
        try (var watch = provider.watch()) {
            var latest = await(watch, sample -> measured(sample, 2));

            requireBusy(latest);
            assertThat(latest.instances()).allMatch(each -> each.age().compareTo(Duration.ofSeconds(10)) < 0);
            pass(Duration.ofSeconds(2));
            assertThat(usage(watch.latest(), busy()).at())
                    .isAfter(usage(latest, busy()).at());
            assertThat(watch.history()).isNotEmpty().hasSizeLessThanOrEqualTo(300);
            assertThat(watch.history()).extracting(MetricsSample::at).isSorted();
        }
    }

    @Test
    void a_watch_follows_instances_that_come_and_go() throws Exception {
        try (var watch = provider.watch()) {
            await(watch, sample -> measured(sample, 2));
            start();
            var more = await(watch, sample -> measured(sample, 3));
            remove();
            var less = await(watch, sample -> sample.of(idle()).isEmpty());

            assertThat(more.of(idle()))
                    .extracting(each -> each.instance().number())
                    .doesNotHaveDuplicates();
            assertThat(less.of(busy())).hasSize(1);
        }
    }

    @Test
    void a_restart_is_seen_and_the_instance_is_followed_on() throws Exception {
        try (var watch = provider.watch()) {
            var before = await(watch, sample -> measured(sample, 2));
            pass(Duration.ofSeconds(1));
            restart();
            var startedAt = only(before, idle()).state().startedAt();
            var usedAt = usage(before, idle()).at();
            Predicate<MetricsSample> again = sample -> measured(sample, 2)
                    && only(sample, idle()).state().startedAt().isAfter(startedAt)
                    && usage(sample, idle()).at().isAfter(usedAt);

            var after = await(watch, again);

            assertThat(only(after, idle()).instance().number())
                    .isEqualTo(only(before, idle()).instance().number());
        }
    }

    @Test
    void a_window_is_measured_as_often_as_asked() throws Exception {
        var told = new AtomicLong();
        Progress progress = (done, total, what) -> told.set(done);

        var measured = provider.measure(Duration.ofSeconds(6), Duration.ofSeconds(2), progress);

        assertThat(measured.samples()).hasSize(3);
        assertThat(told).hasValue(3);
        assertThat(measured.samples()).extracting(MetricsSample::at).isSorted().doesNotHaveDuplicates();
        var last = measured.samples().get(2);
        requireBusy(last);
        assertThat(moments(measured.samples())).hasSizeGreaterThanOrEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.measure(Duration.ofSeconds(1), Duration.ofSeconds(2), progress));
    }

    private List<Instant> moments(List<MetricsSample> samples) {
        return samples.stream()
                .map(sample -> only(sample, busy()).usage())
                .flatMap(Optional::stream)
                .map(Usage::at)
                .distinct()
                .toList();
    }

    @Test
    void instances_are_told_in_order() throws Exception {
        start();

        var sample = provider.sample();

        assertThat(sample.instances())
                .extracting(InstanceMetrics::instance)
                .extracting(Instance::name)
                .isSorted()
                .hasSize(3);
        assertThat(sample.services())
                .filteredOn(each -> each.service().equals(idle()))
                .allMatch(each -> each.instances() == 2 && each.running() == 2);
    }

    @Test
    void a_watch_that_is_closed_tells_nothing_and_can_be_closed_again() throws Exception {
        var watch = provider.watch();
        watch.close();
        watch.close();

        assertThatIllegalStateException().isThrownBy(watch::latest);
        assertThatIllegalStateException().isThrownBy(watch::history);
    }
}
