package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.Answer;
import io.emrops.DataSize;
import io.emrops.Finding;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.core.Emrops;
import io.emrops.deploy.Deployments;
import io.emrops.deploy.ImagePolicy;
import io.emrops.deploy.Service;
import io.emrops.deploy.SettingFinding.Severity;
import io.emrops.network.Endpoint;
import io.emrops.runbooks.DeploymentRunbook;
import io.emrops.runbooks.HorizontalScalingRunbook;
import io.emrops.runbooks.SecurityPatchRunbook;
import io.emrops.runbooks.ServiceRestartRunbook;
import io.emrops.runbooks.VerticalScalingRunbook;
import io.emrops.scaling.Resources;
import io.emrops.testkit.FakeDeployer;
import io.emrops.testkit.FakeLoadBalancer;
import io.emrops.testkit.FakeScaler;
import io.emrops.testkit.FakeSecuritySettings;
import io.emrops.testkit.RunbookDocument;
import io.emrops.testkit.runbook.DeathAtEveryRecord.Scene;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ServiceRunbooksTest {
    private static final Path DOCUMENTS = Path.of("src/test/resources/io/emrops/testkit/runbook");
    private static final RunRequest REQUEST = RunRequest.by("m.meier");
    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private final FakeDeployer emrnext = application();
    private final FakeScaler scaler = FakeScaler.of(emrnext).host("8", DataSize.gib(32));

    private static FakeDeployer application() {
        return FakeDeployer.of("emrnext", "api", "web")
                .replicas("api", 3)
                .version("1.0.0")
                .version("2.0.0")
                .alreadyRunning("1.0.0");
    }

    private Report run(Runbook book, RunRequest request) throws InterruptedException {
        try (var engine = Emrops.inMemory().authorizer((person, group) -> true).build()) {
            return engine.start(book, request).await();
        }
    }

    private Report runAgreeing(Runbook book, RunRequest request) throws InterruptedException {
        try (var engine = Emrops.inMemory().authorizer((person, group) -> true).build()) {
            var run = engine.start(book, request);
            assertThat(run.awaitState(state -> state == RunState.WAITING || state.ended(), Duration.ofSeconds(20)))
                    .isTrue();
            for (var question : run.questions()) {
                run.answer(question.stepPath(), Answer.agree("b.second").having(question.hash()));
            }
            return run.await();
        }
    }

    private static List<String> evidence(Report report, String step) {
        return report.steps().stream()
                .filter(s -> s.path().equals(step))
                .flatMap(s -> s.evidence().stream())
                .toList();
    }

    private static int replicas(FakeDeployer deployer) {
        return deployer.running().service("api").map(Service::replicas).orElse(0);
    }

    private static HorizontalScalingRunbook scale(FakeDeployer deployer, FakeScaler scaler) {
        return HorizontalScalingRunbook.of("emrnext-scale", "Scale the API", deployer, scaler, "api")
                .wellWithin(SHORTLY)
                .atMost(6);
    }

    private static ServiceRestartRunbook restart(FakeDeployer deployer) {
        return ServiceRestartRunbook.of("emrnext-restart", "Restart the API", deployer, "api")
                .wellWithin(SHORTLY);
    }

    private static VerticalScalingRunbook resize(FakeDeployer deployer, FakeScaler scaler) {
        var limits = Resources.unlimited().cpus("1.5").memory(DataSize.mib(512));
        return VerticalScalingRunbook.of("emrnext-memory", "More memory for the API", deployer, scaler, "api", limits)
                .wellWithin(SHORTLY);
    }

    private static SecurityPatchRunbook patch(FakeDeployer deployer) {
        return SecurityPatchRunbook.of("emrnext-patches", "Patch EMRNext", deployer.patcher())
                .wellWithin(SHORTLY);
    }

    @Test
    void a_service_is_scaled_and_later_deployments_keep_its_number() throws Exception {
        var scaled = run(scale(emrnext, scaler).build(), REQUEST.with("replicas", 5));
        var deployed =
                run(DeploymentRunbook.of("d", "Deploy", emrnext).rolling().build(), REQUEST.with("version", "2.0.0"));

        assertThat(scaled.state()).as(scaled.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(deployed.state()).as(deployed.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(replicas(emrnext)).isEqualTo(5);
    }

    @Test
    void instances_that_do_not_become_well_are_taken_away_again() throws Exception {
        scaler.newInstancesFail("api");

        var report = run(scale(emrnext, scaler).build(), REQUEST.with("replicas", 5));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(replicas(emrnext)).isEqualTo(3);
    }

    @Test
    void a_balancer_that_does_not_give_them_work_has_the_scaling_undone() throws Exception {
        var balancer = FakeLoadBalancer.of("edge").pool("api", 6).alreadyRegistered("api", new Endpoint("a", 1));
        var book = scale(emrnext, scaler).balanced(balancer, "api").build();

        var report = run(book, REQUEST.with("replicas", 2));
        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(evidence(report, "pool-1"))
                .startsWith("Pool api gives work to 1 servers, and 2 are wanted")
                .contains("a:1: ready, up");
        assertThat(replicas(emrnext)).isEqualTo(3);

        balancer.alreadyRegistered("api", new Endpoint("a", 2));
        assertThat(run(book, REQUEST.with("replicas", 2)).succeeded()).isTrue();
    }

    @Test
    void limits_are_changed_and_come_back_if_something_is_not_well() throws Exception {
        var book = resize(emrnext, scaler)
                .verify("own", "My own", run -> Finding.notOk("slow"))
                .build();
        scaler.limits("api", Resources.unlimited().memory(DataSize.mib(256)));

        assertThat(run(book, REQUEST).state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(scaler.limits("api")).isEqualTo(Resources.unlimited().memory(DataSize.mib(256)));
        assertThat(run(resize(emrnext, scaler).build(), REQUEST).succeeded()).isTrue();
        assertThat(scaler.limits("api")).hasToString("1.5 processors, 512 MiB");
    }

    @Test
    void a_limit_that_is_used_up_already_is_refused_before_anything_is_touched() throws Exception {
        scaler.using("api", DataSize.mib(600));

        var report = run(resize(emrnext, scaler).build(), REQUEST);

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(scaler.applied()).isEmpty();
    }

    @Test
    void what_a_graceful_restart_does_not_mend_is_killed_and_started() throws Exception {
        assertThat(run(restart(emrnext).build(), REQUEST).succeeded()).isTrue();
        assertThat(emrnext.applied()).hasSize(1);

        emrnext.turnUnwell("api")
                .failNext("restart", new StepFailedException("Instance 2 of api is not well within 30 s"));
        var report = run(restart(emrnext).build(), REQUEST);

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(report.toMarkdown()).contains("Instance 2 of api is not well within 30 s");
        assertThat(emrnext.changes())
                .last()
                .satisfies(call -> assertThat(call.args()).containsExactly("api", "forced"));
    }

    @Test
    void nothing_is_killed_if_the_restart_fails_while_the_service_is_well() throws Exception {
        emrnext.failNext("restart", new StepFailedException("The balancer did not take server 2 back"));

        var report = run(restart(emrnext).build(), REQUEST);

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.FAILED);
        assertThat(report.toMarkdown()).contains("The balancer did not take server 2 back");
        assertThat(emrnext.applied()).isEmpty();
    }

    @Test
    void without_force_a_graceful_restart_that_does_not_help_fails() throws Exception {
        emrnext.failNext("restart", new StepFailedException("Instance 2 of api is not well within 30 s"));

        assertThat(run(restart(emrnext).gracefulOnly().build(), REQUEST).state())
                .isEqualTo(RunState.FAILED);
        assertThat(emrnext.applied()).isEmpty();
    }

    @Test
    void everything_is_created_anew_when_people_agree() throws Exception {
        emrnext.turnUnwell("web");
        var last = ServiceRestartRunbook.recreating("emrnext-recreate", "Create EMRNext anew", emrnext)
                .wellWithin(SHORTLY);
        assertThatIllegalStateException().isThrownBy(last::build).withMessageContaining("approval");

        var report = runAgreeing(
                last.approval("go", "Operations agree", "operations", 1).build(), REQUEST);

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(emrnext.isWell()).isTrue();
        assertThat(replicas(emrnext)).isEqualTo(3);
    }

    @Test
    void what_is_newer_is_installed_unless_what_ran_before_is_unsafe() throws Exception {
        var before = emrnext.running();
        emrnext.patcher().push("api");
        var settings = FakeSecuritySettings.of("emrnext").finding("web", "privileged", Severity.HIGH, "may do all");
        var strict =
                patch(emrnext).settings(Deployments.securitySettings(settings)).build();

        assertThat(run(strict, REQUEST).succeeded()).isFalse();
        assertThat(emrnext.running().services()).isEqualTo(before.services());
        assertThat(emrnext.patcher().applied()).isEmpty();

        var report = run(
                patch(emrnext)
                        .settings(Deployments.securitySettings(settings).accepting("privileged", "web", "CHG-12"))
                        .prune(ImagePolicy.keep(2, Duration.ofDays(1)))
                        .build(),
                REQUEST);
        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(emrnext.running().service("api")).isNotEqualTo(before.service("api"));
        assertThat(emrnext.running().service("web")).isEqualTo(before.service("web"));
    }

    @Test
    void a_broken_patch_is_undone_by_digest() throws Exception {
        var before = emrnext.running();
        emrnext.patcher().pushBroken("api");

        var report = run(patch(emrnext).build(), REQUEST);

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(emrnext.running().services()).isEqualTo(before.services());
        assertThat(emrnext.isWell()).isTrue();
    }

    @Test
    void nothing_is_installed_while_a_registry_is_silent() throws Exception {
        emrnext.patcher().push("api").registryGoesAway();

        var report = run(patch(emrnext).build(), REQUEST);

        assertThat(report.succeeded()).as(report.toMarkdown()).isFalse();
        assertThat(emrnext.applied()).isEmpty();
        assertThat(emrnext.patcher().applied()).isEmpty();
    }

    @Test
    void a_scaling_comes_to_its_end_wherever_its_process_dies() throws Exception {
        var deaths = DeathAtEveryRecord.of(() -> {
            var deployer = application();
            var book = scale(deployer, FakeScaler.of(deployer)).build();
            return new Scene(book, REQUEST.with("replicas", 5), report -> {
                assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
                assertThat(replicas(deployer)).isEqualTo(5);
            });
        });

        assertThat(deaths).isGreaterThan(8);
    }

    @Test
    void so_does_a_change_of_limits() throws Exception {
        var deaths = DeathAtEveryRecord.of(() -> {
            var deployer = application();
            var capacity = FakeScaler.of(deployer);
            return new Scene(resize(deployer, capacity).build(), REQUEST, report -> {
                assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
                assertThat(capacity.limits("api")).hasToString("1.5 processors, 512 MiB");
            });
        });

        assertThat(deaths).isGreaterThan(6);
    }

    @Test
    void so_does_a_restart() throws Exception {
        var deaths = DeathAtEveryRecord.of(() -> {
            var deployer = application().turnUnwell("api");
            return new Scene(restart(deployer).build(), REQUEST, report -> {
                assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
                assertThat(deployer.isWell()).isTrue();
            });
        });

        assertThat(deaths).isGreaterThan(6);
    }

    @Test
    void so_do_patches_that_work_and_those_that_do_not() throws Exception {
        for (var broken : List.of(false, true)) {
            var deaths = DeathAtEveryRecord.of(() -> {
                var deployer = application();
                var before = deployer.running();
                if (broken) {
                    deployer.patcher().pushBroken("api");
                } else {
                    deployer.patcher().push("api");
                }
                return new Scene(patch(deployer).build(), REQUEST, report -> {
                    assertThat(report.state())
                            .as(report.toMarkdown())
                            .isEqualTo(broken ? RunState.ROLLED_BACK : RunState.SUCCEEDED);
                    assertThat(deployer.isWell()).isTrue();
                    assertThat(deployer.running().services().equals(before.services()))
                            .isEqualTo(broken);
                });
            });

            assertThat(deaths).isGreaterThan(8);
        }
    }

    @Test
    void the_documents_are_up_to_date() {
        var balancer = FakeLoadBalancer.of("edge").pool("emrnext-api", 6);
        RunbookDocument.assertUpToDate(
                scale(emrnext, scaler).balanced(balancer, "emrnext-api").build(),
                DOCUMENTS.resolve("horizontal-scaling.md"));
        RunbookDocument.assertUpToDate(resize(emrnext, scaler).build(), DOCUMENTS.resolve("vertical-scaling.md"));
        RunbookDocument.assertUpToDate(restart(emrnext).build(), DOCUMENTS.resolve("service-restart.md"));
        RunbookDocument.assertUpToDate(
                patch(emrnext)
                        .approval("go", "The change board agrees", "change-board", 1)
                        .prune(ImagePolicy.keep(3, Duration.ofDays(30)))
                        .build(),
                DOCUMENTS.resolve("security-patches.md"));
        RunbookDocument.assertUpToDate(
                ServiceRestartRunbook.recreating("emrnext-recreate", "Create EMRNext anew", emrnext)
                        .approval("go", "Operations agree", "operations", 1)
                        .build(),
                DOCUMENTS.resolve("service-recreation.md"));
    }
}
