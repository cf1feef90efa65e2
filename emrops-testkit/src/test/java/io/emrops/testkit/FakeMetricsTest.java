package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.DataSize;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.metrics.Health;
import io.emrops.metrics.Usage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FakeMetricsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

    private final FakeMetrics fake =
            FakeMetrics.of("emrnext", "api", "api", "redis").clock(() -> BEGIN);

    @Test
    void services_use_what_the_test_says() throws Exception {
        fake.cpu("api", 0.8).memory("redis", DataSize.gib(1)).health("redis", Health.UNHEALTHY);

        var services = fake.sample().services();

        assertThat(services.get(0).instances()).isEqualTo(2);
        assertThat(services.get(0).total().flatMap(Usage::cpu).orElseThrow().used())
                .isEqualTo(1.6);
        assertThat(services.get(1).total().flatMap(Usage::memory).orElseThrow().used())
                .isEqualTo(DataSize.gib(1));
        assertThat(fake.sample().of("redis").get(0).state().well()).isFalse();
    }

    @Test
    void what_happens_in_a_window_is_in_its_samples() throws Exception {
        fake.during(3, () -> fake.restart("redis")).during(4, () -> fake.end("redis"));

        var measured = fake.measure(Duration.ofSeconds(5), Duration.ofSeconds(1), Progress.none());

        assertThat(measured.from()).isEqualTo(BEGIN);
        assertThat(measured.samples())
                .extracting(sample -> sample.of("redis").get(0).state().restarts())
                .containsExactly(0, 0, 1, 1, 1);
        assertThat(measured.samples())
                .extracting(sample -> sample.of("redis").get(0).usage().isPresent())
                .containsExactly(true, true, true, false, false);
        assertThat(measured.samples().get(4).at()).isEqualTo(BEGIN.plusSeconds(5));
    }

    @Test
    void a_platform_that_is_lost_in_a_window_is_lost_for_its_measurement() throws Exception {
        fake.during(3, fake::goDown);

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> fake.measure(Duration.ofSeconds(5), Duration.ofSeconds(1), Progress.none()));
    }

    @Test
    void a_watch_loses_the_platform_and_finds_it_again() {
        try (var watch = fake.watch()) {
            fake.goDown();
            assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(watch::latest);
            fake.comeBack();

            assertThat(watch.latest().instances()).hasSize(3);
            assertThat(watch.history()).hasSize(1);
            assertThat(fake.isWatched()).isTrue();
        }
        assertThat(fake.isWatched()).isFalse();
    }
}
