package io.emrops.core.health;

import static io.emrops.DataSize.gib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.DataSize;
import io.emrops.TargetUnavailableException;
import io.emrops.core.fixture.FakeStep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MachineTest {
    private final FakeStep run = new FakeStep();

    @Test
    void a_disk_with_enough_room_is_well() throws Exception {
        var disk = new Disk(Path.of("/backup"), path -> gib(20).bytes());

        assertThat(disk.hasFree(gib(20)).check(run).text()).isEqualTo("20 GiB are free at /backup");
        assertThat(disk.hasFree(gib(20)).check(run).ok()).isTrue();
        assertThat(disk.hasFree(new DataSize(gib(20).bytes() + 1)).check(run).ok())
                .isFalse();
        assertThat(disk.hasFree(gib(1)).describe()).isEqualTo("At least 1 GiB are free at /backup");
    }

    @Test
    void a_disk_that_does_not_tell_is_unavailable() {
        var disk = new Disk(Path.of("/backup"), path -> {
            throw new IOException("Stale file handle");
        });

        assertThatThrownBy(() -> disk.hasFree(gib(1)).check(run))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageNotContaining("Stale");
    }

    @Test
    void the_disk_of_a_path_that_is_not_there_yet_is_that_of_its_parent() throws Exception {
        assertThat(Disk.of(Path.of("no/such/directory"))
                        .hasFree(new DataSize(1))
                        .check(run)
                        .ok())
                .isTrue();
    }

    @Test
    void memory_is_compared() throws Exception {
        assertThat(Memory.hasFree(gib(2), () -> gib(3).bytes()).check(run).ok()).isTrue();
        assertThat(Memory.hasFree(gib(4), () -> gib(3).bytes()).check(run).text())
                .isEqualTo("3 GiB of memory are free, 4 GiB are needed");
        assertThat(Memory.hasFree(new DataSize(1)).check(run).ok()).isTrue();
    }

    @Test
    void available_memory_is_read_from_meminfo() {
        assertThat(Memory.parse("MemTotal:       24684996 kB\nMemFree:  1 kB\nMemAvailable:   20000000 kB\n"))
                .isEqualTo(OptionalLong.of(20_480_000_000L));
        assertThat(Memory.parse("MemTotal:       24684996 kB\n")).isEmpty();
    }

    @Test
    void load_is_averaged_over_the_time_given() throws Exception {
        var samples = new ArrayList<>(List.of(0.99, Double.NaN, 0.5, 0.7, 0.6));
        var slept = new ArrayList<Duration>();
        var check = Cpu.loadBelow(70, Duration.ofSeconds(1), () -> samples.remove(0), slept::add);

        var finding = check.check(run);

        assertThat(finding.ok()).isTrue();
        assertThat(finding.text()).isEqualTo("The processors were 60 % busy over 1 s");
        assertThat(slept.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void too_much_load_is_not_well_and_unknown_load_is_unavailable() throws Exception {
        assertThat(Cpu.loadBelow(70, Duration.ofSeconds(1), () -> 0.7, time -> {})
                        .check(run)
                        .ok())
                .isFalse();
        assertThatThrownBy(() -> Cpu.loadBelow(70, Duration.ofSeconds(1), () -> -1, time -> {})
                        .check(run))
                .isInstanceOf(TargetUnavailableException.class);
        assertThatThrownBy(() -> Cpu.loadBelow(0, Duration.ofSeconds(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cpu.idleAtLeast(30, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_real_processors_tell_their_load() throws Exception {
        assertThat(Cpu.idleAtLeast(0, Duration.ofMillis(500)).check(run).text()).contains("% busy over 500 ms");
    }

    @Test
    void environment_variables_are_named_and_not_shown() throws Exception {
        var variables = Map.of("PORT", "http", "URL", "redis://secret", "EMPTY", " ");
        var environment = Environment.has(List.of("PORT", "URL", "EMPTY", "GONE"), variables::get);

        var finding = environment.check(run);
        var matching = Environment.has(List.of("PORT"), variables::get)
                .matching("\\d+")
                .check(run);

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details()).containsExactly("EMPTY is not set", "GONE is not set");
        assertThat(matching.details()).containsExactly("PORT does not match \\d+");
        assertThat(finding.toString() + matching).doesNotContain("secret").doesNotContain("http");
        assertThat(Environment.has("PATH").check(run).ok()).isTrue();
        assertThat(Environment.has("A", "B").matching("x+").describe())
                .isEqualTo("Environment variables are set and match x+: A, B");
    }
}
