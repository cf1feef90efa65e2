package io.emrops.docker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs a POSIX shell")
final class LocalProcessTest {
    private static final Map<String, String> PATH =
            Map.of("PATH", System.getenv().getOrDefault("PATH", "/bin:/usr/bin"));

    @Test
    void arguments_arrive_as_they_are_and_the_environment_is_the_one_given() throws Exception {
        var result = LocalProcess.run(
                List.of("sh", "-c", "echo \"$1\"; env | wc -l; exit 18", "x", "a b; $(id) *"), PATH, null);

        assertThat(result.exit()).isEqualTo(18);
        assertThat(result.out()).startsWith("a b; $(id) *\n");
    }

    @Test
    void what_it_is_given_to_read_ends() throws Exception {
        assertThat(LocalProcess.run(List.of("cat"), PATH, null, "registry:5000").out())
                .isEqualTo("registry:5000");
        assertThat(LocalProcess.run(List.of("cat"), PATH, null).out()).isEmpty();
    }

    @Test
    void a_program_that_writes_much_on_both_streams_is_not_blocked() throws Exception {
        var result = LocalProcess.run(
                List.of(
                        "sh",
                        "-c",
                        "i=0; while [ $i -lt 20000 ]; do echo 0123456789; echo 0123456789 >&2; i=$((i+1)); done"),
                PATH,
                null);

        assertThat(result.out()).hasSize(220_000);
        assertThat(result.err()).hasSize(220_000);
    }

    @Test
    @Timeout(40)
    void what_it_leaves_behind_is_not_waited_for() throws Exception {
        var result = LocalProcess.run(List.of("sh", "-c", "sleep 60 2>/dev/null & echo $!; sleep 1"), PATH, null);
        var left = ProcessHandle.of(Long.parseLong(result.out().strip()));

        left.ifPresent(ProcessHandle::destroy);
        assertThat(result.exit()).isZero();
    }

    @Test
    void an_interrupt_ends_the_program_and_what_it_started(@TempDir Path directory) throws Exception {
        var pids = directory.resolve("pids");
        var thrown = new AtomicReference<Throwable>();
        var caller = new Thread(() -> {
            try {
                LocalProcess.run(
                        List.of(
                                "sh",
                                "-c",
                                "trap '' TERM; sleep 60 & echo $$ $! >\"$0\"; wait; sleep 60",
                                pids.toString()),
                        PATH,
                        directory);
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        caller.start();
        await().until(() -> Files.exists(pids) && Files.size(pids) > 3);
        var started = List.of(Files.readString(pids).strip().split(" ")).stream()
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();

        caller.interrupt();
        caller.join(Duration.ofSeconds(20).toMillis());

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        await().untilAsserted(() -> assertThat(started).noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void a_program_that_is_not_there_cannot_be_started() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> LocalProcess.run(List.of("no-such-program-anywhere"), PATH, null));
    }
}
