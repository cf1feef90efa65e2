package io.emrops.docker.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.docker.EngineStandIn;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instances;
import io.emrops.docker.engine.Some;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HealthTest {
    private final Health health =
            new Health(EngineConnection.at("unix:///nowhere"), "emr", Set.of("migrate"), Duration.ofSeconds(1));

    @Test
    void a_service_is_well_if_all_its_instances_are() {
        var status = health.status(
                "api",
                List.of(
                        Some.instance("api").health("healthy").get(),
                        Some.instance("api").get()),
                2);

        assertThat(status.ok()).isTrue();
        assertThat(status.state()).isEqualTo("2 of 2 running");
    }

    @Test
    void the_state_says_what_is_wrong_with_how_many() {
        var status = health.status(
                "api",
                List.of(
                        Some.instance("api").health("healthy").get(),
                        Some.instance("api").health("unhealthy").get(),
                        Some.instance("api").health("starting").get(),
                        Some.instance("api").exited(137).get()),
                4);

        assertThat(status.ok()).isFalse();
        assertThat(status.healthy()).isEqualTo(1);
        assertThat(status.state()).isEqualTo("3 of 4 running, 1 exited with code 137, 1 still starting, 1 unhealthy");
    }

    @Test
    void a_service_that_does_its_work_and_ends_is_well_when_it_ended_well() {
        assertThat(health.status(
                                "migrate",
                                List.of(Some.instance("migrate").exited(0).get()),
                                1)
                        .ok())
                .isTrue();
        assertThat(health.status(
                                "migrate",
                                List.of(Some.instance("migrate").exited(1).get()),
                                1)
                        .ok())
                .isFalse();
        assertThat(health.status("api", List.of(Some.instance("api").exited(0).get()), 1)
                        .ok())
                .isFalse();
    }

    @Test
    void a_service_without_containers_is_listed_if_it_is_wanted() {
        assertThat(health.status(Some.instances(Some.instance("api").get()), Map.of("web", 2)))
                .extracting(s -> s.service() + ": " + s.state())
                .containsExactly("api: 1 of 1 running", "web: 0 of 2 running");
    }

    @Test
    void one_that_does_not_keep_running_is_told_as_what_it_is() throws Exception {
        try (var standIn = new EngineStandIn()
                        .container("api", EngineStandIn.lines(1))
                        .startedAt("2026-03-02T00:00:00Z");
                var engine = EngineConnection.at(standIn.host())) {
            var impatient = new Health(engine, "p", Set.of(), Duration.ZERO);
            var api = Instances.of(engine, "p").of("api");

            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> impatient.await("api", api, Progress.none()))
                    .withMessage("1 of 1 instances of api are not well within 0 s after their start: 1 not yet steady");
            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> impatient.await(Map.of("api", 1), Progress.none()))
                    .withMessage("Not well within 0 s: some instances without a health check do not keep running");
        }
    }

    @Test
    void without_a_health_check_only_time_tells() {
        var instance = Some.instance("api").get();

        assertThat(instance.steady(Instant.EPOCH.plusSeconds(1), Duration.ofSeconds(2)))
                .isFalse();
        assertThat(instance.steady(Instant.EPOCH.plusSeconds(2), Duration.ofSeconds(2)))
                .isTrue();
        assertThat(Some.instance("api").health("healthy").get().steady(Instant.EPOCH, Duration.ofSeconds(2)))
                .isTrue();
    }
}
