package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.emrops.docker.process.LocalProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An engine of its own, to be killed and started again; with its containers gone when closed. */
final class PrivateEngine implements AutoCloseable {
    private static final Path SCRIPT =
            Path.of("..", "scripts", "engines").toAbsolutePath().normalize();

    private final Path directory;
    private final DockerEngine engine;

    PrivateEngine() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("the user, as only root starts engines")
                .isEqualTo("root");
        directory = Files.createTempDirectory("emrops-engine");
        up();
        engine = DockerEngine.at("unix://" + directory.resolve("docker.sock"));
    }

    DockerEngine engine() {
        return engine;
    }

    /** Where it keeps what it knows. */
    Path data() {
        return directory.resolve("data");
    }

    /** Starts it again. */
    void up() throws Exception {
        run(SCRIPT.toString(), "private-docker", "up", directory.toString());
    }

    /** As by {@code kill -9}; it is gone when this returns. */
    void kill() {
        try {
            var pid = Files.readString(directory.resolve("docker.pid")).strip();
            var dockerd = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            dockerd.destroyForcibly();
            dockerd.onExit().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        engine.close();
        run(SCRIPT.toString(), "private-docker", "down", directory.toString());
        run("rm", "-rf", directory.toString());
    }

    private static void run(String... command) throws Exception {
        var result = LocalProcess.run(List.of(command), System.getenv(), null);
        assertThat(result.exit()).as(result.err()).isZero();
    }
}
