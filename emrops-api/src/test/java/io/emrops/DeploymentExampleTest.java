package io.emrops;

import static io.emrops.Backoff.exponential;
import static io.emrops.DataSize.gib;
import static io.emrops.InDoubt.ask;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Handmade.Commands;
import io.emrops.Handmade.Disk;
import io.emrops.Handmade.Http;
import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.deploy.Release;
import io.emrops.deploy.Service;
import io.emrops.spi.Node;
import java.net.URI;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** The runbook that the README shows; its providers are handmade and must not be touched. */
class DeploymentExampleTest {
    private final BackupProvider sql = Handmade.untouchable(BackupProvider.class);
    private final Deployer compose = Handmade.untouchable(Deployer.class);
    private final Disk disk = new Disk();
    private final URI url = URI.create("https://emrnext.example/health");

    private Runbook deployment() {
        // tag::deployment[]
        var deploy = Runbook.define("emrnext-deploy", "Deploy EMRNext", rb -> {
            var version = rb.param("version", String.class).matches("\\d+\\.\\d+\\.\\d+");

            rb.section("Before the deployment");
            rb.manual("change-log", "Change log and impact assessment reviewed");
            rb.require("disk", "Room for the backup", disk.hasFree(gib(20)));
            rb.approval("go", "Change board agrees")
                    .by("change-board")
                    .atLeast(2)
                    .notTheStarter()
                    .expires(ofHours(4));

            rb.section("Deployment");
            rb.lock("emrnext"); // locks and windows apply from their position on
            rb.window(MaintenanceWindow.weekly(SUNDAY, "02:00", "06:00", ZoneId.of("America/New_York")));
            var backup = rb.step("backup", "Back up the database", Backups.full(sql, "EMRNext"))
                    .timeout(ofMinutes(30))
                    .attempts(3, exponential(ofSeconds(5)));
            var release = rb.step(
                            "deploy",
                            "Roll out the new version",
                            Operation.of(Release.class, in -> Deployments.rollOut(compose, in.get(version))))
                    .needs(backup);
            rb.step("migrate", "Run the migrations", Commands.run("dotnet", "ef", "database", "update"))
                    .inDoubt(ask())
                    .nothingToUndo("migrations only add; the previous version runs on the new schema");
            rb.forEach(
                            "restart",
                            "Restart {item}",
                            release.items(Release::services, Service::name),
                            (run, service) -> compose.restart(service.name(), run.progress()))
                    .atMost(2)
                    .stopAfterFailures(1)
                    .nothingToUndo("a restart changes no version");

            rb.section("Verification");
            rb.verify("health", "The API answers", Http.get(url).expectJson("status", "healthy"))
                    .within(ofMinutes(2));
        });
        // end::deployment[]
        return deploy;
    }

    @Test
    void the_deployment_of_the_readme_is_defined_without_touching_anything() {
        var definition = deployment().definition();

        assertThat(definition.steps())
                .extracting(Node.Stepping::path)
                .containsExactly("change-log", "disk", "go", "backup", "deploy", "migrate", "restart", "health");
        assertThat(definition.params()).extracting(p -> p.id()).containsExactly("version");
    }

    @Test
    void the_deployment_of_the_readme_reads_as_it_should() {
        Golden.assertSame("deployment.md", deployment().toMarkdown());
    }
}
