package io.emrops.core.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.RunState;
import io.emrops.event.RunEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProgressPrinterTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ProgressPrinter printer = ProgressPrinter.to(new PrintStream(bytes, true, StandardCharsets.UTF_8))
            .in(ZoneOffset.UTC);

    private List<String> print(RunEvent... events) {
        for (var event : events) {
            printer.on(event);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void a_run_is_told_in_a_line_for_each_event() {
        var lines = print(
                new RunEvent.Started("r1", NOON, "deploy", "Deploy EMRNext", "m.meier"),
                new RunEvent.StepStarted("r1", NOON, "backup", "Back up the database", 1),
                new RunEvent.StepFailed("r1", NOON, "backup", 1, "no answer", Optional.of(Duration.ofSeconds(5))),
                new RunEvent.StepStarted("r1", NOON.plusSeconds(5), "backup", "Back up the database", 2),
                new RunEvent.StepFinished("r1", NOON.plusSeconds(65), "backup", Duration.ofMinutes(1)),
                new RunEvent.Ended("r1", NOON.plusSeconds(66), RunState.SUCCEEDED, "Succeeded: all steps finished."));

        assertThat(lines)
                .containsExactly(
                        "12:00:00  run             Deploy EMRNext, started by m.meier as r1",
                        "12:00:00  backup          Back up the database ...",
                        "12:00:00  backup          FAILED: no answer; tried again in 5.0 s",
                        "12:00:05  backup          Back up the database (attempt 2) ...",
                        "12:01:05  backup          done in 1 min",
                        "12:01:06  run             Succeeded: all steps finished.");
    }

    @Test
    void progress_is_told_once_a_second_and_at_the_end() {
        var lines = print(
                progress(NOON, 1, 100),
                progress(NOON.plusMillis(300), 2, 100),
                progress(NOON.plusMillis(1000), 3, 100),
                progress(NOON.plusMillis(1001), 100, 100));

        assertThat(lines)
                .containsExactly(
                        "12:00:00  copy            1 of 100 files",
                        "12:00:01  copy            3 of 100 files",
                        "12:00:01  copy            100 of 100 files");
    }

    @Test
    void what_has_not_moved_is_not_told_again_and_bytes_can_be_read() {
        var lines = print(
                progress(NOON, 1, 3),
                progress(NOON.plusSeconds(5), 1, 3),
                new RunEvent.StepProgressed("r1", NOON, "fetch", 1 << 20, 3L << 30, "bytes written"));

        assertThat(lines)
                .containsExactly(
                        "12:00:00  copy            1 of 3 files", "12:00:00  fetch           1 MiB of 3 GiB written");
    }

    @Test
    void what_a_step_says_forges_no_line_and_moves_no_cursor() {
        var lines = print(new RunEvent.StepSaid("r1", NOON, "copy", "a\u001b[2Kb\r12:00:00  run  SUCCEEDED"));

        assertThat(lines).containsExactly("12:00:00  copy            | ab 12:00:00  run  SUCCEEDED");
    }

    @Test
    void times_are_those_of_the_zone() {
        var there = ProgressPrinter.to(new PrintStream(bytes, true, StandardCharsets.UTF_8))
                .in(ZoneId.of("America/New_York"));

        there.on(new RunEvent.Noted("r1", NOON, "noon"));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith("07:00:00");
    }

    private static RunEvent progress(Instant at, long done, long total) {
        return new RunEvent.StepProgressed("r1", at, "copy", done, total, "files");
    }
}
