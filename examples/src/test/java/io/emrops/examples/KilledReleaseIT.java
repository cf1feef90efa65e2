package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.emrops.Answer;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.RunState;
import io.emrops.core.Emrops;
import io.emrops.docker.ComposeCommand;
import io.emrops.docker.DockerEngine;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while containers are being replaced. */
@RequiresEngine({"docker", "registry", "compose-v2"})
@Timeout(180)
final class KilledReleaseIT {
    @TempDir
    Path directory;

    @Test
    void a_process_that_dies_under_the_roll_out_leaves_a_run_that_another_one_brings_to_its_end() throws Exception {
        var program = System.getenv().getOrDefault("EMROPS_COMPOSE_V2", "docker-compose");
        try (var docker = DockerEngine.local();
                var stack = Stack.on(docker, ComposeCommand.of(program))) {
            stack.startByHand("1.0.0", 2);
            var before = stack.containers();
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            DeployingProcess.class.getName(),
                            stack.project,
                            program,
                            directory.toString(),
                            "2.0.0")
                    .inheritIO()
                    .start();
            await().atMost(Duration.ofSeconds(60))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !process.isAlive() || stack.isMoving(before));
            process.destroyForcibly();
            assertThat(process.waitFor()).isEqualTo(137);

            try (var engine = Emrops.engine(directory.resolve("emrops"))) {
                var cutOff = engine.runs().get(0).known().orElseThrow();
                assertThat(cutOff.state()).isEqualTo(RunState.RUNNING);
                assertThat(cutOff.live()).isFalse();
                var run = engine.resume(stack.deployment(directory), cutOff.runId(), ResumeRequest.by("n.night"));
                var report = run.await();
                if (report.state() == RunState.IN_DOUBT) {
                    assertThat(step(report, "deploy").state()).isEqualTo(Report.StepState.IN_DOUBT);
                    run.answer("deploy", Answer.notApplied("m.meier"));
                    report = run.await();
                }

                assertThat(report.verdict()).isEqualTo("Succeeded: all steps finished.");
                assertThat(report.story())
                        .extracting(Report.Entry::text)
                        .contains("In doubt at deploy: the process was cut off in the middle of it");
                assertThat(step(report, "backup").attempts()).hasSize(1);
                assertThat(stack.get("/api/version")).hasSize(2).allMatch(a -> a.contains("2.0.0"));
            }
        }
    }

    static Report.StepReport step(Report report, String path) {
        return report.steps().stream()
                .filter(s -> s.path().equals(path))
                .findFirst()
                .map(Objects::requireNonNull)
                .orElseThrow();
    }
}
