package io.emrops.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.iis.PackageSource;
import io.emrops.iis.WebConfig;
import io.emrops.iis.release.ReleaseFolders;
import io.emrops.iis.release.ReleasePackage;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class IisReleasesTest {
    @TempDir
    private Path directory;

    @Test
    void a_release_is_stored_looked_at_and_pruned() throws Exception {
        var source = Files.createDirectories(directory.resolve("2.1.0"));
        Files.writeString(source.resolve("web.config"), """
                <configuration>
                  <system.webServer><aspNetCore processPath="dotnet" arguments="Scheduler.dll" /></system.webServer>
                </configuration>
                """);
        try (var windows = ScriptedWindowsHost.builder().start()) {
            SimulatedWindows.behind(windows);
            try (var app01 = PowerShellHost.local()
                    .program(windows.standIn(directory).toString())
                    .build()) {
                store(PackageSource.in(directory), app01);
            }
        }
    }

    private static void store(PackageSource packages, PowerShellHost app01) throws Exception {
        // tag::store[]
        var edits = WebConfig.unchanged()
                .appSetting("Region", "EU")
                .handlerEnvironment("ASPNETCORE_ENVIRONMENT", "Production");
        var pack = ReleasePackage.of(packages.find("2.1.0").orElseThrow(), edits);

        var folders = new ReleaseFolders(app01, "D:\\apps\\scheduler");
        var stored = folders.store("2.1.0", pack, Progress.none());

        assertThat(stored.folder()).startsWith("D:\\apps\\scheduler\\releases\\2.1.0-");
        assertThat(folders.store("2.1.0", pack, Progress.none()).stored()).isFalse();
        assertThat(folders.look(stored.folder()).orElseThrow().whole()).isTrue();
        assertThat(folders.prune(5, Set.of(stored.folder()))).isEmpty();
        // end::store[]
    }
}
