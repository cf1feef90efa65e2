package io.emrops.examples.guide;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.eventlog.EventBookmark;
import io.emrops.windows.eventlog.EventGap;
import io.emrops.windows.eventlog.EventLevel;
import io.emrops.windows.eventlog.EventLogs;
import io.emrops.windows.eventlog.EventQuery;
import io.emrops.windows.eventlog.WindowsEventLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/windows-events.md. */
@Timeout(60)
final class WindowsEventsTest {
    @TempDir
    private Path directory;

    private static List<String> errors(PowerShellHost app01, Instant now) throws InterruptedException {
        var lines = new ArrayList<String>();
        // tag::query[]
        var log = WindowsEventLog.on(app01);
        var errors = EventQuery.of("Application")
                .providers("Hospital Scheduler", ".NET Runtime")
                .levels(EventLevel.CRITICAL, EventLevel.ERROR)
                .from(now.minus(ofHours(24)));
        log.scan(errors, event -> lines.add(event.at() + " " + event.source() + " " + event.id()));
        var total = log.summary(errors).total();
        // end::query[]
        assertThat(lines).hasSize((int) total);
        return lines;
    }

    // tag::follow[]
    private static EventBookmark follow(WindowsEventLog log, EventBookmark bookmark, List<String> lines)
            throws InterruptedException {
        var query = EventQuery.of(bookmark.log()).levels(EventLevel.ERROR);
        var found = log.after(query, bookmark);
        found.gap()
                .ifPresent(gap -> lines.add(
                        gap instanceof EventGap.Cleared
                                ? "the log was cleared"
                                : "events were overwritten before they were read"));
        found.events().forEach(event -> lines.add(event.source() + " " + event.id()));
        return found.more() ? follow(log, found.bookmark(), lines) : found.bookmark();
    }
    // end::follow[]

    private static Runbook check(WindowsEventLog log) {
        return Runbook.define("scheduler", "Look after the scheduler", rb -> {
            // tag::check[]
            rb.verify(
                    "quiet",
                    "The scheduler logs no errors",
                    EventLogs.noErrors(log, "Application", List.of("Hospital Scheduler"), ofMinutes(5)));
            // end::check[]
        });
    }

    // tag::simulated[]
    @Test
    void a_cleared_log_is_noticed() throws Exception {
        try (var scripted = ScriptedWindowsHost.builder().start();
                var host = PowerShellHost.local()
                        .program(scripted.standIn(directory).toString())
                        .build()) {
            var events = SimulatedWindows.behind(scripted).events();
            var log = WindowsEventLog.on(host);
            events.add("Application", "Hospital Scheduler", 7, 2, Instant.now());
            var lines = new ArrayList<String>();

            var bookmark = log.newest("Application");
            events.clear("Application");
            events.add("Application", "Hospital Scheduler", 8, 2, Instant.now());
            follow(log, bookmark, lines);

            assertThat(lines).containsExactly("the log was cleared", "Hospital Scheduler 8");
        }
    }
    // end::simulated[]

    @Test
    void errors_are_found_and_a_check_fails_on_them() throws Exception {
        try (var scripted = ScriptedWindowsHost.builder().start();
                var host = PowerShellHost.local()
                        .program(scripted.standIn(directory).toString())
                        .build();
                var engine = Emrops.inMemory().build()) {
            var events = SimulatedWindows.behind(scripted).events();
            var now = Instant.now();
            events.add("Application", "hospital scheduler", 7, 2, now.minusSeconds(7200));
            events.add("Application", "Hospital Scheduler", 7, 4, now.minusSeconds(10));
            var log = WindowsEventLog.on(host);

            assertThat(errors(host, now)).hasSize(1);
            assertThat(engine.start(check(log), RunRequest.by("m.meier"))
                            .await()
                            .state())
                    .isEqualTo(RunState.SUCCEEDED);
            events.add("Application", "Hospital Scheduler", 7, 2, now.minusSeconds(5));
            assertThat(engine.start(check(log), RunRequest.by("m.meier"))
                            .await()
                            .state())
                    .isEqualTo(RunState.FAILED);
        }
    }
}
