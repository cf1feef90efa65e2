package io.emrops.docker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.model.HostConfig;
import io.emrops.DataSize;
import io.emrops.metrics.Cpu;
import io.emrops.metrics.Memory;
import io.emrops.metrics.Traffic;
import io.emrops.metrics.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What engines tell: with version 1 of control groups as recorded from an engine, with a cache and disks added; with version 2 and on Windows as the reference of the API shows it.
 */
class StatsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static ObjectNode recorded(String name) throws IOException {
        try (var in = Objects.requireNonNull(StatsTest.class.getResourceAsStream(name + ".json"), name)) {
            return (ObjectNode) JSON.readTree(in);
        }
    }

    private static Usage usage(JsonNode answer, Limits limits) {
        return Stats.of(answer).orElseThrow().usage(limits, Stats.before(answer).orElse(null));
    }

    private static Limits half() {
        return Limits.of(HostConfig.newHostConfig()
                .withNanoCPUs(500_000_000L)
                .withMemory(DataSize.mib(64).bytes()));
    }

    @Test
    void version_1_of_control_groups_is_understood() throws Exception {
        var usage = usage(recorded("cgroup-v1"), half());

        var cpu = usage.cpu().orElseThrow();
        assertThat(cpu.used()).isCloseTo(0.0807, within(0.0001));
        assertThat(cpu.share()).isCloseTo(0.1613, within(0.0001));
        assertThat(cpu.limited()).isTrue();
        assertThat(cpu.over()).isBetween(Duration.ofMillis(900), Duration.ofMillis(1100));
        assertThat(usage.memory()).contains(new Memory(DataSize.mib(30), Optional.of(DataSize.mib(64))));
        assertThat(usage.disk()).contains(new Traffic(5096, 12288));
        assertThat(usage.network()).isPresent();
        assertThat(usage.processes()).contains(7L);
    }

    @Test
    void version_2_of_control_groups_is_understood() throws Exception {
        var usage = usage(recorded("cgroup-v2"), Limits.NONE);

        assertThat(usage)
                .isEqualTo(new Usage(
                        Instant.parse("2026-11-22T10:00:01Z"),
                        Optional.of(new Cpu(1.5, 4, false, Duration.ofSeconds(1))),
                        Optional.of(new Memory(new DataSize(6537216 - 5775360), Optional.empty())),
                        Optional.of(new Traffic(1030, 204)),
                        Optional.of(new Traffic(7593984, 100)),
                        Optional.of(3L)));
    }

    @Test
    void windows_is_understood() throws Exception {
        var usage = usage(recorded("windows"), Limits.NONE);

        assertThat(usage.cpu()).contains(new Cpu(0.5, 2, false, Duration.ofSeconds(1)));
        assertThat(usage.memory()).contains(new Memory(new DataSize(59961344), Optional.empty()));
        assertThat(usage.disk()).contains(new Traffic(5000, 700));
        assertThat(usage.processes()).isEmpty();
    }

    @Test
    void a_container_that_does_not_run_has_no_statistics() throws Exception {
        assertThat(Stats.of(recorded("not-running"))).isEmpty();
        assertThat(Stats.of(JSON.readTree("{}"))).isEmpty();
        assertThat(Stats.of(JSON.readTree("{\"read\":\"soon\"}"))).isEmpty();
    }

    @Test
    void one_measurement_alone_says_nothing_of_processors_and_one_before_it_does() throws Exception {
        var first = Stats.of(recorded("cgroup-v1")).orElseThrow();
        var alone = recorded("cgroup-v1-one-shot");

        assertThat(usage(alone, half()).cpu()).isEmpty();
        assertThat(Stats.of(alone)
                        .orElseThrow()
                        .usage(half(), first)
                        .cpu()
                        .orElseThrow()
                        .used())
                .isCloseTo(0.1877, within(0.0001));
    }

    @Test
    void what_is_absent_is_empty_and_not_zero() throws Exception {
        var answer = recorded("cgroup-v2");
        answer.remove("networks");
        answer.remove("memory_stats");
        answer.remove("pids_stats");
        ((ObjectNode) answer.get("blkio_stats")).putNull("io_service_bytes_recursive");
        ((ObjectNode) answer.get("cpu_stats")).remove("cpu_usage");

        assertThat(usage(answer, half()))
                .isEqualTo(new Usage(
                        Instant.parse("2026-11-22T10:00:01Z"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void an_engine_that_does_not_count_the_machine_is_measured_by_the_clock() throws Exception {
        var answer = recorded("cgroup-v2");
        ((ObjectNode) answer.get("cpu_stats")).remove("system_cpu_usage");

        assertThat(usage(answer, Limits.NONE).cpu()).contains(new Cpu(1.5, 4, false, Duration.ofSeconds(1)));
    }

    @Test
    void processors_are_counted_one_by_one_where_their_number_is_not_told() throws Exception {
        var answer = recorded("cgroup-v1");
        ((ObjectNode) answer.get("cpu_stats")).remove("online_cpus");
        var unknown = recorded("cgroup-v2");
        ((ObjectNode) unknown.get("cpu_stats")).remove("online_cpus");

        assertThat(usage(answer, Limits.NONE).cpu().orElseThrow().available()).isEqualTo(2);
        assertThat(usage(unknown, Limits.NONE).cpu()).isEmpty();
        assertThat(usage(unknown, half()).cpu()).contains(new Cpu(1.5, 0.5, true, Duration.ofSeconds(1)));
    }

    @Test
    void a_restart_in_between_says_nothing_of_processors() throws Exception {
        var answer = recorded("cgroup-v2");
        ((ObjectNode) answer.get("cpu_stats").get("cpu_usage")).put("total_usage", 5);

        assertThat(usage(answer, Limits.NONE).cpu()).isEmpty();
    }

    @Test
    void a_cache_larger_than_what_is_in_use_is_not_taken_off() throws Exception {
        var answer = recorded("cgroup-v1");
        ((ObjectNode) answer.get("memory_stats").get("stats"))
                .put("total_inactive_file", DataSize.gib(1).bytes());

        assertThat(usage(answer, half()).memory().orElseThrow().used()).isEqualTo(DataSize.mib(50));
    }

    @Test
    void limits_are_those_of_the_container_alone() {
        assertThat(half()).isEqualTo(new Limits(Optional.of(0.5), Optional.of(DataSize.mib(64))));
        assertThat(Limits.of(HostConfig.newHostConfig().withCpuQuota(150_000L)))
                .isEqualTo(new Limits(Optional.of(1.5), Optional.empty()));
        assertThat(Limits.of(HostConfig.newHostConfig().withCpuQuota(25_000L).withCpuPeriod(50_000L)))
                .isEqualTo(new Limits(Optional.of(0.5), Optional.empty()));
        assertThat(Limits.of(HostConfig.newHostConfig().withCpuQuota(-1L).withMemory(0L)))
                .isEqualTo(Limits.NONE);
        assertThat(Limits.of(null)).isEqualTo(Limits.NONE);
    }
}
