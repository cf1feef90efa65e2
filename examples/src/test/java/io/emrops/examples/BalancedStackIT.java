package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Engine;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.docker.ComposeDeployer;
import io.emrops.network.PoolServer;
import io.emrops.runbooks.DeploymentRunbook;
import io.emrops.runbooks.HorizontalScalingRunbook;
import io.emrops.runbooks.SecurityPatchRunbook;
import io.emrops.runbooks.ServiceRestartRunbook;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three services of three instances behind a HAProxy, changed by runbooks while they are asked all the time: nobody goes without an answer. */
@RequiresEngine({"docker", "registry", "compose-v2", "haproxy"})
@Timeout(400)
final class BalancedStackIT {
    private static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-4711");
    private static final Duration WELL_WITHIN = Duration.ofSeconds(60);
    /** What is broken is not well by then either. */
    private static final Duration BROKEN_WITHIN = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    @Test
    void nothing_is_lost_while_services_are_scaled_restarted_deployed_and_patched() throws Exception {
        try (var engine = Emrops.inMemory().build();
                var stack = new BalancedStack(directory)) {
            stack.start("1.0.0");
            try (var phases = new Phases(stack)) {
                try {
                    change(engine, stack, phases);
                } finally {
                    System.out.println(phases.table());
                }
            }
        }
    }

    private static void change(Engine engine, BalancedStack stack, Phases phases) throws Exception {
        var compose = stack.deployer(WELL_WITHIN);
        var impatient = stack.deployer(BROKEN_WITHIN);

        for (var replicas : new int[] {5, 2, 3}) {
            var scale = HorizontalScalingRunbook.of("scale", "Scale the API", compose, compose.scaler(), "api")
                    .balanced(stack.haproxy, "api")
                    .build();
            phases.lossless(
                    "scale api to " + replicas,
                    () -> require(engine, scale, REQUEST.with("replicas", replicas), RunState.SUCCEEDED));
            assertThat(serving(stack, "api")).isEqualTo(replicas);
        }

        var restart = ServiceRestartRunbook.of("restart", "Restart the web service", compose, "web")
                .gracefulOnly()
                .build();
        phases.lossless("rolling restart of web", () -> require(engine, restart, REQUEST, RunState.SUCCEEDED));

        phases.lossless("rolling deployment of 2.0.0", () -> deploy(engine, compose, "2.0.0", RunState.SUCCEEDED));
        phases.lossless(
                "rolling deployment of broken 2.1.0, undone",
                () -> deploy(engine, impatient, "2.1.0", RunState.ROLLED_BACK));
        assertThat(compose.current().version()).isEqualTo("2.0.0");

        stack.publishPortal("patched");
        phases.lossless("patch of portal", () -> patch(engine, compose, RunState.SUCCEEDED));
        var patched = compose.current();
        stack.publishPortal("broken");
        phases.lossless("broken patch of portal, undone", () -> patch(engine, impatient, RunState.ROLLED_BACK));
        assertThat(compose.current().runsTheSameAs(patched)).isTrue();

        for (var service : stack.edge.services()) {
            assertThat(serving(stack, service)).as(service).isEqualTo(BalancedStack.REPLICAS);
        }

        // That nothing was lost says something only if losses are counted.
        var killed = phases.count("web killed behind everybody's back", () -> {
            stack.toAll("web", "kill");
            phases.awaitFailure("web");
        });
        assertThat(killed.failures()).containsOnlyKeys("web");
    }

    private static void deploy(Engine engine, ComposeDeployer compose, String version, RunState end) throws Exception {
        var runbook = DeploymentRunbook.of("deploy", "Deploy EMRNext", compose)
                .rolling()
                .build();
        require(engine, runbook, REQUEST.with("version", version), end);
    }

    private static void patch(Engine engine, ComposeDeployer compose, RunState end) throws Exception {
        var runbook = SecurityPatchRunbook.of("patch", "Patch EMRNext", compose.patcher())
                .build();
        require(engine, runbook, REQUEST, end);
    }

    private static void require(Engine engine, Runbook runbook, RunRequest request, RunState end) throws Exception {
        var report = engine.start(runbook, request).await();
        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(end);
        if (end == RunState.ROLLED_BACK) {
            assertThat(report.leftChanged()).isEmpty();
        }
    }

    private static long serving(BalancedStack stack, String service) {
        return stack.haproxy.servers(service).stream()
                .filter(PoolServer::serves)
                .count();
    }
}
