package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.RestartRequest;
import io.emrops.deploy.Rollout;
import io.emrops.deploy.ServiceStatus;
import io.emrops.docker.engine.Instance;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancer;
import io.emrops.testkit.FakeLoadBalancer;
import io.emrops.testkit.RequiresEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine of its own, killed while instances behind a load balancer are replaced or restarted one after the other. */
@RequiresEngine({"docker", "registry", "compose-v2"})
final class LostEngineRollingIT {
    private static final String POOL = "app";

    private static PrivateEngine dockerd;

    private final FakeLoadBalancer edge = FakeLoadBalancer.of("edge").pool(POOL, 8);
    /** On which call of the balancer the engine dies; empty for none. */
    private final AtomicReference<String> deadly = new AtomicReference<>("");

    private Lab lab;
    private ComposeDeployer app;
    private Release before;

    @BeforeAll
    static void start() throws Exception {
        dockerd = new PrivateEngine();
    }

    @AfterAll
    static void stop() throws Exception {
        if (dockerd != null) {
            dockerd.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(dockerd.engine());
        app = lab.deployer(ComposeCommand.of(System.getenv("EMROPS_COMPOSE_V2")), file())
                .behind("app", 8080, mortal(), POOL)
                .build();
        before = app.rollOut(new ReleaseRequest("1.0.0", "run/deploy#1"), Progress.none());
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private Path file() throws Exception {
        return Files.writeString(lab.directory.resolve("rolling.yml"), """
                services:
                  app:
                    image: ${EMR_REGISTRY}/emropsit/app:${APP_VERSION}
                    scale: 2
                    stop_grace_period: 1s
                    ports:
                      - "127.0.0.1::8080"
                """);
    }

    private LoadBalancer mortal() {
        return (LoadBalancer) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {LoadBalancer.class}, (proxy, method, args) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(edge, args);
                    }
                    if (deadly.compareAndSet(method.getName(), "")) {
                        dockerd.kill();
                    }
                    try {
                        return method.invoke(edge, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void requireServing(String version) {
        assertThat(lab.instances().of("app"))
                .hasSize(2)
                .allMatch(Instance::well)
                .allMatch(i -> i.image().endsWith("/app:" + version));
        assertThat(edge.serving(POOL))
                .containsExactlyInAnyOrderElementsOf(lab.instances().of("app").stream()
                        .flatMap(i -> i.ports().stream())
                        .map(p -> new Endpoint(p.address(), p.outside()))
                        .toList());
        assertThat(edge.registered(POOL)).hasSize(2);
        assertThat(app.status()).allMatch(ServiceStatus::ok);
    }

    @Test
    void a_roll_out_whose_engine_dies_when_the_old_ones_are_drained_goes_on() throws Exception {
        var request = new ReleaseRequest("2.0.0", "run/deploy#2").rolling();
        deadly.set("drain");

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> app.rollOut(request, Progress.none()))
                .withMessageStartingWith(
                        "Stopped half-way, with some instances old and some new; the same call goes on: "
                                + "The Docker engine at unix://");
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> app.find(request.operationKey()));
        dockerd.up();

        assertThat(app.find(request.operationKey())).isEmpty();
        var release = app.rollOut(request, Progress.none());

        requireServing("2.0.0");
        assertThat(app.find(request.operationKey())).contains(release);
    }

    @Test
    void a_roll_out_whose_engine_dies_while_the_new_ones_start_is_taken_back() throws Exception {
        var request = new ReleaseRequest("2.0.0", "run/deploy#2").rolling();

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> app.rollOut(request, (done, total, what) -> {
                    if (what.equals("instances well")) {
                        dockerd.kill();
                    }
                }))
                .withMessage("The Docker engine was lost while app was started");
        dockerd.up();
        var found = app.find(request.operationKey());
        var back = app.rollBack(before, Rollout.ROLLING, Progress.none());

        requireServing("1.0.0");
        assertThat(found).isEmpty();
        assertThat(back.runsTheSameAs(before)).isTrue();
    }

    @Test
    void a_full_disk_of_the_engine_is_told_before_a_container_is_touched() throws Exception {
        var ids = lab.ids("app");
        var request = new ReleaseRequest("2.0.0", "run/deploy#2").rolling();

        try (var disk = SmallDisk.at(dockerd.data().resolve("volumes"), "size=128k,nr_inodes=2")) {
            disk.fill();
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> app.rollOut(request, Progress.none()))
                    .withMessage("The Docker engine refused to keep the release: its disk is full");
        }

        assertThat(lab.ids("app")).isEqualTo(ids);
        requireServing("1.0.0");
        assertThat(app.current()).isEqualTo(before);
        assertThat(app.find("run/deploy#1")).contains(before);
    }

    @Test
    void a_restart_whose_engine_dies_after_the_first_instance_says_so_and_is_repeated() throws Exception {
        var request = RestartRequest.rolling("app");

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> app.restart(request, (done, total, what) -> {
                    if (done == 1) {
                        deadly.set("drain");
                    }
                }))
                .withMessageStartingWith("1 of 2 instances of app were restarted: The Docker engine at unix://");
        dockerd.up();
        app.restart(request, Progress.none());

        requireServing("1.0.0");
    }
}
