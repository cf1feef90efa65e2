package io.emrops.windows.certificate;

import io.emrops.testkit.tls.TestCertificate;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.command.SeenCommand;
import io.emrops.testkit.windows.simulated.SimulatedCertificates;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A simulated Windows with IIS, reached by a program that stands in for PowerShell. */
final class CertificateScene implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2027-01-01T00:00:00Z");
    static final SiteBinding SITE = SiteBinding.of("emrnext", "", 443);

    final ScriptedWindowsHost scripted = ScriptedWindowsHost.builder().start();
    final SimulatedWindows windows = SimulatedWindows.behind(scripted);
    final SimulatedCertificates certificates = windows.certificates();
    final PowerShellHost host;
    final WindowsCertificateStore store;

    CertificateScene(Path directory) {
        host = PowerShellHost.local()
                .program(scripted.standIn(directory).toString())
                .build();
        store = WindowsCertificateStore.on(host);
        certificates.site(SITE.site(), SITE.information());
    }

    static TestCertificate certificate(String name) {
        return TestCertificate.create(List.of(name), BEGIN, END);
    }

    static TestCertificate certificate(String name, Instant end) {
        return TestCertificate.create(List.of(name), BEGIN, end);
    }

    /** Signed by an intermediate, which is signed by a root. */
    static TestCertificate signed(TestCertificate intermediate, String name) {
        return intermediate.issue(List.of(name), BEGIN, END);
    }

    static TestCertificate intermediate() {
        return certificate("Root").issue(List.of("Intermediate"), BEGIN, END);
    }

    static String thumbprint(TestCertificate certificate) {
        return SimulatedCertificates.thumbprint(certificate.certificate());
    }

    String bound() {
        return certificates.bound(SITE.site(), SITE.information());
    }

    /** The ids of the scripts that came. */
    List<String> scripts() {
        return scripted.commands().stream()
                .map(SeenCommand::scriptId)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void close() {
        host.close();
        scripted.close();
    }
}
