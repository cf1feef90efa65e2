package io.emrops.examples.guide;

import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Done;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.RunRequest;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.core.Emrops;
import io.emrops.testkit.tls.TestCertificate;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedBinding;
import io.emrops.testkit.windows.simulated.SimulatedCertificates;
import io.emrops.testkit.windows.simulated.SimulatedSite;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.certificate.ImportOptions;
import io.emrops.windows.certificate.SiteBinding;
import io.emrops.windows.certificate.WindowsCertificateStore;
import io.emrops.windows.certificate.WindowsCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class WindowsCertificatesTest {
    private static final char[] WORD = "Passw0rd-of-pfx".toCharArray();

    @TempDir
    private Path directory;

    // tag::rotation[]
    private static Runbook rotation(WindowsCertificateStore store, Path pfx, Secret password) {
        return Runbook.define("certificate", "Renew the certificate of EMRNext", rb -> {
            var imported = rb.step(
                            "import",
                            "Import the new certificate",
                            WindowsCertificates.importPfx(store, pfx, password, ImportOptions.usual()))
                    .inDoubt(InDoubt.probe());
            rb.step(
                            "bind",
                            "Serve it",
                            Operation.of(
                                    Done.class,
                                    in -> WindowsCertificates.bind(
                                            store,
                                            SiteBinding.of("emrnext", "", 443),
                                            in.get(imported).thumbprint())))
                    .inDoubt(InDoubt.probe());
            rb.verify(
                    "left",
                    "Nothing ends this month",
                    WindowsCertificates.noneExpires(store, "emrnext.hospital.example", ofDays(30)));
        });
    }
    // end::rotation[]

    // tag::simulated[]
    @Test
    void the_new_certificate_is_served() throws Exception {
        var now = Instant.now();
        var certificate = TestCertificate.create(List.of("emrnext.hospital.example"), now, now.plus(ofDays(90)));
        var pfx = Files.write(directory.resolve("emrnext.pfx"), certificate.pfx(WORD));
        try (var scripted = ScriptedWindowsHost.builder().start();
                var host = PowerShellHost.local()
                        .program(scripted.standIn(directory).toString())
                        .build();
                var engine = Emrops.inMemory().build()) {
            var windows = SimulatedWindows.behind(scripted);
            var https = new SimulatedBinding("https", "*:443:", "", "", false);
            windows.iis().put(new SimulatedSite("emrnext", 1, true, true, "emrnext", "D:\\emrnext", List.of(https)));
            var store = WindowsCertificateStore.on(host);

            engine.start(rotation(store, pfx, Secret.of(WORD)), RunRequest.by("m.meier"))
                    .await()
                    .orThrow();

            assertThat(windows.iis()
                            .site("emrnext")
                            .orElseThrow()
                            .bindings()
                            .get(0)
                            .thumbprint())
                    .isEqualTo(SimulatedCertificates.thumbprint(certificate.certificate()));
        }
    }
    // end::simulated[]
}
