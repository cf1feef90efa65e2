package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Engine;
import io.emrops.Report;
import io.emrops.Report.StepState;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.deploy.Service;
import io.emrops.deploy.ServiceStatus;
import io.emrops.docker.ComposeCommand;
import io.emrops.docker.DockerEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The deployment runbook on the real engine, with each Compose. */
@Timeout(180)
abstract class ReleaseScenarios {
    @TempDir
    Path directory;

    private final DockerEngine docker = DockerEngine.local();
    private Stack stack;
    private Engine engine;

    abstract ComposeCommand compose();

    @BeforeEach
    void open() {
        stack = Stack.on(docker, compose());
        engine = Emrops.engine(directory.resolve("emrops"));
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        stack.close();
        docker.close();
    }

    private Report deploy(Runbook deployment, String version) throws Exception {
        return engine.start(
                        deployment, RunRequest.by("m.meier").because("CHG-4711").with("version", version))
                .await();
    }

    @Test
    void a_good_version_goes_out_and_a_broken_one_comes_back_with_all_three_instances() throws Exception {
        stack.startByHand("1.0.0", 3);

        var good = deploy(stack.deployment(directory), "2.0.0");

        assertThat(good.verdict()).isEqualTo("Succeeded: all steps finished.");
        assertThat(stack.get("/api/version")).hasSize(3).allMatch(a -> a.contains("2.0.0"));

        var broken = deploy(stack.deployment(directory), "2.1.0");

        assertThat(broken.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(broken.verdict()).contains("Not well within");
        assertThat(broken.leftChanged()).isEmpty();
        assertThat(stack.get("/api/version")).hasSize(3).allMatch(a -> a.contains("2.0.0"));
        assertThat(stack.deployer.status()).hasSize(3).allMatch(ServiceStatus::ok);
        assertThat(stack.deployer.current().version()).isEqualTo("2.0.0");
        assertThat(stack.deployer.current().service("api"))
                .map(Service::replicas)
                .contains(3);
    }

    @Test
    void a_version_that_does_not_exist_fails_the_run_before_anything_is_touched() throws Exception {
        stack.startByHand("1.0.0", 1);
        var before = stack.containers();

        var report = deploy(stack.withoutBackup().build(), "9.9.9");

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.leftChanged()).isEmpty();
        assertThat(report.verdict()).contains("pull").contains("api:9.9.9").contains("Nothing is left changed");
        assertThat(report.steps())
                .filteredOn(s -> s.state() == StepState.FAILED)
                .extracting(Report.StepReport::path)
                .containsExactly("pull");
        assertThat(stack.containers()).isEqualTo(before);
        assertThat(stack.get("/api/version")).singleElement().asString().contains("1.0.0");
    }
}
