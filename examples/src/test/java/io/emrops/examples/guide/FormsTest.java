package io.emrops.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Plan;
import io.emrops.Report;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.StepFailedException;
import io.emrops.core.Emrops;
import io.emrops.deploy.Deployments;
import io.emrops.testkit.EmbeddedHospital;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runbooks, rehearsals and reports can be made into. */
@Timeout(60)
final class FormsTest {
    @TempDir
    private Path directory;

    // tag::documents[]
    void write(Runbook runbook, Path directory) throws IOException {
        Files.writeString(directory.resolve(runbook.id() + ".md"), runbook.toMarkdown());
        Files.writeString(directory.resolve(runbook.id() + ".html"), runbook.toHtml());
    }
    // end::documents[]

    // tag::rehearsal[]
    void read(Plan plan, Path directory) throws IOException {
        System.out.println(plan.verdict()); // one sentence
        plan.expected().ifPresent(earlier -> System.out.println("usually takes " + earlier.total()));
        for (var step : plan.steps()) {
            if (step.foretold() == Plan.Foretold.REFUSED) {
                throw new IllegalStateException(step.title() + " would be refused: " + step.remarks());
            }
        }
        Files.writeString(directory.resolve("rehearsal.html"), plan.toHtml());
    }
    // end::rehearsal[]

    // tag::report[]
    void keep(Report report, Path directory) throws IOException {
        System.out.println(report.verdict()); // one sentence
        report.next().forEach(System.out::println); // what to do now, most urgent first
        report.leftChanged().forEach(System.out::println); // what an undo did not put back
        for (var step : report.steps()) {
            System.out.println(step.path() + " " + step.state() + " " + step.evidence());
        }
        Files.writeString(directory.resolve(report.runId() + ".html"), report.toHtml());
        Files.writeString(directory.resolve(report.runId() + ".json"), report.toJson());
        Files.writeString(directory.resolve(report.runId() + ".xml"), report.toJUnitXml());
    }
    // end::report[]

    @Test
    void each_has_its_forms() throws Exception {
        try (var hospital = EmbeddedHospital.start();
                var engine = Emrops.engine(directory.resolve("emrops"))) {
            var book = Runbook.define("deploy", "Deploy EMRNext", rb -> {
                rb.step("deploy", "Roll out 2.1.0", Deployments.rollOut(hospital.deployer(), "2.1.0"));
            });
            write(book, directory);
            var plan = engine.plan(book, RunRequest.by("m.meier"));
            read(plan, directory);
            Shown.on(
                    "documents.md",
                    "changes",
                    String.join("\n", plan.steps().get(0).changes()));

            var report = engine.start(plan).await();
            keep(report, directory);

            assertThat(directory.resolve("deploy.html")).content().startsWith("<!DOCTYPE html>");
            assertThat(directory.resolve(report.runId() + ".json")).content().contains("ROLLED_BACK");
            assertThat(directory.resolve(report.runId() + ".xml")).content().contains("<testsuite");
            org.assertj.core.api.Assertions.assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(report::orThrow);
        }
    }
}
