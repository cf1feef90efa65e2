package io.emrops.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.emrops.core.fixture.FakeStep;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What an interrupt leaves: nothing. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs /bin/sh")
@Timeout(60)
class CommandInterruptTest {
    private final FakeStep run = new FakeStep();

    @Test
    void the_whole_tree_ends() throws Exception {
        var pids =
                interruptedWhenShown(sh("sleep 300 & echo $!; sh -c 'sleep 300 & echo $!; wait' & echo $!; wait"), 3);

        assertThat(pids).noneMatch(CommandInterruptTest::runs);
    }

    @Test
    void one_that_does_not_want_to_end_is_killed_after_the_grace() throws Exception {
        var started = System.nanoTime();
        var pids = interruptedWhenShown(
                sh("trap '' TERM; echo $$; while true; do sleep 0.1; done").killAfterGrace(Duration.ofMillis(300)), 1);

        assertThat(pids).noneMatch(CommandInterruptTest::runs);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void one_that_ends_when_asked_may_tidy_up() throws Exception {
        interruptedWhenShown(sh("trap 'echo tidied up; exit 1' TERM; echo $$; while true; do sleep 0.05; done"), 1);

        await().untilAsserted(() -> assertThat(run.lines()).contains("tidied up"));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
    void one_whose_parent_has_ended_is_found_by_its_mark() throws Exception {
        var pids = interruptedWhenShown(sh("(setsid sleep 300 & echo $!) ; sleep 300"), 1);

        assertThat(pids).noneMatch(CommandInterruptTest::runs);
    }

    @Test
    void an_interrupt_before_the_start_starts_nothing() throws Exception {
        var thrown = onThread(() -> {
            Thread.currentThread().interrupt();
            sh("echo started").execute(run);
        });

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(run.lines()).isEmpty();
    }

    private List<Long> interruptedWhenShown(Command command, int pids) throws Exception {
        var thread = new Thread[1];
        var thrown = onThread(() -> {
            thread[0] = Thread.currentThread();
            command.execute(run);
        });
        await().until(() -> run.lines().size() >= pids);
        var shown = run.lines().stream().map(Long::valueOf).toList();
        assertThat(shown).allMatch(CommandInterruptTest::runs);

        thread[0].interrupt();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(ProcessTree.marked(run.idempotencyKey())).isEmpty();
        return shown;
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).filter(ProcessTree::isRunning).isPresent();
    }

    private static CompletableFuture<Throwable> onThread(Throwing body) {
        var thrown = new CompletableFuture<Throwable>();
        new Thread(() -> {
                    try {
                        body.run();
                        thrown.complete(new AssertionError("nothing was thrown"));
                    } catch (Throwable t) {
                        thrown.complete(t);
                    }
                })
                .start();
        return thrown;
    }

    private interface Throwing {
        void run() throws Exception;
    }

    private static Command sh(String script) {
        return Commands.run("sh", "-c", script);
    }
}
