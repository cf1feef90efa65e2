package io.emrops.windows.certificate;

import io.emrops.Secret;
import io.emrops.testkit.tls.TestCertificate;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.command.SeenCommand;
import io.emrops.testkit.windows.simulated.SimulatedBinding;
import io.emrops.testkit.windows.simulated.SimulatedCertificates;
import io.emrops.testkit.windows.simulated.SimulatedSite;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A simulated Windows with IIS, and a way to it. */
final class CertificateScene implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2027-01-01T00:00:00Z");
    static final SiteBinding SITE = SiteBinding.of("emrnext", "", 443);

    private static final String PASSWORD = "Passw0rd!";

    enum Way {
        LOCAL,
        SSH,
        WINRM
    }

    final ScriptedWindowsHost scripted;
    final SimulatedWindows windows;
    final SimulatedCertificates certificates;
    final PowerShellHost host;
    final WindowsCertificateStore store;

    CertificateScene(Path directory, Way way) throws Exception {
        var builder = ScriptedWindowsHost.builder().user("ops", PASSWORD);
        scripted = switch (way) {
            case LOCAL -> builder.start();
            case SSH -> builder.ssh().start();
            case WINRM -> builder.winRm().start();
        };
        windows = SimulatedWindows.behind(scripted);
        certificates = windows.certificates();
        host = open(directory, way);
        store = WindowsCertificateStore.on(host);
        site(SITE);
    }

    private PowerShellHost open(Path directory, Way way) throws Exception {
        var secret = Secret.of(PASSWORD.toCharArray());
        return switch (way) {
            case LOCAL ->
                PowerShellHost.local()
                        .program(scripted.standIn(directory).toString())
                        .build();
            case SSH ->
                PowerShellHost.ssh("127.0.0.1")
                        .port(scripted.sshPort())
                        .knownHosts(Files.writeString(directory.resolve("known_hosts"), scripted.knownHost() + "\n"))
                        .login("ops", secret)
                        .build();
            case WINRM ->
                PowerShellHost.winRm("localhost")
                        .port(scripted.winRm().getPort())
                        .login("ops", secret)
                        .trusting(scripted.certificate().clientContext())
                        .build();
        };
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

    /** A site with a binding that has no certificate. */
    void site(SiteBinding binding) {
        var https = new SimulatedBinding("https", binding.information(), "", "", false);
        windows.iis().put(new SimulatedSite(binding.site(), 1, true, true, "pool", "D:\\site", List.of(https)));
    }

    /** Which certificate a binding has; empty if none. */
    String bound(SiteBinding binding) {
        return windows.iis()
                .site(binding.site())
                .orElseThrow()
                .bindings()
                .get(0)
                .thumbprint();
    }

    String bound() {
        return bound(SITE);
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
