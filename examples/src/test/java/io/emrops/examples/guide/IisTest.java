package io.emrops.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.InDoubt;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.Secret;
import io.emrops.core.Emrops;
import io.emrops.iis.AppPools;
import io.emrops.iis.AttributeChange;
import io.emrops.iis.Iis;
import io.emrops.iis.IisBinding;
import io.emrops.iis.IisOptimizer;
import io.emrops.iis.PoolSettings;
import io.emrops.iis.SiteSettings;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/iis.md. */
final class IisTest {
    private static final String THUMBPRINT = "0123456789ABCDEF0123456789ABCDEF01234567";

    @TempDir
    Path directory;

    private static List<AttributeChange> setUp(
            PowerShellHost app01, String thumbprint, Secret password, List<String> lines) throws Exception {
        // tag::site[]
        var iis = Iis.on(app01);
        var settings = new SiteSettings(
                "Scheduler",
                "Scheduler",
                "D:\\sites\\scheduler",
                List.of(IisBinding.https("scheduler.hospital.example", 443, thumbprint)),
                PoolSettings.unmanaged(), // Node, .NET Core
                Map.of("NODE_ENV", "production"),
                Set.of("DB_PASSWORD"));
        iis.preview(settings).forEach(change -> lines.add(change.line()));
        var changes = iis.apply(settings, Map.of("DB_PASSWORD", password)); // empty the second time
        // end::site[]
        return changes;
    }

    private static void steps(RunbookBuilder rb, Iis iis) {
        // tag::steps[]
        rb.step("optimize", "Compress and cache", IisOptimizer.usual(iis, "Scheduler"))
                .inDoubt(InDoubt.probe());
        rb.step("recycle", "Give the scheduler new processes", AppPools.recycle(iis, "Scheduler"))
                .inDoubt(InDoubt.rerun());
        rb.verify("runs", "It runs", AppPools.running(iis, "Scheduler"));
        // end::steps[]
    }

    @Test
    void a_site_is_set_up_and_recycled() throws Exception {
        var password = Secret.of("Passw0rd-of-db".toCharArray());
        var lines = new ArrayList<String>();
        try (var host = ScriptedWindowsHost.builder().start();
                var app01 = PowerShellHost.local()
                        .program(host.standIn(directory).toString())
                        .build()) {
            var windows = SimulatedWindows.behind(host);
            windows.files().createDirectory("D:\\sites\\scheduler");
            windows.iis().certificate(THUMBPRINT, "My");

            assertThat(setUp(app01, THUMBPRINT, password, lines)).isNotEmpty();
            assertThat(setUp(app01, THUMBPRINT, password, new ArrayList<>())).isEmpty();

            assertThat(lines).contains("pool Scheduler variable DB_PASSWORD: absent → (secret)");
            var book = Runbook.define("recycle", "Recycle", rb -> steps(rb, Iis.on(app01)));
            try (var engine = Emrops.inMemory().build()) {
                var report = engine.start(book, RunRequest.by("m.meier").because("CHG-4711"))
                        .await();
                assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
            }
        }
    }
}
