package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.deploy.ServiceStatus;
import io.emrops.docker.engine.Instance;
import io.emrops.scaling.Capacity;
import io.emrops.scaling.Resources;
import io.emrops.testkit.FakeLoadBalancer;
import io.emrops.testkit.RequiresEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RequiresEngine({"docker", "registry", "compose-v2"})
final class CapacityV2IT extends CapacityScenarios {
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
    void limits_are_kept_in_the_words_of_the_files_and_beside_what_else_is_kept() throws Exception {
        var app = app(
                "    deploy: {resources: {limits: {memory: 32M}, reservations: {memory: 8M}}}\n",
                "    mem_limit: 32m\n");
        var scaler = app.scaler();
        Files.writeString(kept(), "{\"services\": {\"app\": {\"labels\": {\"rack\": \"1.10\"}}}}");
        var content = Files.readString(kept());
        app.rollOut(request("1.0.0"), Progress.none());
        var before = scaler.resources("app");

        scaler.resize("app", large, Progress.none());
        scaler.resize("side", large, Progress.none());
        var both = Files.readString(kept());
        app.rollOut(request("2.0.0"), Progress.none());
        var after = List.of(scaler.capacity("app"), scaler.capacity("side"));
        scaler.restore(before, Progress.none());

        assertThat(both)
                .contains("\"rack\" : \"1.10\"", "\"memory\" : \"50331648\"", "\"mem_limit\" : \"50331648\"")
                .contains("\"cpus\" : \"0.75\"");
        assertThat(after).containsOnly(new Capacity(1, large));
        assertThat(scaler.capacity("side")).isEqualTo(new Capacity(1, large));
        assertThat(scaler.capacity("app").resources()).isEqualTo(before.resources());
        assertThat(Files.readString(kept()))
                .contains("mem_limit", "rack")
                .doesNotContain("\"memory\"")
                .isNotEqualTo(content);

        var alone = scaler.resources("side");
        scaler.resize("app", large, Progress.none());
        Files.writeString(kept(), content);
        var hand = scaler.resources("app");
        scaler.resize("app", large, Progress.none());
        scaler.restore(hand, Progress.none());
        assertThat(Files.readString(kept())).as("to the byte").isEqualTo(content);
        assertThat(alone.kept()).contains("mem_limit");
    }

    @Test
    void what_the_engine_or_the_limits_forbid_is_refused_before_anything_is_touched() throws Exception {
        var app = app(
                "    mem_limit: 40m\n    mem_reservation: 16m\n    shm_size: 64m\n",
                "    cpu_quota: 50000\n    memswap_limit: 64m\n    mem_limit: 32m\n");
        var scaler = app.scaler();
        app.rollOut(request("1.0.0"), Progress.none());
        lab.exec(lab.instances().of("app").get(0), "dd if=/dev/zero of=/dev/shm/full bs=1M count=25");
        var none = Resources.unlimited();

        refused(scaler, "app", none.memory(DataSize.mib(5)), "6 MiB");
        refused(scaler, "app", none.memory(DataSize.mib(12)), "promised 16 MiB");
        refused(scaler, "app", none.memory(DataSize.mib(20)), " MiB of memory now");
        refused(scaler, "app", none.cpus("1000"), "processors");
        refused(scaler, "app", none.cpus("0.001"), "0.01");
        refused(scaler, "side", none.cpus("1").memory(DataSize.mib(32)), "cpu_quota");
        refused(scaler, "side", none.cpus("0.5").memory(DataSize.mib(65)), "memswap_limit");
        refused(scaler, "nothing", none.cpus("1"), "nothing");
        Files.writeString(kept(), "services: {} # by hand");
        refused(scaler, "app", none.memory(DataSize.mib(64)), "no JSON");

        assertThat(Files.readString(kept())).isEqualTo("services: {} # by hand");
        assertThat(scaler.capacity("app").resources()).isEqualTo(none.memory(DataSize.mib(40)));
        assertThat(scaler.capacity("side").resources())
                .isEqualTo(none.cpus("0.5").memory(DataSize.mib(32)));
    }

