package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Report;
import io.emrops.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The report of a deployment at each of its ends, as people read it. */
@Timeout(60)
final class GoldenReportTest {
    private final DeploymentFixture night = new DeploymentFixture();

    @AfterEach
    void close() {
        night.close();
    }

    @Test
    void succeeded() throws Exception {
        assertGolden(RunState.SUCCEEDED, night.succeeded());
    }

    @Test
    void rolled_back() throws Exception {
        assertGolden(RunState.ROLLED_BACK, night.rolledBack());
    }

    @Test
    void rollback_failed() throws Exception {
        assertGolden(RunState.ROLLBACK_FAILED, night.rollbackFailed());
    }

    @Test
    void in_doubt() throws Exception {
        assertGolden(RunState.IN_DOUBT, night.inDoubt());
    }

    @Test
    void cancelled() throws Exception {
        assertGolden(RunState.CANCELLED, night.cancelled());
    }

    @Test
    void waiting_for_a_person() throws Exception {
        assertGolden(RunState.WAITING, night.waiting());
    }

    /** The end of a run's id is random. The style is that of every page; the golden file of the document holds it. */
    private static void assertGolden(RunState state, Report report) throws Exception {
        assertThat(report.state()).as(report.verdict()).isEqualTo(state);
        var name = "report-" + state.name().toLowerCase(Locale.ROOT).replace('_', '-');
        var html = report.toHtml().replace(report.runId(), "20260301-020000-abcdef");
        // For those who want to look at it.
        Files.writeString(Files.createDirectories(Path.of("target/reports")).resolve(name + ".html"), html);
        Golden.assertSame(name + ".md", report.toMarkdown().replace(report.runId(), "20260301-020000-abcdef"));
        Golden.assertSame(name + ".html", html.replaceFirst("(?s)<style>.*?</style>", "<style></style>"));
    }
}
