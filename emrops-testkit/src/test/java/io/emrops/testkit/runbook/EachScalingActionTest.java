package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.core.Emrops;
import io.emrops.network.Endpoint;
import io.emrops.network.PoolServer;
import io.emrops.replication.ReadReplica;
import io.emrops.replication.Reads;
import io.emrops.runbooks.HorizontalScalingRunbook;
import io.emrops.runbooks.ScalingActions;
import io.emrops.runbooks.VerticalScalingRunbook;
import io.emrops.scaling.Resources;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.FakeLoadBalancer;
import io.emrops.testkit.FakeReplication;
import io.emrops.testkit.FakeScaler;
import io.emrops.testkit.ManualTime;
import io.emrops.testkit.TriggerReplay;
import io.emrops.trigger.Fire;
import io.emrops.trigger.Reading;
import io.emrops.trigger.Response;
import io.emrops.trigger.ScalingAction;
import io.emrops.trigger.Triggers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sustained breach of a recorded series has each action done. */
@Timeout(60)
class EachScalingActionTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00Z");
    private static final Resources ONE_GIB = Resources.unlimited().memory(DataSize.gib(1));
    private static final Endpoint WEB_03 = new Endpoint("10.0.7.13", 8080);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FakeDeployer deployer = FakeDeployer.of("emrnext", "api", "web")
            .version("1.0.0")
            .replicas("api", 2)
            .alreadyRunning("1.0.0");
    private final FakeScaler scaler = FakeScaler.of(deployer).host("8", DataSize.gib(32));
    private final FakeLoadBalancer edge = FakeLoadBalancer.of("edge").pool("web", 2);
    private final FakeReplication group = FakeReplication.availabilityGroup("EMRNext")
            .primary("sql-a")
            .synchronous("sql-b")
            .synchronous("sql-c");

    private ScalingActions scaling() {
        return ScalingActions.of("emrnext", "triggers")
                .scaleOut(
                        HorizontalScalingRunbook.of("api-scale", "Scale", deployer, scaler, "api")
                                .atMost(3),
                        scaler,
                        "api",
                        1,
                        3)
                .resize(
                        VerticalScalingRunbook.of("api-size", "Resize", deployer, scaler, "api", ONE_GIB),
                        scaler,
                        "api",
                        ONE_GIB)
                .addWebServer(edge, "web", List.of(WEB_03), MINUTE)
                .addReadReplica(group, List.of("sql-a", "sql-b", "sql-c"), MINUTE);
    }

    /** Ten minutes of too much work. */
    private static Fire fired() {
        var series = IntStream.rangeClosed(0, 10)
                .mapToObj(minute -> new Reading(NIGHT.plus(MINUTE.multipliedBy(minute)), 95))
                .toList();
        var fires = TriggerReplay.of(Triggers.cpu("db-cpu", "CPU"))
                .actionTakes(MINUTE)
                .over(series)
                .fires();
        assertThat(fires).hasSize(1);
        return fires.get(0);
    }

    private static Report run(Response response, Fire fire) throws InterruptedException {
        try (var engine = Emrops.inMemory().time(ManualTime.at(fire.at())).build()) {
            return engine.start(response.runbook(fire), response.request(fire)).await();
        }
    }

    private List<String> readers() {
        return group.readReplicas().stream()
                .filter(replica -> replica.reads() != Reads.NONE)
                .map(ReadReplica::name)
                .toList();
    }

    private void requireDone(ScalingAction action) {
        switch (action) {
            case SCALE_OUT -> assertThat(scaler.capacity("api").replicas()).isEqualTo(3);
            case RESIZE -> assertThat(scaler.limits("api")).isEqualTo(ONE_GIB);
            case ADD_WEB_SERVER ->
                assertThat(edge.servers("web")).extracting(PoolServer::endpoint).containsExactly(WEB_03);
            case ADD_READ_REPLICA -> {
                assertThat(readers()).containsExactly("sql-b");
                assertThat(group.answersReads("sql-b")).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_sustained_breach_has_each_action_done(ScalingAction action) throws Exception {
        var report = run(scaling().respond(action), fired());

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        requireDone(action);
    }

    @Test
    void the_next_fire_has_the_next_replica_answer_and_then_there_is_none() throws Exception {
        var response = scaling().respond(ScalingAction.ADD_READ_REPLICA);
        run(response, fired());
        run(response, fired());

        assertThat(readers()).containsExactly("sql-b", "sql-c");
        assertThatThrownBy(() -> response.request(fired()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("answer reads already");
    }

    @Test
    void a_replica_that_does_not_answer_after_all_is_set_as_it_was() throws Exception {
        group.cutOff("sql-b");
        var brief =
                ScalingActions.of("emrnext", "triggers").addReadReplica(group, List.of("sql-b"), Duration.ofMillis(1));

        var response = brief.respond(ScalingAction.ADD_READ_REPLICA);

        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(response.runbook(fired()), response.request(fired()))
                    .await();
            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        }
        assertThat(readers()).isEmpty();
    }

    @Test
    void log_shipping_is_refused_by_name_before_anything_is_watched() {
        var shipped = FakeReplication.logShipping("EMRNext").primary("sql-a").asynchronous("sql-b");
        var actions = ScalingActions.of("emrnext", "triggers")
                .addWebServer(edge, "web", List.of(WEB_03), MINUTE)
                .addReadReplica(shipped, List.of("sql-b"), MINUTE);

        assertThatThrownBy(() -> actions.respond(ScalingAction.ADD_READ_REPLICA))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("emrnext cannot add a read replica: With log shipping")
                .hasMessageEndingWith("It can add a web server");
    }
}
