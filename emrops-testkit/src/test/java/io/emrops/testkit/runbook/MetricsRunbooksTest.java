package io.emrops.testkit.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.DataSize;
import io.emrops.InDoubt;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.metrics.Metrics;
import io.emrops.metrics.PerformanceReport;
import io.emrops.metrics.Thresholds;
import io.emrops.testkit.FakeMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runbooks that measure an application. */
@Timeout(60)
class MetricsRunbooksTest {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Thresholds LIMITS = Thresholds.none()
            .cpuBelow(0.7)
            .memoryBelow(DataSize.gib(2))
            .noRestarts()
            .noOomKills()
            .healthy();

    @TempDir
    Path directory;

    private final FakeMetrics metrics = FakeMetrics.of("emrnext", "api", "api", "redis");
    private final AtomicReference<PerformanceReport> written = new AtomicReference<>();

    private static Report run(Runbook runbook) throws Exception {
        try (var engine = Emrops.inMemory().build()) {
            return engine.start(runbook, RunRequest.by("tester")).await();
        }
    }

    private Report within() throws Exception {
        return run(Runbook.define(
                "load", "Load", rb -> rb.verify("load", "Load", Metrics.within(metrics, LIMITS, WINDOW))));
    }

    private Runbook reporting(Thresholds thresholds, Path to) {
        return Runbook.define("report", "Report", rb -> {
            var report = rb.step("measure", "Measure", Metrics.performanceReport(metrics, thresholds, WINDOW, to))
                    .inDoubt(InDoubt.rerun());
            rb.action("look", "Look", run -> written.set(run.get(report))).nothingToUndo("it reads");
            rb.verify("kept", "Kept", Metrics.kept(report));
        });
    }

    private static List<String> evidence(Report report, String step) {
        return report.steps().stream()
                .filter(s -> s.path().equals(step))
                .flatMap(s -> s.evidence().stream())
                .toList();
    }

    @Test
    void services_that_keep_to_their_thresholds_let_the_run_succeed_and_their_numbers_are_evidence() throws Exception {
        var report = within();

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        assertThat(evidence(report, "load"))
                .first()
                .asString()
                .startsWith("3 instances kept to CPU below 70 %, memory below 2 GiB")
                .endsWith("over 5 min, by 150 samples");
        assertThat(evidence(report, "load")).anyMatch(line -> line.startsWith("api-2: CPU 1.0 % on average"));
    }

    @Test
    void one_that_does_not_keep_to_them_fails_the_run() throws Exception {
        metrics.during(75, () -> metrics.runOutOfMemory("redis"));

        var report = within();

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(report.toMarkdown()).contains("redis-1 ran out of memory once");
    }

    @Test
    void a_platform_that_is_lost_fails_the_run_too() throws Exception {
        metrics.during(75, metrics::goDown);

        assertThat(within().state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void a_report_is_written_for_its_owner_alone_and_its_hashes_are_right() throws Exception {
        metrics.cpu("api", 0.4).memory("api", DataSize.gib(1)).traffic("api", 5000, 3000);

        var report = run(reporting(LIMITS, directory));

        assertThat(report.state()).as(report.toMarkdown()).isEqualTo(RunState.SUCCEEDED);
        var found = written.get();
        assertThat(found.samples()).isEqualTo(150);
        assertThat(found.finding().orElseThrow().ok()).isTrue();
        assertThat(found.services()).extracting(each -> each.service()).containsExactly("api", "redis");
        assertThat(found.services().get(0).cpu().orElseThrow().mean()).isEqualTo(0.4, within(1e-9));
        assertThat(found.services().get(0).received().orElseThrow().most()).isBetween(9_990.0, 10_010.0);
        assertThat(found.files()).hasSize(2);
        for (var file : found.files()) {
            var path = Path.of(file.path());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path))))
                    .isEqualTo(file.sha256());
            assertThat(Files.size(path)).isEqualTo(file.bytes());
        }
        assertThat(found.files().get(0).path()).endsWith(".html");
        assertThat(Files.readString(Path.of(found.files().get(1).path()))).contains("\"kept\":true");
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }

    @Test
    void a_report_of_thresholds_that_were_not_kept_is_written_and_told() throws Exception {
        metrics.cpu("api", 0.9);

        var report = run(reporting(LIMITS, directory));

        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(written.get().finding().orElseThrow().ok()).isFalse();
        assertThat(Files.readString(Path.of(written.get().files().get(0).path())))
                .contains("api-1 used 90 % of its processors on average");
    }

    @Test
    void a_report_without_thresholds_has_kept_to_none() throws Exception {
        var report = run(reporting(Thresholds.none(), directory));

        assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(report.toMarkdown()).contains("The report was held against no thresholds");
        assertThat(written.get().finding()).isEmpty();
    }

    @Test
    void without_a_directory_nothing_is_measured() throws Exception {
        var report = run(reporting(LIMITS, directory.resolve("missing")));

        assertThat(report.state()).isEqualTo(RunState.FAILED);
        assertThat(metrics.reads()).noneMatch(call -> call.method().equals("measure"));
    }

    @Test
    void what_each_service_uses_is_told() throws Exception {
        metrics.end("redis");

        var report = run(Runbook.define("look", "Look", rb -> rb.verify("look", "Look", Metrics.reported(metrics))));

        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(evidence(report, "look"))
                .contains("2 of 3 instances run", "redis: 0 of 1 running")
                .anyMatch(line -> line.startsWith(
                        "api: 2 of 2 running; CPU 0.02 of 2.00 processors over 1 s;" + " memory 128 MiB; network "));
    }

    @Test
    void what_cannot_be_kept_to_is_refused_when_it_is_written() {
        assertThatIllegalArgumentException().isThrownBy(() -> Metrics.within(metrics, Thresholds.none(), WINDOW));
        assertThatIllegalArgumentException().isThrownBy(() -> Metrics.within(metrics, LIMITS, Duration.ofSeconds(4)));
        assertThat(metrics.calls()).isEmpty();
    }
}
