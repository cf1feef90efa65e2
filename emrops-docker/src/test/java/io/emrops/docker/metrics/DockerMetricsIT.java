package io.emrops.docker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.emrops.DataSize;
import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.metrics.Cpu;
import io.emrops.metrics.InstanceMetrics;
import io.emrops.metrics.MetricsSample;
import io.emrops.metrics.Usage;
import io.emrops.testkit.RequiresEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresEngine({"docker", "registry"})
@Timeout(120)
final class DockerMetricsIT {
    private final EngineConnection engine = EngineConnection.local();
    private MetricsLab lab;
    private DockerMetrics metrics;

    @BeforeEach
    void open() throws Exception {
        lab = new MetricsLab(engine);
        metrics = new DockerMetrics(engine, lab.project, () -> new Target("docker-compose", lab.project, "id"));
    }

    @AfterEach
    void close() {
        lab.close();
        engine.close();
    }

    private static InstanceMetrics only(MetricsSample sample) {
        assertThat(sample.instances()).hasSize(1);
        return sample.instances().get(0);
    }

    @Test
    void a_project_without_containers_has_an_empty_sample() throws Exception {
        assertThat(metrics.sample().instances()).isEmpty();
        try (var watch = metrics.watch()) {
            assertThat(watch.latest().instances()).isEmpty();
        }
    }

    @Test
    void limits_and_what_is_in_use_are_told() throws Exception {
        lab.idle("redis", 1);

        var usage = only(metrics.sample()).usage().orElseThrow();

        assertThat(usage.memory().orElseThrow().limit()).contains(DataSize.mib(32));
        assertThat(usage.memory().orElseThrow().used()).isLessThan(DataSize.mib(32));
        assertThat(usage.cpu().orElseThrow().limited()).isFalse();
        assertThat(usage.cpu().orElseThrow().available()).isGreaterThanOrEqualTo(1);
        assertThat(usage.network()).isPresent();
    }

    @Test
    void one_that_has_ended_is_told_without_usage() throws Exception {
        var id = lab.idle("redis", 1);
        engine.client().stopContainerCmd(id).withTimeout(2).exec();

        var found = only(metrics.sample());

        assertThat(found.state().running()).isFalse();
        assertThat(found.state().status()).isEqualTo("exited");
        assertThat(found.usage()).isEmpty();
    }

    @Test
    void containers_that_vanish_between_the_list_and_their_statistics_are_left_out() throws Exception {
        var stays = lab.idle("redis", 1);
        var goes = lab.idle("redis", 2);
        var sampler = new Sampler(engine);
        var there = Container.find(engine, stays).orElseThrow();
        var gone = Container.find(engine, goes).orElseThrow();
        lab.remove(goes);

        try (var asked = sampler.ask(List.of(stays, goes))) {
            assertThat(asked.measured(there).flatMap(InstanceMetrics::usage)).isPresent();
            assertThat(asked.measured(gone)).isEmpty();
        }
    }

    @Test
    void a_watch_counts_kills_for_lack_of_memory_and_restarts() throws Exception {
        lab.greedy("worker", 1);

        try (var watch = metrics.watch()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> only(watch.latest()).state().restarts() == 3
                            && only(watch.latest()).state().oomKills() >= 3);
        }
        assertThat(only(metrics.sample()).state().restarts()).isEqualTo(3);
    }

    @Test
    void the_processors_in_use_are_those_that_the_kernel_counts_for_the_process() throws Exception {
        var id = lab.busy("api", 1);
        var pid = engine.client().inspectContainerCmd(id).exec().getState().getPidLong();
        var before = jiffies(pid);
        var begin = System.nanoTime();

        var measured = metrics.measure(Duration.ofSeconds(8), Duration.ofSeconds(1), Progress.none());

        var kernel = (jiffies(pid) - before) * 1e7 / (System.nanoTime() - begin);
        var cpus = measured.samples().stream()
                .map(sample -> only(sample).usage())
                .flatMap(Optional::stream)
                .map(Usage::cpu)
                .flatMap(Optional::stream)
                .toList();
        assertThat(measured.samples()).hasSize(8);
        assertThat(cpus).hasSizeGreaterThanOrEqualTo(4).allMatch(Cpu::limited);
        var mean = cpus.stream().mapToDouble(Cpu::used).average().orElseThrow();
        // Half of one processor is the limit; a machine that is busy gives less.
        assertThat(mean).isCloseTo(kernel, within(0.15)).isBetween(0.01, 0.65);
        assertThat(cpus).allMatch(cpu -> Math.abs(cpu.share() - 2 * cpu.used()) < 1e-9);
    }

    /** Hundredths of a second in user and kernel mode. */
    private static long jiffies(long pid) throws IOException {
        var fields = Files.readString(Path.of("/proc/" + pid + "/stat"))
                .replaceFirst("^.*\\) ", "")
                .split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
