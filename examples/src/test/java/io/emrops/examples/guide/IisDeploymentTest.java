package io.emrops.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Finding;
import io.emrops.RunRequest;
import io.emrops.Secret;
import io.emrops.core.Emrops;
import io.emrops.iis.IisBinding;
import io.emrops.iis.IisDeployer;
import io.emrops.iis.PackageSource;
import io.emrops.iis.WebConfig;
import io.emrops.runbooks.DeploymentRunbook;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/iis.md on deployments. */
final class IisDeploymentTest {
    @TempDir
    Path directory;

    private static IisDeployer deployer(PowerShellHost app01, Path dist, Secret password) {
        // tag::deployer[]
        var scheduler = IisDeployer.site(app01, "HospitalScheduler")
                .root("D:\\apps\\HospitalScheduler")
                .packages(PackageSource.in(dist)) // dist/2.1.0 or dist/2.1.0.zip
                .binding(IisBinding.http(3001))
                .environment("NODE_ENV", "production")
                .environment("SQL_SERVER", ".\\SQLEXPRESS")
                .secretEnvironment("DB_PASSWORD", password)
                .webConfig(WebConfig.unchanged().appSetting("Environment", "production"))
                .health("/api/health")
                .healthyWithin(Duration.ofMinutes(2))
                .keep(3)
                .build();
        // end::deployer[]
        return scheduler;
    }

    private Path version(String version) throws IOException {
        var dist = directory.resolve("dist");
        var folder = Files.createDirectories(dist.resolve(version));
        Files.writeString(folder.resolve("index.html"), version);
        Files.writeString(
                folder.resolve("web.config"), "<configuration>\n  <appSettings>\n  </appSettings>\n</configuration>\n");
        return dist;
    }

    @Test
    void the_scheduler_is_deployed_twice() throws Exception {
        version("1.0.0");
        var dist = version("2.0.0");
        try (var host = ScriptedWindowsHost.builder().start();
                var app01 = PowerShellHost.local()
                        .program(host.standIn(directory).toString())
                        .build();
                var engine = Emrops.inMemory().build()) {
            var windows = SimulatedWindows.behind(host);
            var scheduler = deployer(app01, dist, Secret.of("Passw0rd-of-db".toCharArray()));

            // tag::runbook[]
            var deploy = DeploymentRunbook.of("scheduler-deploy", "Deploy Hospital Scheduler", scheduler)
                    .lock("scheduler")
                    .rolling() // tried on the host beside the old one before the switch
                    .verify("health", "The API answers", run -> Finding.ok("healthy"))
                    .build();
            // end::runbook[]

            for (var version : new String[] {"1.0.0", "2.0.0"}) {
                var report = engine.start(deploy, RunRequest.by("m.meier").with("version", version))
                        .await();
                assertThat(report.succeeded()).as(report.toMarkdown()).isTrue();
            }
            var path = windows.iis().site("HospitalScheduler").orElseThrow().physicalPath();
            assertThat(path).contains("2.0.0-");
        }
    }
}
