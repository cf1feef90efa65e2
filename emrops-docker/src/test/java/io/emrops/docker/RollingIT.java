package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.Release;
import io.emrops.deploy.RestartRequest;
import io.emrops.deploy.Rollout;
import io.emrops.deploy.Service;
import io.emrops.docker.engine.Containers;
import io.emrops.network.PoolServer;
import io.emrops.testkit.FakeLoadBalancer;
import io.emrops.testkit.RequiresEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each test has a project of its own, so that they do not wait for each other. */
@RequiresEngine({"docker", "registry", "compose-v2"})
@Execution(ExecutionMode.CONCURRENT)
final class RollingIT extends RollingScenarios {
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
    void cut_off_at_any_call_of_the_balancer_it_goes_on_when_it_is_asked_again() throws Exception {
        var app = app("scale: 2").build();
        app.rollOut(request("1.0.0"), Progress.none());
        edge.watchServing(POOL);

        for (var call = 1; ; call++) {
            var version = call % 2 == 0 ? "1.0.0" : "2.0.0";
            var request = request(version).rolling();
            edge.failBefore(changesOf(edge) + call, lost());
            var whole = !fails(() -> app.rollOut(request, Progress.none()));
            if (!whole) {
                assertThat(app.find(request.operationKey()))
                        .as("cut off at " + call)
                        .isEmpty();
                app.rollOut(request, Progress.none());
            }

            requireServing(2, version);
            assertThat(app.find(request.operationKey())).isPresent();
            assertThat(edge.fewestServing(POOL)).isEqualTo(2);
            if (whole) {
                assertThat(call).isGreaterThan(3);
                return;
            }
        }
    }

    @Test
    void cut_off_at_any_call_of_the_balancer_the_way_back_is_open() throws Exception {
        var app = app("scale: 2").build();
        var before = app.rollOut(request("1.0.0"), Progress.none());
        edge.watchServing(POOL);

        for (var call = 1; call <= 3; call++) {
            edge.failAfter(changesOf(edge) + call, lost());
            assertThat(fails(() -> app.rollOut(request("2.0.0").rolling(), Progress.none())))
                    .isTrue();
            app.rollBack(before, Rollout.ROLLING, Progress.none());

            requireServing(2, "1.0.0");
            assertThat(app.current().runsTheSameAs(before)).isTrue();
            assertThat(edge.fewestServing(POOL)).isEqualTo(2);
        }
    }

    @Test
    void interrupted_while_it_waits_it_goes_on_from_old_and_new_side_by_side() throws Exception {
        var app = app("scale: 2").surge(1).build();
        var before = app.rollOut(request("1.0.0"), Progress.none());
        edge.watchServing(POOL);
        var request = request("2.0.0").rolling();
        var most = new AtomicInteger();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> app.rollOut(request, (done, total, what) -> {
                    if (lab.instances().of("app").size() > 2) {
                        Thread.currentThread().interrupt();
                    }
                }));
        var between = app.current();
        app.rollOut(
                request,
                (done, total, what) ->
                        most.accumulateAndGet(lab.instances().of("app").size(), Math::max));

