package io.emrops.examples.guide;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.core.weblog.W3cLogs;
import io.emrops.iis.log.IisLogs;
import io.emrops.testkit.FakeWebLog;
import io.emrops.weblog.PathRule;
import io.emrops.weblog.WebLogPosition;
import io.emrops.weblog.WebLogQuery;
import io.emrops.weblog.WebLogSource;
import io.emrops.weblog.WebLogStatistics;
import io.emrops.weblog.WebLogThresholds;
import io.emrops.weblog.WebLogs;
import io.emrops.windows.PowerShellHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebLogTest {
    // tag::verify[]
    Runbook answersAreFast(WebLogSource log) {
        var limits = WebLogThresholds.none().p95Below(ofMillis(200)).errorsBelow(0.001);
        return Runbook.define("answers", "Answers are fast and right", rb -> {
            rb.verify(
                    "before",
                    "What the server has seen",
                    WebLogs.reported(log, ofMinutes(15), PathRule.identifiersHidden()));
            rb.verify("limits", "It keeps to its limits", WebLogs.within(log, limits, ofMinutes(5), 3));
        });
    }
    // end::verify[]

    // tag::day[]
    List<WebLogStatistics> byTheHour(Path logFiles, Instant midnight) throws InterruptedException {
        var day = WebLogQuery.between(midnight, midnight.plus(Duration.ofDays(1)))
                .windows(Duration.ofHours(1))
                .top(20)
                .paths(path -> path.startsWith("/reports/")
                        ? "/reports/…"
                        : PathRule.identifiersHidden().apply(path));
        return W3cLogs.in(logFiles).statistics(day, Progress.none()).windows();
    }
    // end::day[]

    // tag::host[]
    WebLogSource logOfASite(PowerShellHost app01) {
        return W3cLogs.of(IisLogs.on(app01).ofSite("scheduler"));
    }
    // end::host[]

    // tag::follow[]
    WebLogPosition failures(WebLogSource log, WebLogPosition since, List<String> seen) throws InterruptedException {
        var page = log.read(since, 1000, PathRule.identifiersHidden());
        page.entries().stream()
                .filter(entry -> entry.status() >= 500)
                .forEach(entry -> seen.add(entry.at() + " " + entry.path() + " " + entry.status()));
        return page.next(); // to go on from, also after a restart
    }
    // end::follow[]

    @Test
    void a_server_is_held_against_its_limits() throws Exception {
        var now = Instant.now();
        var log = FakeWebLog.of("emrnext");
        for (var minutes = 1; minutes < 15; minutes++) {
            log.requests(100, now.minus(ofMinutes(minutes)), "/api/patients", 200, ofMillis(40));
        }
        try (var engine = Emrops.inMemory().build()) {
            assertThat(engine.start(answersAreFast(log), RunRequest.by("m.meier"))
                            .await()
                            .succeeded())
                    .isTrue();

            log.requests(10, now.minus(ofSeconds(60)), "/api/patients", 503, ofMillis(40));

            assertThat(engine.start(answersAreFast(log), RunRequest.by("m.meier"))
                            .await()
                            .state())
                    .isEqualTo(RunState.FAILED);
        }
    }

    @Test
    void logs_are_summed_up_and_followed(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("u_ex261122.log"), """
                #Fields: date time cs-method cs-uri-stem sc-status time-taken
                2026-11-22 08:00:00 GET /patients/4711 200 15
                2026-11-22 09:00:00 GET /reports/smith 500 31
                """);

        var hours = byTheHour(directory, Instant.parse("2026-11-22T00:00:00Z"));
        var seen = new ArrayList<String>();
        var next = failures(W3cLogs.in(directory), WebLogPosition.start(), seen);

        assertThat(hours).hasSize(24);
        assertThat(hours.get(8).mostRequested().get(0).path()).isEqualTo("/patients/{id}");
        assertThat(hours.get(9).mostRequested().get(0).path()).isEqualTo("/reports/…");
        assertThat(seen).containsExactly("2026-11-22T09:00:00Z /reports/smith 500");
        assertThat(next).isEqualTo(W3cLogs.in(directory).end());
    }
}
