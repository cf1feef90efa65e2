package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.Rollout;
import io.emrops.docker.engine.Instance;
import io.emrops.docker.image.Images;
import io.emrops.network.Endpoint;
import io.emrops.testkit.RequiresEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where something went wrong before, or the files have changed. */
@RequiresEngine({"docker", "registry", "compose-v2"})
@Execution(ExecutionMode.CONCURRENT)
final class RecoveryIT extends BalancedService {
    private static ComposeCommand compose;

    @BeforeAll
    static void find() {
        compose = ComposeCommand.of(System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose"));
    }

    @Override
    ComposeCommand compose() {
        return compose;
    }

    @Test
    void a_rolling_restart_begins_with_the_one_that_an_earlier_one_has_left_out_of_the_pool() throws Exception {
        var app = app("scale: 2").build();
        app.rollOut(request("1.0.0"), Progress.none());
        edge.deregister(POOL, List.of(endpoint(instance(1))));
        edge.watchServing(POOL);

        app.restart("app", Progress.none());

        requireServing(2, "1.0.0");
        assertThat(edge.fewestServing(POOL)).isEqualTo(1);
    }

    @Test
    void the_one_that_is_out_of_the_pool_is_the_first_to_go() throws Exception {
        var app = app("scale: 2").build();
        app.rollOut(request("1.0.0"), Progress.none());
        var serving = instance(1);
        edge.deregister(POOL, List.of(endpoint(instance(0))));
        edge.watchServing(POOL);

        var lines = app.scaler().previewScale("app", 1);
        app.scaler().scale("app", 1, Progress.none());

        assertThat(lines).contains("service app: instance 1, which is well, is stopped and removed");
        requireServing(1, "1.0.0");
        assertThat(edge.fewestServing(POOL)).isEqualTo(1);
        assertThat(instance(0).id()).isEqualTo(serving.id());
    }

    @Test
    void who_stays_is_given_work_before_the_one_that_goes_loses_it() throws Exception {
        var app = app("scale: 2").build();
        app.rollOut(request("1.0.0"), Progress.none());
        var well = instance(0);
        edge.deregister(POOL, List.of(endpoint(well)));
        engine.connection().client().pauseContainerCmd(instance(1).id()).exec();
        edge.watchServing(POOL);

        app.scaler().scale("app", 1, Progress.none());

        requireServing(1, "1.0.0");
        assertThat(edge.fewestServing(POOL)).isEqualTo(1);
        assertThat(instance(0).id()).isEqualTo(well.id());
    }

    @ParameterizedTest
    @EnumSource
    void a_service_that_came_with_a_release_goes_with_it(Rollout rollout) throws Exception {
        var app = app("scale: 1").build();
        var before = app.rollOut(request("1.0.0"), Progress.none());
        change("  side:\n", """
                  worker:
                    image: ${EMR_REGISTRY}/emropsit/side:1.0.0
                    stop_grace_period: 1s
                  side:
                """);
        app.rollOut(request("2.0.0"), Progress.none());
        assertThat(lab.instances().byService()).containsOnlyKeys("app", "side", "worker");
        app("scale: 1");

        var back = app.rollBack(before, rollout, Progress.none());

        assertThat(lab.instances().byService()).containsOnlyKeys("app", "side");
        assertThat(back.runsTheSameAs(before)).isTrue();
        requireServing(1, "1.0.0");
    }

    @ParameterizedTest
    @EnumSource
    void another_definition_of_the_same_version_is_rolled_back_too(Rollout rollout) throws Exception {
        var app = app("scale: 1").build();
        var before = app.rollOut(request("1.0.0"), Progress.none());
        var hash = instance(0).configHash();
        app("scale: 1", "hostname: other");
        app.rollOut(request("1.0.0"), Progress.none());
        assertThat(instance(0).configHash()).isNotEqualTo(hash);
        app("scale: 1");

        app.rollBack(before, rollout, Progress.none());
        var id = instance(0).id();
        app.rollBack(before, rollout, Progress.none());

        assertThat(instance(0).configHash()).isEqualTo(hash);
        assertThat(instance(0).id()).isEqualTo(id);
        requireServing(1, "1.0.0");
    }

    @ParameterizedTest
    @EnumSource
    void what_compose_refuses_to_replace_works_on(Rollout rollout) throws Exception {
        var volume = "volumes: [\"data:/data\"]";
        var app = app("scale: 1", volume).build();
        app.rollOut(request("1.0.0"), Progress.none());
        var old = lab.ids("app");
        app("scale: 1", volume, "networks: [outside]");
        change("volumes:\n  data: {}\n", """
                volumes:
                  data: {}
                networks:
                  outside:
                    external: true
                    name: %s-is-not-there
                """.formatted(lab.project));
        var request = request("2.0.0");

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(
                        () -> app.rollOut(rollout == Rollout.ROLLING ? request.rolling() : request, Progress.none()))
                .withMessageContaining("Compose could not start the services");

        assertThat(lab.ids("app")).isEqualTo(old);
        requireServing(1, "1.0.0");
    }

    @ParameterizedTest
    @EnumSource
    void a_roll_back_that_is_refused_leaves_the_names_of_images_where_they_are(Rollout rollout) throws Exception {
        var tag = lab.project;
        lab.tag("app:1.0.0", "app", tag);
        var app = app("scale: 1").build();
        var before = app.rollOut(request(tag), Progress.none());
        lab.tag("app:2.0.0", "app", tag);
        app.rollOut(request(tag), Progress.none());
        var newer = instance(0).imageId();
        edge.goDown();

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> app.rollBack(before, rollout, Progress.none()));
        assertThat(new Images(engine.connection()).local(instance(0).image()))
                .map(Images.Local::id)
                .contains(newer);
        edge.comeBack();
        app.rollBack(before, rollout, Progress.none());

        assertThat(instance(0).imageId()).isNotEqualTo(newer);
        requireServing(1, tag);
    }

    private Instance instance(int index) {
        return lab.instances().of("app").get(index);
    }

    private static Endpoint endpoint(Instance instance) {
        var port = instance.ports().get(0);
        return new Endpoint(port.address(), port.outside());
    }

    private void change(String from, String to) throws IOException {
        var file = lab.directory.resolve("rolling.yml");
        Files.writeString(file, Files.readString(file).replace(from, to));
    }
}
