package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.emrops.Answer;
import io.emrops.Engine;
import io.emrops.Finding;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.docker.ComposeDeployer;
import io.emrops.network.PoolServer;
import io.emrops.runbooks.DeploymentRunbook;
import io.emrops.runbooks.SecurityPatchRunbook;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a balanced stack needs goes away, or does not do what it says: the run tells where it stopped, and goes on or back. */
@RequiresEngine({"docker", "registry", "compose-v2", "haproxy"})
@Timeout(300)
final class BalancedStackFaultsIT {
    private static final RunRequest REQUEST = RunRequest.by("m.meier").because("CHG-4711");

    @TempDir
    Path directory;

    private final Engine engine = Emrops.inMemory().build();
    private BalancedStack stack;
    private ComposeDeployer compose;

    @BeforeEach
    void open() throws Exception {
        stack = new BalancedStack(directory);
        compose = stack.deployer(Duration.ofSeconds(60));
        stack.start("1.0.0");
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        stack.close();
    }

    private Runbook deployment() {
        return DeploymentRunbook.of("deploy", "Deploy EMRNext", compose)
                .rolling()
                .build();
    }

    @Test
    void without_the_balancer_a_deployment_stops_half_way_and_goes_on_when_it_is_back() throws Exception {
        var run = loseBalancerUnder(REQUEST.with("version", "2.0.0").withoutAutomaticUndo());

        var failed = run.await();
        assertThat(failed.state()).as(failed.toMarkdown()).isEqualTo(RunState.FAILED);
        assertThat(failed.verdict()).contains("half-way").contains("does not answer");
        assertThat(stack.containers("api")).isEqualTo(6);

        stack.edge.start();
        lossless(() -> {
            var report = goneOn(run);
            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        });
        assertRuns("2.0.0");
    }

    @Test
    void without_the_balancer_the_way_back_stops_too_and_is_gone_when_it_is_back() throws Exception {
        var run = loseBalancerUnder(REQUEST.with("version", "2.0.0"));

        var failed = run.await();
        assertThat(failed.state()).as(failed.toMarkdown()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(failed.leftChanged()).singleElement().asString().startsWith("deploy (");
        assertThat(stack.containers("api")).isEqualTo(6);

        stack.edge.start();
        lossless(() -> {
            var report = engine.undo(deployment(), run.id(), ResumeRequest.by("m.meier"))
                    .await();
            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            assertThat(report.leftChanged()).isEmpty();
        });
        assertRuns("1.0.0");
    }

    @Test
    void a_balancer_that_is_lost_while_old_servers_are_drained_has_them_drained_when_it_is_back() throws Exception {
        var run = engine.start(deployment(), REQUEST.with("version", "2.0.0").withoutAutomaticUndo());
        loseBalancerWhen(() ->
                stack.haproxy.servers("api").stream().filter(PoolServer::serves).count() > BalancedStack.REPLICAS);

        var cut = run.await();
        assertThat(cut.state()).as(cut.toMarkdown()).isIn(RunState.FAILED, RunState.IN_DOUBT);
        assertThat(cut.verdict()).containsAnyOf("half-way", "lost");

        stack.edge.start();
        lossless(() -> {
            var report = cut.state() == RunState.IN_DOUBT ? answered(run) : goneOn(run);
            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        });
        assertRuns("2.0.0");
    }

    private static Report answered(Run run) throws Exception {
        run.answer("deploy", Answer.notApplied("m.meier"));
        return run.await();
    }

    private Report goneOn(Run run) throws Exception {
        return engine.resumeFrom(deployment(), run.id(), "deploy", ResumeRequest.by("m.meier"))
                .await();
    }

    /** As soon as new containers stand beside the old ones. */
    private Run loseBalancerUnder(RunRequest request) {
        var run = engine.start(deployment(), request);
        loseBalancerWhen(() -> stack.containers("api") == 6);
        return run;
    }

    private void loseBalancerWhen(Callable<Boolean> moment) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(90))
                .until(moment);
        stack.edge.kill();
    }

    @Test
    void what_is_well_for_the_engine_and_not_for_the_balancer_is_taken_away_again() throws Exception {
        compose = stack.deployer(Duration.ofSeconds(12));
        stack.publishPortal("empty");

        lossless(() -> {
            var report = patch();
            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            assertThat(report.verdict()).contains("pool portal").contains("L7STS");
            assertThat(report.leftChanged()).isEmpty();
        });
        assertRuns("1.0.0");
    }

    @Test
    void a_registry_that_is_gone_when_the_patch_is_to_be_installed_leaves_everything_as_it_was() throws Exception {
        var before = compose.current();
        stack.publishPortal("patched");

        lossless(() -> {
            var report = engine.start(
                            patching()
                                    .require("gone", "The registry goes away", run -> {
                                        stack.registry.shut();
                                        return Finding.ok("It is gone");
                                    })
                                    .build(),
                            REQUEST)
                    .await();
            assertThat(report.state()).as(report.toMarkdown()).isIn(RunState.FAILED, RunState.ROLLED_BACK);
            assertThat(report.leftChanged()).isEmpty();
        });
        assertThat(compose.current()).isEqualTo(before);

        stack.registry.openAgain();
        lossless(() -> {
            var report = patch();
            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        });
        assertThat(compose.current().runsTheSameAs(before)).isFalse();
    }

    private SecurityPatchRunbook patching() {
        return SecurityPatchRunbook.of("patch", "Patch EMRNext", compose.patcher());
    }

    private Report patch() throws Exception {
        return engine.start(patching().build(), REQUEST).await();
    }

    private void lossless(Phases.Work work) throws Exception {
        try (var phases = new Phases(stack)) {
            phases.lossless("with everything there", work);
        }
    }

    private void assertRuns(String version) throws Exception {
        assertThat(compose.current().version()).isEqualTo(version);
        for (var service : stack.edge.services()) {
            assertThat(stack.containers(service)).as(service).isEqualTo(BalancedStack.REPLICAS);
            assertThat(stack.haproxy.servers(service))
                    .as(service)
                    .hasSize(BalancedStack.REPLICAS)
                    .allMatch(PoolServer::serves);
        }
    }
}
