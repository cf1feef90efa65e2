package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.emrops.Answer;
import io.emrops.Engine;
import io.emrops.Report;
import io.emrops.Report.StepState;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.core.Emrops;
import io.emrops.docker.ComposeCommand;
import io.emrops.docker.DockerEngine;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A Docker engine of its own, killed while a release rolls out. */
@RequiresEngine({"docker", "registry", "compose-v1", "compose-v2"})
@Timeout(300)
@Isolated("an engine of its own is killed and comes back, which takes all that this machine has")
final class LostEngineReleaseIT {
    /** An engine that was killed has been seen to refuse a start twice. */
    private static final int MORE_UNDOS = 3;

    private static final Path SCRIPT =
            Path.of("..", "scripts", "engines").toAbsolutePath().normalize();

    private static Path place;
    private static final RunRequest REQUEST =
            RunRequest.by("m.meier").because("CHG-4711").with("version", "2.0.0");

    private static DockerEngine docker;

    @TempDir
    Path directory;

    private Engine engine;

    @BeforeAll
    static void start() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("the user, as only root starts engines")
                .isEqualTo("root");
        place = Files.createTempDirectory("emrops-engine");
        script("up");
        docker = DockerEngine.at("unix://" + place.resolve("docker.sock"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (docker != null) {
            docker.close();
            script("down");
            Stack.run(List.of("rm", "-rf", place.toString()), Map.of());
        }
    }

    @BeforeEach
    void open() {
        engine = Emrops.engine(directory.resolve("emrops"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void with_compose_1_the_run_is_in_doubt_and_goes_on_when_the_engine_is_back() throws Exception {
        try (var stack = Stack.on(docker, compose("EMROPS_COMPOSE_V1"))) {
            var cutOff = loseEngineUnderTheRollOut(stack);

            var run = engine.resume(stack.deployment(directory), cutOff.runId());
            var report = decide(run, Answer.notApplied("m.meier"));
            if (report.state() == RunState.ROLLED_BACK) {
                report = startOnceMore(stack, report);
            }

            assertThat(report.verdict()).isEqualTo("Succeeded: all steps finished.");
            assertThat(stack.get("/api/version")).hasSize(2).allMatch(a -> a.contains("2.0.0"));
        }
    }

    @Test
    void with_compose_2_the_run_is_in_doubt_and_is_undone_when_the_engine_is_back() throws Exception {
        try (var stack = Stack.on(docker, compose("EMROPS_COMPOSE_V2"))) {
            var cutOff = loseEngineUnderTheRollOut(stack);

            var run = engine.resume(stack.deployment(directory), cutOff.runId());
            var report = decide(run, Answer.giveUp("m.meier"));
            for (var more = 0; more < MORE_UNDOS && report.state() == RunState.ROLLBACK_FAILED; more++) {
                report = undoOnceMore(stack, report);
            }

            assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.ROLLED_BACK);
            assertThat(report.leftChanged()).isEmpty();
            assertThat(stack.get("/api/version")).hasSize(2).allMatch(a -> a.contains("1.0.0"));
        }
    }

    /**
     * An engine that was killed can fail once to start a container again. Then the old version has to be back, and all is
     * ready for another run.
     */
    private Report startOnceMore(Stack stack, Report rolledBack) throws Exception {
        assertThat(rolledBack.verdict()).contains("a container cannot be started");
        assertThat(rolledBack.leftChanged()).isEmpty();
        assertThat(stack.get("/api/version")).hasSize(2).allMatch(a -> a.contains("1.0.0"));
        return engine.start(stack.deployment(directory), REQUEST).await();
    }

    /** The same in an undo, which then says what is left, and can be gone on with. */
    private Report undoOnceMore(Stack stack, Report failed) throws Exception {
        assertThat(failed.leftChanged()).singleElement().asString().startsWith("deploy (");
        stack.awaitRest();
        return engine.undo(stack.deployment(directory), failed.runId(), ResumeRequest.by("m.meier"))
                .await();
    }

    private Report loseEngineUnderTheRollOut(Stack stack) throws Exception {
        stack.startByHand("1.0.0", 2);
        var before = stack.containers();
        var run = engine.start(stack.deployment(directory), REQUEST);
        await().atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> run.state().atRest() || stack.isMoving(before));
        var dockerd = ProcessHandle.of(Long.parseLong(
                        Files.readString(place.resolve("docker.pid")).strip()))
                .orElseThrow();
        dockerd.destroyForcibly();
        dockerd.onExit().get(10, TimeUnit.SECONDS);
        try {
            var report = run.await();

            assertThat(report.state()).as(report.verdict()).isEqualTo(RunState.IN_DOUBT);
            assertThat(KilledReleaseIT.step(report, "deploy").state()).isEqualTo(StepState.IN_DOUBT);
            assertThat(report.next()).anyMatch(n -> n.contains("Roll out the new version"));
            return report;
        } finally {
            engine.close();
            script("up");
            stack.awaitRest();
            engine = Emrops.engine(directory.resolve("emrops"));
        }
    }

    /** The target may know by itself what became of the roll-out; if it does not, this is the answer. */
    private static Report decide(Run run, Answer answer) throws Exception {
        var report = run.await();
        if (report.state() == RunState.IN_DOUBT) {
            run.answer("deploy", answer);
            report = run.await();
        }
        return report;
    }

    private static ComposeCommand compose(String variable) {
        return ComposeCommand.of(System.getenv(variable));
    }

    private static void script(String verb) throws Exception {
        Stack.run(List.of(SCRIPT.toString(), "private-docker", verb, place.toString()), Map.of());
    }
}
