package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Backoff;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.TargetUnavailableException;
import io.emrops.logs.LogCollection;
import io.emrops.logs.LogRequest;
import io.emrops.logs.Logs;
import io.emrops.testkit.FakeLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogsTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00Z");

    private final EngineFixture fixture = new EngineFixture();
    private final FakeLogs logs = FakeLogs.of("emrnext", "api", "web").clock(() -> NIGHT.plusSeconds(600));

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        fixture.close();
    }

    private LogRequest request() {
        return LogRequest.last(Duration.ofHours(24))
                .mergedInto(directory)
                .withErrors()
                .build();
    }

    @Test
    void a_step_collects_the_logs_and_its_result_is_found_by_its_key() throws Exception {
        logs.write("api", NIGHT, "ERROR order 17 of SMITH lost");
        var key = new AtomicReference<String>();
        var result = new AtomicReference<LogCollection>();
        var book = Runbook.define("collect", "Collect", rb -> {
            var collection = rb.step("logs", "Collect the logs", Logs.collect(logs, request()));
            rb.action("look", "Look", run -> {
                        result.set(run.get(collection));
                        key.set(run.idempotencyKey().replace("look", "logs"));
                    })
                    .nothingToUndo("it looks");
        });

        var report = fixture.run(book);

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(LogCollection.find(directory, key.get())).contains(result.get());
        assertThat(result.get().errorLines()).isEqualTo(1);
    }

    @Test
    void a_rehearsal_tells_the_services_and_the_place() throws Exception {
        var plan = fixture.engine.plan(
                Runbook.define("collect", "Collect", rb -> rb.step("logs", "Collect", Logs.collect(logs, request()))),
                EngineFixture.REQUEST);

        assertThat(plan.toMarkdown()).contains("api: 1 instance").contains("New files in");
        assertThat(directory).isEmptyDirectory();
        assertThat(logs.changes()).isEmpty();
    }

    @Test
    void errors_in_the_logs_fail_a_check_with_their_signatures() throws Exception {
        logs.write("api", NIGHT, "ERROR order 17 lost");
        var report = fixture.run(Runbook.define(
                "check", "Check", rb -> rb.verify("quiet", "Quiet", Logs.noErrors(logs, Duration.ofHours(1)))));

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.toMarkdown())
                .contains("1 error in 1 line")
                .contains("ERROR order")
                .doesNotContain("order 17");
    }

    @Test
    void silence_passes_a_check_unless_a_log_cannot_be_read() throws Exception {
        logs.write("api", NIGHT, "INFO fine");
        var book = Runbook.define(
                "check", "Check", rb -> rb.verify("quiet", "Quiet", Logs.noErrorsSince(logs, run -> NIGHT)));

        assertThat(fixture.run(book).state()).isEqualTo(RunState.SUCCEEDED);
        logs.unreadable("web");

        assertThat(fixture.run(book).state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void a_platform_that_is_lost_may_be_asked_again() throws Exception {
        logs.write("api", NIGHT, "one").failMidway(0, new TargetUnavailableException("lost"));
        var report = fixture.run(Runbook.define(
                "collect",
                "Collect",
                rb -> rb.step("logs", "Collect", Logs.collect(logs, request()))
                        .attempts(2, Backoff.fixed(Duration.ofMillis(1)))));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(directory).isNotEmptyDirectory();
    }
}
