package io.emrops.examples.guide;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.MaintenanceWindow;
import io.emrops.PreconditionFailedException;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.core.trigger.TriggerWatch;
import io.emrops.deploy.Deployer;
import io.emrops.metrics.MetricsProvider;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancer;
import io.emrops.runbooks.HorizontalScalingRunbook;
import io.emrops.runbooks.ScalingActions;
import io.emrops.scaling.Scaler;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.FakeLoadBalancer;
import io.emrops.testkit.FakeMetrics;
import io.emrops.testkit.FakeScaler;
import io.emrops.testkit.TriggerReplay;
import io.emrops.trigger.Across;
import io.emrops.trigger.Reading;
import io.emrops.trigger.Response;
import io.emrops.trigger.ScalingAction;
import io.emrops.trigger.Signals;
import io.emrops.trigger.Threshold;
import io.emrops.trigger.Trigger;
import io.emrops.trigger.Triggers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TriggersTest {
    private final FakeDeployer emrnext = FakeDeployer.of("emrnext", "api")
            .version("1.0.0")
            .replicas("api", 2)
            .alreadyRunning("1.0.0");
    private final Scaler scaler = FakeScaler.of(emrnext);
    private final MetricsProvider metrics = FakeMetrics.of("emrnext", "api", "api");
    private final LoadBalancer edge = FakeLoadBalancer.of("edge").pool("emrnext-web", 4);
    private final Runbook restart = Runbook.define(
            "restart", "Restart", rb -> rb.action("it", "It", run -> {}).nothingToUndo("it is an example"));

    @TempDir
    private Path directory;

    private double p95() {
        return 120;
    }

    // tag::scaling[]
    ScalingActions scaling(Deployer compose) {
        return ScalingActions.of("emrnext", "triggers")
                .scaleOut(
                        HorizontalScalingRunbook.of("api-scale", "Scale the API", compose, scaler, "api")
                                .atMost(6),
                        scaler,
                        "api",
                        1, // so many more each time,
                        6) // and no more than that
                .addWebServer(edge, "emrnext-web", List.of(new Endpoint("10.0.7.13", 8080)), ofMinutes(1));
    }
    // end::scaling[]

    @Test
    void triggers_are_watched() throws Exception {
        try (var engine = engine(directory.resolve("emrops"))) {
            // tag::watch[]
            var scaling = scaling(emrnext);
            var cpu = Triggers.cpu("api-cpu", "CPU of the API").coolDown(ofMinutes(15));
            var slow = Triggers.responseTime("api-p95", "p95 of the API").sustainedFor(ofMinutes(10));
            var watch = TriggerWatch.builder(directory.resolve("triggers"), engine)
                    .on(cpu, Signals.cpu(metrics, "api", Across.AVERAGE), scaling.respond(ScalingAction.SCALE_OUT))
                    .on(
                            slow,
                            Signals.of("p95", this::p95, Clock.systemUTC()),
                            scaling.respond(ScalingAction.ADD_WEB_SERVER).asking("on-call", ofHours(1)))
                    .every(ofSeconds(15))
                    .listener(event -> System.out.println(event.trigger() + ": " + event.text()))
                    .open();
            // end::watch[]
            try (watch) {
                assertThat(watch.state("api-cpu").fires()).isZero();
            }
        }
    }

    @Test
    void a_target_refuses_by_name_what_it_cannot_do() {
        assertThatThrownBy(() -> scaling(emrnext).respond(ScalingAction.ADD_READ_REPLICA))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessage("emrnext cannot add a read replica: nothing was given that does it. It can scale out,"
                        + " add a web server");
    }

    @Test
    void responses_start_or_ask() {
        // tag::responses[]
        var night = MaintenanceWindow.daily("02:00", "04:00", ZoneId.of("America/New_York"));
        var always = Response.start(restart, RunRequest.by("triggers"));
        var asks = always.asking("on-call", ofHours(1)); // the same runbook behind an approval
        var asksAtNight = always.askingIn(night, "on-call", ofHours(1)); // nothing by itself while people work on it
        // end::responses[]

        assertThat(List.of(asks.toString(), asksAtNight.toString())).allMatch(text -> text.contains("asks first"));
    }

    @Test
    void readings_may_be_brought() {
        try (var engine = engine(directory.resolve("emrops"))) {
            // tag::fed[]
            var queue = Trigger.of(
                            "orders",
                            "Orders in the queue",
                            Threshold.above(100, "").endsBelow(50))
                    .sustainedFor(ofMinutes(5)) // so long, without a reading below
                    .maxGap(ofSeconds(75)) // and without a longer gap
                    .recoveredFor(ofMinutes(5)) // the breach is over after that
                    .coolDown(ofMinutes(10)) // behind the end of the run
                    .staleAfter(ofMinutes(3)) // then it is blind, and says so
                    .atMostPerBreach(1);
            try (var watch = TriggerWatch.builder(directory.resolve("triggers"), engine)
                    .fed(queue, Response.start(restart, RunRequest.by("triggers")))
                    .open()) {
                watch.accept("orders", new Reading(Instant.now(), 17));
            }
            // end::fed[]
        }
    }

    @Test
    void thresholds_are_tried_on_a_recorded_series() throws Exception {
        var file = recorded();
        // tag::replay[]
        var february = TriggerReplay.csv(file, "cpu"); // time,cpu,… with a line for each reading
        var replayed = TriggerReplay.of(Triggers.cpu("api-cpu", "CPU of the API"))
                .actionTakes(ofMinutes(3))
                .over(february);

        System.out.println(replayed.table());
        assertThat(replayed.fires()).hasSize(1);
        // end::replay[]
        assertThat(replayed.table()).contains("CPU of the API above 80 % for 5 min");
    }

    private Path recorded() throws IOException {
        var text = new StringBuilder("time,cpu\n");
        var at = Instant.parse("2026-02-01T06:50:00Z");
        for (var i = 0; i < 40; i++) {
            text.append(at.plusSeconds(60L * i)).append(i > 10 && i < 22 ? ",91\n" : ",34\n");
        }
        return Files.writeString(directory.resolve("february.csv"), text);
    }

    private static Engine engine(Path directory) {
        return Emrops.builder(directory)
                .authorizer(Authorizer.groups(Map.of("on-call", List.of("m.meier"))))
                .build();
    }
}