    @Test
    void new_instances_are_what_the_others_are_and_their_number_is_kept() throws Exception {
        var tag = lab.project;
        lab.build("app:" + tag, "exit 0");
        var first = lab.deployer(compose()).variable("GREETING", "hello").build();
        first.rollOut(request(tag), Progress.none());
        var release = first.current();
        var image = lab.instances().of("app").get(0).imageId();
        lab.tag("app:2.0.0", "app", tag); // as after a newer one was fetched
        var app = lab.deployer(compose()).build();

        app.scaler().scale("app", 3, Progress.none());
        var scaled = app.current();

        assertThat(lab.instances().of("app"))
                .hasSize(3)
                .allMatch(i -> i.imageId().equals(image))
                .allMatch(i -> lab.environmentOf(i, "GREETING").equals("hello"));
        assertThat(scaled.version()).isEqualTo(tag);
        assertThat(scaled.variables()).isEqualTo(release.variables());
        assertThat(app.find("run/" + tag + "#1"))
                .as("still what was rolled out")
                .isPresent();

        app.stop(Progress.none());
        app.start(Progress.none());
        lab.engineRemove(lab.instances().of("app").get(2));
        assertThat(app.status()).anyMatch(s -> s.service().equals("app") && s.wanted() == 3 && !s.ok());
        app.scaler().scale("app", 3, Progress.none());
        app.scaler().scale("side", 0, Progress.none());
        assertThat(app.status()).allMatch(ServiceStatus::ok);
        app.rollOut(request("1.0.0"), Progress.none());

        assertThat(replicas(app.current())).isEqualTo(Map.of("app", 3, "side", 0));
        assertThat(lab.instances().of("side")).isEmpty();
        app.scaler().scale("side", 1, Progress.none());
        assertThat(lab.instances().of("side")).singleElement().matches(Instance::well);
    }

    @Test
    void a_service_of_which_there_can_be_only_one_is_not_scaled_out() throws Exception {
        var app = app("", "    container_name: " + lab.project + "-only\n");
        Files.writeString(file(), Files.readString(file()).replace("127.0.0.1::8080", "127.0.0.1:18099:8080"));
        app.rollOut(request("1.0.0"), Progress.none());

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> app.scaler().previewScale("app", 2))
                .withMessageContaining("18099");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> app.scaler().scale("side", 2, Progress.none()))
                .withMessageContaining("container_name");
        assertThat(app.scaler().previewScale("app", 1)).isEmpty();
    }

    private static void refused(ComposeScaler scaler, String service, Resources wanted, String why) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> scaler.previewResize(service, wanted))
                .withMessageContaining(why);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> scaler.resize(service, wanted, Progress.none()));
    }

    @Test
    void instances_are_registered_when_they_are_well_and_drained_before_they_go() throws Exception {
        var balancer = FakeLoadBalancer.of("lb").pool("emr-app", 4);
        var app = behind(balancer).build();
        Files.createDirectory(lab.directory.resolve("marks"));
        write("""
                    healthcheck:
                      test: ["CMD", "/bin/sh", "-c", "test -e /marks/$$HOSTNAME || test ! -e /marks/strict"]
                      interval: 250ms
                      retries: 2
                    volumes: ["./marks:/marks"]
                """, "");
        app.rollOut(request("1.0.0"), Progress.none());
        var scaler = app.scaler();
        var first = lab.ids("app").first();

        scaler.scale("app", 3, Progress.none());
        assertThat(balancer.serving("emr-app")).hasSize(3);
        var served = Set.copyOf(balancer.serving("emr-app"));

        lab.ids("app").forEach(this::mark);
        Files.createFile(lab.directory.resolve("marks").resolve("strict"));
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> behind(balancer)
                        .healthyWithin(Duration.ofSeconds(3))
                        .build()
                        .scaler()
                        .scale("app", 4, Progress.none()))
                .withMessageContaining("4 of 4 running");
        assertThat(balancer.registered("emr-app")).hasSize(3);
        assertThat(scaler.previewScale("app", 4)).contains("service app: 1 of its instances are not well");
        assertThat(scaler.previewScale("app", 3)).hasSize(2).last().asString().contains("which is not well");
        scaler.scale("app", 3, Progress.none());
        assertThat(Set.copyOf(balancer.serving("emr-app"))).isEqualTo(served);
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> scaler.scale("app", 5, Progress.none()))
                .withMessageContaining("room for 1");

        balancer.watchServing("emr-app").forgetCalls();
        scaler.scale("app", 1, Progress.none());

        assertThat(balancer.calls()).extracting(c -> c.method()).containsSubsequence("drain", "deregister");
        assertThat(balancer.registered("emr-app")).hasSize(1);
        assertThat(lab.ids("app")).containsExactly(first);
        assertThat(app.status()).allMatch(ServiceStatus::ok);
        assertThat(scaler.previewScale("app", 1)).isEmpty();
    }

    private ComposeDeployerBuilder behind(FakeLoadBalancer balancer) throws IOException {
        return lab.deployer(compose(), file()).behind("app", 8080, balancer, "emr-app");
    }
}