        assertThat(between.service("app")).map(Service::replicas).contains(2);
        assertThat(between).isEqualTo(before);
        assertThat(most).hasValue(3);
        requireServing(2, "2.0.0");
        assertThat(edge.fewestServing(POOL)).isEqualTo(2);
    }

    @Test
    void a_balancer_that_is_gone_or_full_is_found_before_anything_is_changed() throws Exception {
        var small = FakeLoadBalancer.of("small").pool(POOL, 2);
        var app = app(small, "scale: 2").build();
        var before = app.rollOut(request("1.0.0"), Progress.none());
        var old = lab.ids("app");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> app.preview(request("2.0.0").rolling()))
                .withMessageContaining("room");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> app.rollOut(request("2.0.0").rolling(), Progress.none()))
                .withMessageContaining("room");
        small.goDown();
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> app.rollOut(request("2.0.0").rolling(), Progress.none()));
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> app.rollOut(request("2.0.0"), Progress.none()));
        small.comeBack();

        assertThat(lab.ids("app")).isEqualTo(old);
        assertThat(small.serving(POOL)).hasSize(2);
        assertThat(app.current()).isEqualTo(before);
    }

    @Test
    void what_the_engine_refuses_to_start_replaces_nothing() throws Exception {
        var app = app("scale: 2").build();
        var before = app.rollOut(request("1.0.0"), Progress.none());
        var old = lab.ids("app");
        edge.watchServing(POOL);
        var refused = app("scale: 2", "user: nobody-knows-him").build();

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> refused.rollOut(request("2.0.0").rolling(), Progress.none()))
                .withMessageContaining("2 older of app were not touched");
        assertThat(edge.serving(POOL)).hasSize(2);
        assertThat(app.current().runsTheSameAs(before)).isTrue();
        app("scale: 2").build().rollBack(before, Rollout.ROLLING, Progress.none());

        assertThat(lab.ids("app")).isEqualTo(old);
        assertThat(edge.fewestServing(POOL)).isEqualTo(2);
    }

    @Test
    void another_version_takes_the_place_of_old_ones_and_of_those_that_never_became_well() throws Exception {
        var app = app("scale: 2").build();
        app.rollOut(request("1.0.0"), Progress.none());
        edge.watchServing(POOL);
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> impatient().rollOut(request("3.0.0").rolling(), Progress.none()));

        app.rollOut(request("2.0.0").rolling(), Progress.none());

        requireServing(2, "2.0.0");
        assertThat(edge.fewestServing(POOL)).isEqualTo(2);
    }

    @Test
    void other_settings_alone_are_rolled_too_and_found_only_when_all_have_them() throws Exception {
        app("scale: 2").build().rollOut(request("1.0.0"), Progress.none());
        edge.watchServing(POOL);
        var other = app("scale: 2").variable("GREETING", "hello").build();
        var request = request("1.0.0").rolling();
        edge.failBefore(changesOf(edge) + 1, lost());

        assertThat(fails(() -> other.rollOut(request, Progress.none()))).isTrue();
        assertThat(lab.instances().of("app")).hasSize(4);
        assertThat(other.find(request.operationKey())).isEmpty();
        other.rollOut(request, Progress.none());

        requireServing(2, "1.0.0");
        assertThat(lab.instances().of("app"))
                .allMatch(i -> lab.environmentOf(i, "GREETING").equals("hello"));
        assertThat(other.preview(request)).isEmpty();
        assertThat(other.find(request.operationKey())).isPresent();
        assertThat(edge.fewestServing(POOL)).isEqualTo(2);
    }

    @Test
    void restarts_tell_the_balancer_of_other_ports_each_in_its_own_way() throws Exception {
        var app = app("scale: 2").build();
        app.rollOut(request("1.0.0"), Progress.none());
        var ids = lab.ids("app");
        edge.watchServing(POOL);

        app.restart("app", Progress.none());
        requireServing(2, "1.0.0");
        assertThat(edge.fewestServing(POOL)).as("rolling").isEqualTo(1);
        app.restart(RestartRequest.atOnce("app").grace(Duration.ofSeconds(1)), Progress.none());
        requireServing(2, "1.0.0");
        assertThat(edge.fewestServing(POOL)).as("at once").isZero();
        app.restart(RestartRequest.forced("app"), Progress.none());
        requireServing(2, "1.0.0");

        assertThat(lab.ids("app")).isEqualTo(ids);
        assertThat(edge.cutSessions()).isZero();
        assertThat(app.preview(RestartRequest.rolling("app"))).noneMatch(l -> l.contains("interrupted"));
        assertThat(app.preview(RestartRequest.rolling("side"))).allMatch(l -> l.contains("interrupted"));
    }

    @Test
    void one_replica_is_replaced_without_a_gap_unless_it_writes_to_a_volume() throws Exception {
        var app = app("scale: 1").build();
        app.rollOut(request("1.0.0"), Progress.none());
        edge.watchServing(POOL);

        assertThat(app.preview(request("2.0.0").rolling())).noneMatch(l -> l.contains("interrupted"));
        app.rollOut(request("2.0.0").rolling(), Progress.none());
        assertThat(edge.fewestServing(POOL)).isEqualTo(1);
        requireServing(1, "2.0.0");

        var writing = app("scale: 1", "volumes: [\"data:/data\"]").build();
        writing.rollOut(request("2.0.0").rolling(), Progress.none());
        var numbers = lab.instances().of("app").get(0).number();
        assertThat(writing.preview(request("1.0.0").rolling()))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("interrupted", "volume"));
        writing.rollOut(request("1.0.0").rolling(), Progress.none());

        requireServing(1, "1.0.0");
        assertThat(lab.instances().of("app").get(0).number()).isEqualTo(numbers);
    }

    @Test
    void as_many_ports_as_replicas_are_replaced_one_after_the_other() throws Exception {
        var app = lab.deployer(compose(), file("127.0.0.1:18641-18642:8080", "scale: 2"))
                .behind("app", 8080, edge, POOL)
                .build();
        app.rollOut(request("1.0.0"), Progress.none());
        edge.watchServing(POOL);

        assertThat(app.preview(request("2.0.0").rolling()))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("one after the other"));
        app.rollOut(request("2.0.0").rolling(), Progress.none());

        requireServing(2, "2.0.0");
        assertThat(edge.fewestServing(POOL)).isEqualTo(1);
    }

    @Test
    void ports_that_changed_behind_our_back_are_put_right() throws Exception {
        edge.alreadyRegistered(POOL, STRANGER);
        var app = app("scale: 2").build();
        var release = app.rollOut(request("1.0.0"), Progress.none());
        var before = edge.serving(POOL);
        var containers = new Containers(engine.connection());
        for (var instance : lab.instances().of("app")) {
            containers.restart(instance, Optional.of(Duration.ofSeconds(1)));
        }

        app.rollBack(release, Rollout.ROLLING, Progress.none());

        requireServing(2, "1.0.0");
        assertThat(edge.serving(POOL)).contains(STRANGER).isNotEqualTo(before);
    }

    /** For what never becomes well, however long it is given. */
    private ComposeDeployer impatient() throws IOException {
        return app("scale: 2").healthyWithin(Duration.ofSeconds(3)).build();
    }

    private interface Work {
        Release run() throws Exception;
    }

    private static boolean fails(Work work) throws Exception {
        try {
            work.run();
            return false;
        } catch (EmropsException e) {
            return true;
        }
    }

    private static EmropsException lost() {
        return new TargetUnavailableException("the balancer is gone for a moment");
    }

    private static int changesOf(FakeLoadBalancer balancer) {
        return balancer.changes().size();
    }

    @Test
    void a_version_that_does_not_become_well_serves_nobody_and_only_it_goes_back() throws Exception {
        var app = app("scale: 2").build();
        var before = app.rollOut(request("1.0.0"), Progress.none());
        var old = lab.ids("app");
        var serving = edge.serving(POOL);
        edge.watchServing(POOL);
        var broken = request("3.0.0").rolling();

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> impatient().rollOut(broken, Progress.none()))
                .withMessageContaining("2 of 2 instances of app")
                .withMessageContaining("2 older of app were not touched");
        assertThat(edge.registered(POOL)).extracting(PoolServer::endpoint).isEqualTo(serving);
        assertThat(lab.instances().of("app")).hasSize(4);
        assertThat(app.find(broken.operationKey())).isEmpty();
        assertThat(app.current()).isEqualTo(before);
        app.rollBack(before, Rollout.ROLLING, Progress.none());

        assertThat(lab.ids("app")).isEqualTo(old);
        assertThat(edge.serving(POOL)).isEqualTo(serving);
        assertThat(edge.fewestServing(POOL)).isEqualTo(2);
    }

    @Test
    void at_once_stopping_and_starting_leave_no_server_in_the_pool_that_does_not_serve() throws Exception {
        var app = app("scale: 2").build();
        app.rollOut(request("1.0.0"), Progress.none());
        var first = edge.serving(POOL);

        app.rollOut(request("2.0.0"), Progress.none());
        requireServing(2, "2.0.0");
        assertThat(edge.serving(POOL)).doesNotContainAnyElementsOf(first);
        app.stop(Progress.none());
        assertThat(edge.registered(POOL)).isEmpty();
        app.start(Progress.none());
        requireServing(2, "2.0.0");
        app.recreate(Progress.none());
        requireServing(2, "2.0.0");
        app.rollBack(Release.nothing(engine.connection().now()), Rollout.ROLLING, Progress.none());

        assertThat(edge.registered(POOL)).isEmpty();
        assertThat(edge.cutSessions()).isZero();
        assertThat(lab.instances().isEmpty()).isTrue();
    }
}
