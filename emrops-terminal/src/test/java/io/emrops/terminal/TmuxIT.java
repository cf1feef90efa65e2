package io.emrops.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.emrops.testkit.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The whole of it in a real terminal: a process of its own, bytes of its own, keys that somebody else presses. */
@RequiresEngine("tmux")
@Execution(ExecutionMode.CONCURRENT)
final class TmuxIT {
    @TempDir
    Path directory;

    private Path gates;

    @BeforeEach
    void makeGates() throws Exception {
        gates = Files.createDirectories(directory.resolve("gates"));
    }

    private void open(String... names) throws Exception {
        for (var name : names) {
            Files.createFile(gates.resolve(name));
        }
    }

    private String program(String kind, String... options) {
        return Tmux.java(TerminalProcess.class, List.of(options), directory.resolve("emrops"), kind, gates);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }

    private static void shows(Tmux tmux, String... texts) {
        eventually(() -> assertThat(tmux.screen()).contains(texts));
    }

    @Test
    void a_deployment_is_watched_answered_and_seen_undone() throws Exception {
        try (var tmux = Tmux.run(80, 24, program("deployment"))) {
            shows(tmux, "? asked        Change log", "  Read https://wiki/change-log", "[y] done");
            assertThat(tmux.showsCursor()).isFalse();
            tmux.keys("y");
            shows(tmux, "Done. Your name: m.meier");
            tmux.keys("Enter");
            shows(tmux, "Remark");
            tmux.keys("all read", "Enter");
            shows(
                    tmux,
                    "● running      Back up the database 診療録データベース",
                    "    ████████████████ 100 %  2 GiB of 2 GiB written",
                    "    | 10 percent processed and more");
            open("backup");
            shows(tmux, "◌ waiting      Roll out the new version", "attempt 2 of 3 in", "The registry does not answer");
            shows(tmux, "● running      Roll out the new version", "attempt 2 of 3,");
            open("roll-out");
            shows(tmux, "0 of 3 done", "    ● running      Restart app-02", "    ○ to come      Restart app-03");
            open("restart");
            shows(tmux, "✗ FAILED       The API answers", "status is 503", "↺ undoing      Roll out the new version");
            open("undo");
            shows(tmux, "ended as ROLLED_BACK", "closed", "status 0", "\necho\n");

            assertThat(tmux.screen())
                    .contains("↺ undone       Roll out the new version", "Rolled back: step \"health\" failed")
                    .doesNotContain("steps  ");
            assertThat(tmux.showsCursor()).isTrue();
        }
    }

    @Test
    void what_is_finished_scrolls_away_once_and_in_order_while_the_window_is_drawn_to_other_sizes() throws Exception {
        try (var tmux = Tmux.run(200, 50, program("long"))) {
            shows(tmux, "● running      Step number 1 of a long list");
            var sizes = new int[][] {{80, 24}, {60, 15}, {200, 50}, {100, 12}, {80, 24}};
            for (int i = 1; i <= 60; i++) {
                open("step-" + i);
                if (i % 10 == 0 && i < 60) {
                    var last = i;
                    shows(tmux, "● running      Step number " + (last + 1) + " of a long list");
                    var size = sizes[i / 10 - 1];
                    tmux.resize(size[0], size[1]);
                    eventually(() -> assertThat(tmux.screen().lines().filter(l -> l.startsWith("RUNNING  A long one")))
                            .hasSize(1));
                }
            }
            shows(tmux, "ended as SUCCEEDED", "status 0");

            var finished = tmux.all()
                    .lines()
                    .map(String::strip)
                    .filter(l -> l.startsWith("✓ done"))
                    .map(l -> l.replaceAll(" of a long list.*", ""))
                    .toList();
            assertThat(finished)
                    .isEqualTo(IntStream.rangeClosed(1, 60)
                            .mapToObj(i -> "✓ done         Step number " + i)
                            .toList());
        }
    }

    @Test
    void ctrl_c_cancels_and_a_second_one_leaves_the_run_to_be_resumed() throws Exception {
        try (var tmux = Tmux.run(80, 24, program("long"))) {
            open("step-1");
            shows(tmux, "● running      Step number 2 of a long list");
            tmux.keys("C-c");
            shows(tmux, "Cancelled: the step under way is finished", "Ctrl-C again leaves the run as it is");
            tmux.keys("C-c");
            shows(tmux, "Left as it is; waiting for the step under way", "left: The operator left run");
            open("step-2");
            shows(tmux, "closed", "status 0", "\necho\n");

            assertThat(tmux.screen()).contains("engine.resume(runbook");
            assertThat(tmux.showsCursor()).isTrue();
        }
    }

    @Test
    void a_process_that_is_ended_gives_the_terminal_back() throws Exception {
        try (var tmux = Tmux.run(80, 24, program("long"))) {
            shows(tmux, "● running      Step number 1 of a long list");
            assertThat(tmux.showsCursor()).isFalse();

            tmux.shell().children().forEach(ProcessHandle::destroy);

            shows(tmux, "status 143", "\necho\n", "RUNNING  A long one");
            assertThat(tmux.showsCursor()).isTrue();
        }
    }

    @Test
    void into_a_file_it_tells_plain_lines_asks_nobody_and_takes_ctrl_c() throws Exception {
        var log = directory.resolve("log");
        try (var tmux = Tmux.run(80, 24, program("deployment") + " > '" + log + "'")) {
            eventually(() -> assertThat(log)
                    .content()
                    .contains(
                            "asks operators: Change log and impact assessment reviewed",
                            "To answer from another process: Emrops.inbox(Path.of(\"" + directory.resolve("emrops")));
            tmux.keys("C-c");
            shows(tmux, "status 0");

            assertThat(log)
                    .content()
                    .contains("Cancelled by m.meier: Ctrl-C", "ended as CANCELLED")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void without_utf_8_and_without_colours_it_is_all_there() throws Exception {
        var program = program("deployment").replace("C.UTF-8", "C").replace("LANG=", "NO_COLOR=1 LANG=");
        try (var tmux = Tmux.run(80, 24, program)) {
            shows(tmux, "? asked        Change log", "[y] done", ". to come      Back up the database ?????????");
            tmux.keys("C-c");
            shows(tmux, "ended as CANCELLED");
        }
    }
}
