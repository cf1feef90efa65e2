package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.Check;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.testkit.FakeWebLog;
import io.emrops.testkit.ManualTime;
import io.emrops.weblog.PathRule;
import io.emrops.weblog.WebLogEntry;
import io.emrops.weblog.WebLogThresholds;
import io.emrops.weblog.WebLogs;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runbooks that look into the log of a web server. */
@Timeout(60)
class WebLogsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration FAST = Duration.ofMillis(40);
    private static final Duration SLOW = Duration.ofMillis(200);
    private static final WebLogThresholds LIMITS =
            WebLogThresholds.none().p95Below(Duration.ofMillis(200)).errorsBelow(0.001);

    private final FakeWebLog log = FakeWebLog.of("emrnext");

    private Report run(Check check) throws Exception {
        var runbook = Runbook.define("load", "Load", rb -> rb.verify("load", "Load", check));
        try (var engine = Emrops.inMemory().time(ManualTime.at(NOON.toString())).build()) {
            return engine.start(runbook, RunRequest.by("tester")).await();
        }
    }

    private Check within(int windows) {
        return WebLogs.within(log, LIMITS, Duration.ofMinutes(5), windows);
    }

    private FakeWebLog requests(int count, int minutesAgo, int status, Duration took) {
        return log.requests(count, NOON.minus(Duration.ofMinutes(minutesAgo)), "/api/patients/4711", status, took);
    }

    private static String evidence(Report report) {
        var step = report.steps().get(0);
        return step.evidence() + step.failure().orElse("");
    }

    @Test
    void a_server_that_keeps_to_its_limits_in_every_window_is_well() throws Exception {
        requests(1900, 1, 200, FAST).requests(1, NOON.minusSeconds(60), "/", 500, FAST);
        requests(99, 1, 200, SLOW);
        requests(20, 6, 200, FAST);

        var report = run(within(2));

        assertThat(report.succeeded()).isTrue();
        assertThat(evidence(report))
                .contains(
                        "p95 below 200 ms, errors below 0.1 %: kept to from 2026-11-22T11:50:00Z to 2026-11-22T12:00:00Z")
                .contains("2000 requests, 0.05 % server errors, 0 client errors; p50 40 ms, p95 40 ms, p99 200 ms");
    }

    @Test
    void one_slow_window_is_enough_to_fail() throws Exception {
        requests(1000, 1, 200, FAST);
        requests(94, 6, 200, FAST);
        requests(6, 6, 200, SLOW);

        var report = run(within(2));

        assertThat(report.succeeded()).isFalse();
        assertThat(evidence(report))
                .contains("The window from 2026-11-22T11:50:00Z has a p95 of 200 ms, not less than 200 ms");
    }

    @Test
    void too_many_errors_fail_and_those_of_clients_do_not() throws Exception {
        requests(500, 1, 404, FAST);
        requests(498, 1, 200, FAST);
        requests(1, 1, 503, FAST);

        assertThat(evidence(run(within(1)))).contains("has 1 errors in 999 requests, 0.1 %, not less than 0.1 %");

        requests(2, 1, 200, FAST);

        assertThat(run(within(1)).succeeded()).isTrue();
    }

    @Test
    void too_few_requests_are_not_taken_for_good() throws Exception {
        requests(19, 1, 200, FAST);

        assertThat(evidence(run(within(1))))
                .contains("was kept to is not known")
                .contains("has 19 requests, fewer than 20");
        assertThat(run(WebLogs.within(log, LIMITS.atLeastRequests(19), Duration.ofMinutes(5), 1))
                        .succeeded())
                .isTrue();
    }

    @Test
    void logs_that_are_not_readable_are_not_taken_for_good() throws Exception {
        requests(990, 1, 200, FAST).unreadableLines(10);
        assertThat(run(within(1)).succeeded()).isTrue();

        log.unreadableLines(1);

        assertThat(evidence(run(within(1)))).contains("11 lines of the logs are not readable, beside 990 requests");
    }

    @Test
    void many_good_lines_of_other_times_do_not_make_up_for_unreadable_ones() throws Exception {
        requests(100_000, 60, 200, FAST);
        requests(60, 1, 200, FAST).unreadableLines(600);

        assertThat(evidence(run(within(1))))
                .contains("is not known")
                .contains("600 lines of the logs are not readable, beside 60 requests");
        assertThat(evidence(run(WebLogs.reported(log, Duration.ofMinutes(5), PathRule.identifiersHidden()))))
                .contains("600 lines of the logs are not readable");
    }

    @Test
    void times_of_a_few_are_not_taken_for_those_of_all() throws Exception {
        requests(99, 1, 200, FAST);
        log.log(timeless());
        assertThat(run(within(1)).succeeded()).isTrue();

        log.log(timeless());

        assertThat(evidence(run(within(1))))
                .contains("has times for 99 of its 101 requests alone")
                .contains("at most 40 ms, of 99 requests");
    }

    private static WebLogEntry timeless() {
        return new WebLogEntry(
                NOON.minusSeconds(60),
                Optional.of("GET"),
                "/",
                200,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void a_log_that_is_out_of_reach_fails_the_check() throws Exception {
        log.goDown();

        assertThat(run(within(1)).succeeded()).isFalse();
    }

    @Test
    void what_was_seen_is_told_without_identifiers() throws Exception {
        requests(3, 1, 200, FAST);

        var report = run(WebLogs.reported(log, Duration.ofMinutes(5), PathRule.identifiersHidden()));

        assertThat(report.succeeded()).isTrue();
        assertThat(evidence(report))
                .contains("3 requests, 0 % server errors")
                .contains("Most requested: /api/patients/{id}: 3 requests")
                .contains("Most time: /api/patients/{id}")
                .doesNotContain("4711");
    }

    @Test
    void thresholds_and_windows_that_say_nothing_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebLogs.within(log, WebLogThresholds.none(), Duration.ofMinutes(5), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> WebLogs.within(log, LIMITS, Duration.ofMillis(5), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> WebLogs.within(log, LIMITS, Duration.ofMinutes(5), 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebLogs.within(log, LIMITS, Duration.ofSeconds(Long.MAX_VALUE), 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebLogThresholds.none().errorsBelow(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebLogThresholds.none().p95Below(Duration.ZERO));
    }
}
