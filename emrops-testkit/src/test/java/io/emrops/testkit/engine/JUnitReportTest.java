package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Finding;
import io.emrops.Report;
import io.emrops.Runbook;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What CI systems make of a report, read by the parser of Maven's own reports. */
@Timeout(60)
final class JUnitReportTest {
    private final DeploymentFixture night = new DeploymentFixture();

    @AfterEach
    void close() {
        night.close();
    }

    private static ReportTestSuite read(Report report) throws Exception {
        var bytes = report.toJUnitXml().getBytes(StandardCharsets.UTF_8);
        try (var reader = new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            List<ReportTestSuite> suites = new TestSuiteXmlParser(new NullConsoleLogger()).parse(reader);
            assertThat(suites).hasSize(1);
            return suites.get(0);
        }
    }

    private static Map<String, ReportTestCase> cases(ReportTestSuite suite) {
        return suite.getTestCases().stream()
                .collect(Collectors.toMap(c -> c.getName().replaceFirst(": .*", ""), Function.identity()));
    }

    @Test
    void a_run_that_succeeded_has_a_test_case_for_each_step() throws Exception {
        var suite = read(night.succeeded());

        assertThat(suite.getNumberOfTests()).isEqualTo(10);
        assertThat(suite.getNumberOfFailures() + suite.getNumberOfErrors() + suite.getNumberOfSkipped())
                .isZero();
        assertThat(cases(suite).get("backup")).satisfies(backup -> {
            assertThat(backup.getName()).isEqualTo("backup: Back up the database");
            assertThat(backup.getFullClassName()).isEqualTo("emrnext-deploy");
            assertThat(backup.getTime()).isEqualTo(245f);
        });
    }

    @Test
    void the_step_that_failed_is_the_failure_although_it_was_undone() throws Exception {
        var report = night.rolledBack();
        var suite = read(report);

        assertThat(suite.getNumberOfFailures()).isOne();
        assertThat(suite.getNumberOfErrors()).isZero();
        var deploy = cases(suite).get("deploy");
        assertThat(deploy.hasFailure()).isTrue();
        assertThat(deploy.getFailureMessage()).isEqualTo("Did not become well: api (unhealthy)");
        assertThat(report.toJUnitXml()).contains("Undo: undone");
    }

    @Test
    void a_step_that_could_not_be_undone_is_an_error() throws Exception {
        var suite = read(night.rollbackFailed());

        assertThat(suite.getNumberOfErrors()).isOne();
        assertThat(cases(suite).get("deploy").getFailureMessage())
                .isEqualTo("Did not become well: api (unhealthy); its undo failed: The engine refused to start api"
                        + " (exit 17)");
    }

    @Test
    void a_step_in_doubt_is_an_error() throws Exception {
        var suite = read(night.inDoubt());

        assertThat(suite.getNumberOfErrors()).isOne();
        assertThat(cases(suite).get("deploy").getFailureMessage())
                .isEqualTo("in doubt: The connection to the engine was lost");
    }

    @Test
    void a_step_that_waits_is_skipped_and_so_is_its_run() throws Exception {
        var suite = read(night.waiting());

        assertThat(suite.getNumberOfSkipped()).isEqualTo(2);
        assertThat(suite.getNumberOfFailures() + suite.getNumberOfErrors()).isZero();
        assertThat(cases(suite).get("go").hasSkipped()).isTrue();
        assertThat(cases(suite).get("go").getFailureMessage()).isEqualTo("waits for change-board");
    }

    @Test
    void a_cancelled_run_is_not_green_although_no_step_failed() throws Exception {
        var report = night.cancelled();
        var suite = read(report);

        assertThat(suite.getNumberOfFailures()).isOne();
        assertThat(cases(suite).get(report.runId()).getFailureMessage()).isEqualTo(report.verdict());
    }

    @Test
    void what_xml_cannot_hold_is_told_by_its_number() throws Exception {
        var odd = "\u0000\u0001\u000B\uFFFE\uFFFF\uD800 ]]> <![CDATA[ & \" ' \uD83D\uDE80";
        var report = night.fixture
                .start(Runbook.define(
                        "odd",
                        "Odd " + odd,
                        rb -> rb.verify("well", "Well " + odd, run -> Finding.notOk("Bad " + odd, "Line " + odd))))
                .await();

        var suite = read(report);

        assertThat(cases(suite).get("well").getFailureMessage())
                .isEqualTo("Bad ‹U+0000›‹U+0001› ‹U+FFFE›‹U+FFFF›‹U+D800› ]]> <![CDATA[ & \" ' \uD83D\uDE80");
    }
}
