package io.emrops.docker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.metrics.MetricsSample;
import io.emrops.metrics.MetricsWatch;
import io.emrops.metrics.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Tag("long")
class DockerMetricsTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    private PretendedEngine engine;
    private EngineConnection connection;
    private DockerMetrics metrics;

    private void engine(String api, int containers) throws Exception {
        engine = new PretendedEngine(api).containers(containers);
        connection = engine.connection();
        metrics = new DockerMetrics(connection, "emrnext", () -> new Target("docker-compose", "emrnext", "id"));
    }

    @AfterEach
    void close() {
        connection.close();
        engine.close();
    }

    private static long measured(MetricsSample sample) {
        return sample.instances().stream()
                .map(each -> each.usage().flatMap(Usage::cpu))
                .flatMap(Optional::stream)
                .peek(cpu -> assertThat(cpu.used()).isCloseTo(1, within(0.01)))
                .count();
    }

    private static void awaitMeasured(MetricsWatch watch, int instances) {
        await().atMost(SOON)
                .ignoreException(TargetUnavailableException.class)
                .until(() -> measured(watch.latest()) == instances);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("emrops-docker"))
                .count();
    }

    @Test
    void the_first_sample_asks_for_two_measurements_and_the_next_for_one() throws Exception {
        engine("1.41", 3);

        var first = metrics.sample();
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);
        var second = metrics.sample();

        assertThat(measured(first)).isEqualTo(3);
        assertThat(measured(second)).isEqualTo(3);
        assertThat(engine.asked.subList(0, 3)).containsOnly("stream=false");
        assertThat(engine.asked.subList(3, 6)).containsOnly("stream=false&one-shot=true");
    }

    @Test
    void samples_in_quick_succession_do_not_measure_processors_over_too_short_a_time() throws Exception {
        engine("1.41", 1);

        metrics.sample();
        metrics.sample();

        assertThat(engine.asked).containsExactly("stream=false", "stream=false");
    }

    @Test
    void an_engine_that_is_too_old_is_not_asked_for_one_measurement() throws Exception {
        engine("1.40", 1);

        metrics.sample();
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);
        var second = metrics.sample();

        assertThat(measured(second)).isEqualTo(1);
        assertThat(engine.asked).containsExactly("stream=false", "stream=false");
    }

    @Test
    void more_containers_than_an_engine_connection_has_are_asked_at_once_and_far_more_in_lots() throws Exception {
        engine("1.41", 100);
        engine.tellStatisticsToAtLeast(100);
        assertThat(measured(metrics.sample())).isEqualTo(100);

        engine.containers(150);
        assertThat(measured(metrics.sample())).isEqualTo(150);
    }

    @Test
    void a_watch_of_many_containers_leaves_connections_to_others_and_gives_all_back() throws Exception {
        engine("1.41", 80);

        try (var watch = metrics.watch()) {
            awaitMeasured(watch, 80);

            assertThat(connection.answers()).isTrue();
            assertThat(measured(metrics.sample())).isEqualTo(80);
            assertThat(threads()).isGreaterThanOrEqualTo(82);
        }
        await().atMost(SOON).until(() -> threads() == 0);
    }

    @Test
    void processors_are_not_measured_over_a_restart() throws Exception {
        engine("1.41", 1);
        metrics.sample();
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);
        engine.startedAt = Instant.now();

        assertThat(measured(metrics.sample())).isZero();
        engine.startedAt = engine.startedAt.minusSeconds(3600);
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);
        assertThat(measured(metrics.sample())).isEqualTo(1);
    }

    @Test
    void a_container_that_vanished_since_it_was_listed_is_left_out() throws Exception {
        engine("1.41", 2);
        var sampler = new Sampler(connection);
        var ids = Container.ids(connection, "emrnext");
        var gone = Container.find(connection, ids.get(0)).orElseThrow();
        var there = Container.find(connection, ids.get(1)).orElseThrow();
        engine.statusById.remove(gone.id());

        try (var asked = sampler.ask(ids)) {
            assertThat(asked.measured(gone)).isEmpty();
            assertThat(asked.measured(there)).isPresent();
        }
    }

    @Test
    void an_engine_that_refuses_statistics_of_what_runs_is_told() throws Exception {
        engine("1.41", 1);
        engine.tellStatisticsToAtLeast(2);
        var sampler = new Sampler(connection);
        var ids = Container.ids(connection, "emrnext");
        var container = Container.find(connection, ids.get(0)).orElseThrow();

        try (var asked = sampler.ask(ids)) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> asked.measured(container))
                    .withMessageContaining("HTTP 500");
        }
    }

    @Test
    void an_engine_that_is_gone_is_a_target_that_does_not_answer() throws Exception {
        engine("1.41", 1);
        engine.die();

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(metrics::sample);
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(metrics::watch);
        // Those of the test before may still be about to end.
        await().atMost(SOON).until(() -> threads() == 0);
    }

    @Test
    void a_watch_tells_that_the_engine_was_lost_and_goes_on_when_it_is_back() throws Exception {
        engine("1.41", 2);
        try (var watch = metrics.watch()) {
            awaitMeasured(watch, 2);

            engine.die();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThatExceptionOfType(TargetUnavailableException.class)
                            .isThrownBy(watch::latest));
            var remembered = watch.history().size();
            engine.containers(3).rise();
            await().atMost(SOON)
                    .ignoreException(TargetUnavailableException.class)
                    .until(() -> measured(watch.latest()) == 3);

            assertThat(watch.history()).hasSizeGreaterThanOrEqualTo(remembered);
        }
        await().atMost(SOON).until(() -> threads() == 0);
    }

    @Test
    void an_engine_that_keeps_its_connections_and_says_nothing_is_noticed_and_asked_over_others() throws Exception {
        engine("1.41", 2);
        try (var watch = metrics.watch()) {
            awaitMeasured(watch, 2);

            engine.fallSilent();

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThatExceptionOfType(TargetUnavailableException.class)
                            .isThrownBy(watch::latest)
                            .withMessageContaining("has told nothing for 15 s"));
            awaitMeasured(watch, 2);
        }
        await().atMost(SOON).until(() -> threads() == 0);
    }

    @Test
    void events_bring_what_has_changed() throws Exception {
        engine("1.41", 1);
        try (var watch = metrics.watch()) {
            awaitMeasured(watch, 1);
            var id = engine.statusById.keySet().iterator().next();

            engine.happens(id, "oom");
            engine.statusById.put(id, "paused");
            engine.happens(id, "pause");
            await().atMost(SOON)
                    .until(() ->
                            watch.latest().instances().get(0).state().status().equals("paused"));
            engine.containers(2);
            engine.happens("c00000000002", "start");
            awaitMeasured(watch, 2);
            engine.statusById.remove(id);
            engine.happens(id, "destroy");
            await().atMost(SOON).until(() -> watch.latest().instances().size() == 1);

            assertThat(watch.history()).isNotNull();
        }
    }

    @Test
    void a_kill_for_lack_of_memory_is_counted_although_the_engine_forgets_it() throws Exception {
        engine("1.41", 1);
        try (var watch = metrics.watch()) {
            var id = engine.statusById.keySet().iterator().next();
            await().atMost(SOON).until(() -> {
                engine.happens(id, "oom");
                return watch.latest().instances().get(0).state().oomKills() >= 2;
            });
        }
    }
}
