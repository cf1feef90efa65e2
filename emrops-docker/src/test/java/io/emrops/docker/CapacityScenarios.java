package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.emrops.DataSize;
import io.emrops.Progress;
import io.emrops.deploy.Release;
import io.emrops.deploy.ReleaseRequest;
import io.emrops.deploy.Service;
import io.emrops.docker.engine.Instance;
import io.emrops.scaling.Capacity;
import io.emrops.scaling.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Number and limits of real containers, with each Compose. Each test has a project of its own, so that they do not wait for each other. */
@Execution(ExecutionMode.CONCURRENT)
abstract class CapacityScenarios {
    static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    final DockerEngine engine = DockerEngine.local();
    final Resources large = Resources.unlimited().cpus("0.75").memory(DataSize.mib(48));
    Lab lab;

    abstract ComposeCommand compose();

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(engine);
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
        engine.close();
    }

    @Test
    void limits_of_what_runs_really_change_survive_the_next_up_and_come_back() throws Exception {
        assumeThat(CGROUPS.resolve("memory/docker"))
                .as("cgroup v1 of the engine on this machine")
                .exists();
        var app = app("    mem_limit: 32m\n    cpus: 0.5\n", "");
        var scaler = app.scaler();
        app.rollOut(request("1.0.0"), Progress.none());
        scaler.scale("app", 2, Progress.none());
        var ids = lab.ids("app", "side");
        var before = scaler.resources("app");
        assertThat(cgroups()).containsOnly("memory " + (32 << 20) + " swap " + (64 << 20) + " quota 50000");

        var preview = scaler.previewResize("app", large);
        var resized = scaler.resize("app", large, Progress.none());

        assertThat(preview)
                .startsWith("service app: 0.5 processors, 32 MiB → 0.75 processors, 48 MiB")
                .contains("file " + kept() + ": +       \"mem_limit\" : \"50331648\"")
                .endsWith("service app: Compose makes its containers anew at the next up, as their definition differs");
        assertThat(resized).isEqualTo(new Capacity(2, large));
        assertThat(lab.ids("app", "side")).isEqualTo(ids);
        var changed = "memory " + (48 << 20) + " swap " + (96 << 20) + " quota 75000";
        assertThat(cgroups()).hasSize(2).containsOnly(changed);

        lab.byHand(
                compose(),
                file(),
                Map.of("APP_VERSION", "1.0.0"),
                "-f",
                kept().toString(),
                "up",
                "-d",
                "--scale",
                "app=2");
        assertThat(lab.ids("app")).doesNotContainAnyElementsOf(ids);
        assertThat(cgroups()).hasSize(2).containsOnly(changed);
        app.rollOut(request("2.0.0"), Progress.none());
        assertThat(cgroups()).hasSize(2).containsOnly(changed);

        var back = scaler.restore(before, Progress.none());
        assertThat(back).isEqualTo(new Capacity(2, before.resources()));
        assertThat(kept()).doesNotExist();
        assertThat(cgroups()).hasSize(2).containsOnly("memory " + (32 << 20) + " swap " + (64 << 20) + " quota 50000");
        app.rollOut(request("1.0.0"), Progress.none());
        assertThat(cgroups()).hasSize(2).containsOnly("memory " + (32 << 20) + " swap " + (64 << 20) + " quota 50000");
    }

    void mark(String id) {
        try {
            Files.createFile(lab.directory.resolve("marks").resolve(id.substring(0, 12)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Map<String, Integer> replicas(Release release) {
        return release.services().stream().collect(java.util.stream.Collectors.toMap(Service::name, Service::replicas));
    }

    ComposeDeployer app(String ofApp, String ofSide) throws Exception {
        var app = lab.deployer(compose()).build();
        write(ofApp, ofSide);
        return app;
    }

    void write(String ofApp, String ofSide) throws Exception {
        var text = Files.readString(lab.file());
        Files.writeString(file(), text.replace("  side:\n", ofApp + "  side:\n") + ofSide);
    }

    Path file() {
        return lab.directory.resolve("compose.yml");
    }

    Path kept() {
        return lab.directory.resolve("compose.emrops.json");
    }

    /** What the kernel says of each instance. */
    List<String> cgroups() {
        return lab.instances().of("app").stream()
                .map(i -> "memory " + cgroup("memory", i, "memory.limit_in_bytes") + " swap "
                        + cgroup("memory", i, "memory.memsw.limit_in_bytes") + " quota "
                        + cgroup("cpu", i, "cpu.cfs_quota_us"))
                .toList();
    }

    static String cgroup(String controller, Instance instance, String file) {
        try {
            return Files.readString(CGROUPS.resolve(controller)
                            .resolve("docker")
                            .resolve(instance.id())
                            .resolve(file))
                    .strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static ReleaseRequest request(String version) {
        return new ReleaseRequest(version, "run/" + version + "#1");
    }
}
