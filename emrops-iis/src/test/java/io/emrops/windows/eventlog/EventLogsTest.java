package io.emrops.windows.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.Finding;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.RunbookDefinitionException;
import io.emrops.core.Emrops;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventLogsTest {
    /** The host's clock, far from ours. */
    private static final Instant NOW = Instant.parse("2031-01-01T12:00:00Z");

    private EventScene scene;

    @BeforeEach
    void open() throws Exception {
        scene = new EventScene();
        scene.windows.clock(() -> NOW);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private String report(RunState expected) throws Exception {
        var book = Runbook.define(
                "quiet",
                "The scheduler is quiet",
                rb -> rb.verify(
                        "errors",
                        "No errors",
                        EventLogs.noErrors(
                                scene.log, "Application", List.of("Scheduler", "SCHEDULER"), Duration.ofMinutes(5))));
        try (var engine = Emrops.inMemory().build()) {
            var report = engine.start(book, RunRequest.by("m.meier")).await();
            assertThat(report.state()).isEqualTo(expected);
            return report.toMarkdown();
        }
    }

    @Test
    void a_quiet_log_is_well() throws Exception {
        scene.events.add("Application", "Scheduler", 1, 2, NOW.minus(Duration.ofMinutes(6)));
        scene.events.add("Application", "Scheduler", 1, 3, NOW.minusSeconds(10));
        scene.events.add("Application", "Another", 1, 1, NOW.minusSeconds(10));

        assertThat(report(RunState.SUCCEEDED)).contains("No errors of Scheduler in the event log Application");
    }

    @Test
    void errors_are_counted_by_source_and_id_without_their_texts() throws Exception {
        scene.events.add("Application", "Scheduler", 7, 2, NOW.minusSeconds(20), "Patient canary-4711");
        scene.events.add("Application", "scheduler", 7, 1, NOW.minusSeconds(10), "Patient canary-4711");
        scene.events.add("Application", "Scheduler", 8, 2, NOW.minusSeconds(5), "Patient canary-4711");

        assertThat(report(RunState.FAILED))
                .contains("3 errors of Scheduler in the event log Application")
                .contains("2 × Scheduler 7, the last at 2031-01-01T11:59:50Z")
                .contains("1 × Scheduler 8")
                .doesNotContain("canary");
        assertThat(scene.scripts()).doesNotContain("eventlog/messages");
    }

    @Test
    void a_log_that_has_lost_that_time_tells_nothing() throws Exception {
        scene.events.add("Application", "Scheduler", 7, 2, NOW.minusSeconds(20));
        scene.events.add("Application", "Another", 7, 4, NOW.minusSeconds(10));
        scene.events.keep("Application", 1);

        assertThat(report(RunState.FAILED)).contains("cannot be told");
    }

    @Test
    void many_kinds_of_errors_are_told_in_a_few_lines() throws Exception {
        for (var id = 1; id <= 30; id++) {
            scene.events.add("Application", "Scheduler", id, 2, NOW.minusSeconds(id));
        }
        var found = new Finding[1];
        var check = EventLogs.noErrors(scene.log, "Application", List.of(), Duration.ofMinutes(5));
        var book = Runbook.define(
                "quiet",
                "Quiet",
                rb -> rb.step("look", "Look", Finding.class, run -> {
                            found[0] = check.check(run);
                            return found[0];
                        })
                        .nothingToUndo("it only looks"));
        try (var engine = Emrops.inMemory().build()) {
            engine.start(book, RunRequest.by("m.meier")).await().orThrow();
        }

        assertThat(found[0].ok()).isFalse();
        assertThat(found[0].text()).startsWith("30 errors in the event log Application of ");
        assertThat(found[0].details()).hasSize(21).last().isEqualTo("10 others");
    }

    @Test
    void a_text_cannot_be_the_result_of_a_step() {
        assertThatExceptionOfType(RunbookDefinitionException.class)
                .isThrownBy(() -> Runbook.define(
                        "texts",
                        "Texts",
                        rb -> rb.step("text", "Take a text", EventMessage.class, run -> message())
                                .nothingToUndo("it only looks")));
    }

    private EventMessage message() throws InterruptedException {
        var events = scene.log.page(EventQuery.of("Application")).events();
        return scene.log.messages(events).get(0);
    }

    @Test
    void looking_back_takes_some_time() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventLogs.noErrors(scene.log, "Application", List.of(), Duration.ZERO));
    }
}
