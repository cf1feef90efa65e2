package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.network.Endpoint;
import io.emrops.network.PoolServer;
import io.emrops.runbooks.HorizontalScalingRunbook;
import io.emrops.runbooks.ScalingActions;
import io.emrops.runbooks.VerticalScalingRunbook;
import io.emrops.scaling.Resources;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.FakeLoadBalancer;
import io.emrops.testkit.FakeScaler;
import io.emrops.trigger.Fire;
import io.emrops.trigger.ScalingAction;
import io.emrops.trigger.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScalingActionsTest {
    private static final Resources ONE_GIB = Resources.unlimited().memory(DataSize.gib(1));
    private static final Endpoint WEB_03 = new Endpoint("10.0.7.13", 8080);
    private static final Endpoint WEB_04 = new Endpoint("10.0.7.14", 8080);

    private final FakeDeployer deployer = FakeDeployer.of("emrnext", "api", "web")
            .version("1.0.0")
            .replicas("api", 2)
            .alreadyRunning("1.0.0");
    private final FakeScaler scaler = FakeScaler.of(deployer).host("8", DataSize.gib(32));
    private final FakeLoadBalancer edge =
            FakeLoadBalancer.of("edge").pool("web", 2).alreadyRegistered("web", WEB_03);

    private ScalingActions scaling() {
        return ScalingActions.of("emrnext", "triggers")
                .scaleOut(
                        HorizontalScalingRunbook.of("api-scale", "Scale", deployer, scaler, "api")
                                .atMost(3),
                        scaler,
                        "api",
                        2,
                        3)
                .resize(
                        VerticalScalingRunbook.of("api-size", "Resize", deployer, scaler, "api", ONE_GIB),
                        scaler,
                        "api",
                        ONE_GIB);
    }

    @Test
    void what_nobody_offered_is_refused_by_name_with_what_there_is_instead() {
        assertThatThrownBy(() -> scaling().respond(ScalingAction.ADD_READ_REPLICA))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessage(
                        "emrnext cannot add a read replica: nothing was given that does it. It can scale out, resize");
        assertThatThrownBy(() -> ScalingActions.of("emrnext", "triggers").respond(ScalingAction.RESIZE))
                .hasMessageEndingWith("There is nothing else that it can do");
    }

    @Test
    void what_the_platform_cannot_do_is_refused_before_anything_is_watched() {
        scaler.withoutResize();
        edge.pool("full", 1).alreadyRegistered("full", WEB_04);

        var actions = scaling().addWebServer(edge, "full", List.of(WEB_03), Duration.ofMinutes(1));

        assertThatThrownBy(() -> actions.respond(ScalingAction.RESIZE))
                .hasMessageContaining("emrnext cannot resize: This platform cannot change the limits of what runs")
                .hasMessageEndingWith("It can scale out");
        assertThatThrownBy(() -> actions.respond(ScalingAction.ADD_WEB_SERVER))
                .hasMessageContaining("Pool full has no room for another server");
        assertThat(scaler.changes()).isEmpty();
    }

    @Test
    void a_fire_gives_some_more_instances_up_to_the_most_and_nothing_behind_that() throws Exception {
        var response = scaling().respond(ScalingAction.SCALE_OUT);

        run(response.runbook(fire(1)), response.request(fire(1)));

        assertThat(scaler.capacity("api").replicas()).isEqualTo(3);
        assertThatThrownBy(() -> response.request(fire(2)))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("api has 3 replicas already, and 3 is the most");
    }

    @Test
    void the_limits_of_instances_are_raised_by_the_ready_made_runbook() throws Exception {
        var response = scaling().respond(ScalingAction.RESIZE);

        run(response.runbook(fire(1)), response.request(fire(1)));

        assertThat(scaler.limits("api")).isEqualTo(ONE_GIB);
    }

    @Test
    void the_first_server_outside_of_the_pool_is_added_to_it() throws Exception {
        var response = scaling()
                .addWebServer(edge, "web", List.of(WEB_03, WEB_04), Duration.ofMinutes(1))
                .respond(ScalingAction.ADD_WEB_SERVER);

        run(response.runbook(fire(1)), response.request(fire(1)));

        assertThat(edge.servers("web")).extracting(PoolServer::endpoint).containsExactly(WEB_03, WEB_04);
        assertThatThrownBy(() -> response.request(fire(2))).hasMessageContaining("are in pool web already");
    }

    @Test
    void an_action_of_ones_own_is_offered_like_the_others() {
        var book = Runbook.define(
                "replica", "Replica", rb -> rb.action("add", "Add", run -> {}).nothingToUndo("it does nothing"));

        var response = scaling()
                .offer(ScalingAction.ADD_READ_REPLICA, book, fire -> RunRequest.by("triggers"))
                .respond(ScalingAction.ADD_READ_REPLICA);

        assertThat(response.runbook(fire(1)).id()).isEqualTo("replica");
    }

    private static void run(Runbook book, RunRequest request) throws InterruptedException {
        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(book, request).await();
            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
            assertThat(report.runId()).isEqualTo("20260301-020000-api-cpu-1");
        }
    }

    private static Fire fire(long number) {
        var at = Instant.parse("2026-03-01T02:00:00Z");
        return new Fire("api-cpu", number, at, new Stretch(at, at, 1, 95, 95), "CPU too high");
    }
}
