package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.ServiceStatus;
import io.emrops.docker.process.LocalProcess;
import io.emrops.docker.release.ReleaseStore;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine of its own, killed at the worst moments. */
@RequiresEngine({"docker", "registry", "compose-v1", "compose-v2"})
final class LostEngineIT {
    private static final Path SCRIPT =
            Path.of("..", "scripts", "engines").toAbsolutePath().normalize();

    private static Path directory;
    private static DockerEngine engine;

    @BeforeAll
    static void start() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("the user, as only root starts engines")
                .isEqualTo("root");
        directory = Files.createTempDirectory("emrops-engine");
        script("up");
        engine = DockerEngine.at("unix://" + directory.resolve("docker.sock"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (engine != null) {
            engine.close();
            script("down");
            LocalProcess.run(List.of("rm", "-rf", directory.toString()), System.getenv(), null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EMROPS_COMPOSE_V1", "EMROPS_COMPOSE_V2"})
    void an_engine_that_dies_under_compose_leaves_the_outcome_unknown_and_the_way_back_open(String variable)
            throws Exception {
        var compose = ComposeCommand.of(System.getenv(variable));
        try (var lab = new Lab(engine)) {
            // Does not end when told to, so that Compose is busy for three seconds.
            var file = lab.file();
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(
                                    "    ports:",
                                    "    stop_grace_period: 3s\n    entrypoint: [httpd, -f, -p, '8080', -h, /srv/www]\n    ports:"));
            var app = deployer(lab, compose);
            var before = app.rollOut(new ReleaseRequest("1.0.0", "run/deploy#1"), Progress.none());
            app.pull(new ReleaseRequest("2.0.0", "run/deploy#2"), Progress.none());

            var killer = killWhen(() -> recordWritten(lab), 1000);
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> app.rollOut(new ReleaseRequest("2.0.0", "run/deploy#2"), Progress.none()));
            killer.join();
            assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(app::current);
            assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> app.find("run/deploy#2"));
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> app.rollOut(new ReleaseRequest("2.0.0", "run/deploy#3"), Progress.none()));

            script("up");
            var found = app.find("run/deploy#2");
            var back = app.rollBack(before, Progress.none());

            assertThat(found).isEmpty();
            assertThat(back.services()).isEqualTo(before.services());
            assertThat(app.status()).hasSize(2).allMatch(ServiceStatus::ok);
        }
    }

    private static ComposeDeployer deployer(Lab lab, ComposeCommand compose) throws Exception {
        var file = lab.directory.resolve("compose.yml");
        return ComposeDeployer.project(lab.project)
                .file(file)
                .versionVariable("APP_VERSION")
                .variable("EMR_REGISTRY", Lab.REGISTRY)
                .compose(compose)
                .engine(engine)
                .build();
    }

    private static boolean recordWritten(Lab lab) {
        return new ReleaseStore(engine.connection(), lab.project).newestFirst().size() > 1;
    }

    private static Thread killWhen(BooleanSupplier moment, long millisLater) {
        var thread = new Thread(() -> {
            try {
                while (!moment.getAsBoolean()) {
                    Thread.sleep(20);
                }
                Thread.sleep(millisLater);
                var pid = Files.readString(directory.resolve("docker.pid")).strip();
                var dockerd = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
                dockerd.destroyForcibly();
                dockerd.onExit().get(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    private static void script(String verb) throws Exception {
        var result = LocalProcess.run(
                List.of(SCRIPT.toString(), "private-docker", verb, directory.toString()), System.getenv(), null);
        assertThat(result.exit()).as(result.err()).isZero();
    }
}
