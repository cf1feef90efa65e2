package io.emrops.windows.certificate;

import static io.emrops.windows.certificate.CertificateScene.SITE;
import static io.emrops.windows.certificate.CertificateScene.intermediate;
import static io.emrops.windows.certificate.CertificateScene.signed;
import static io.emrops.windows.certificate.CertificateScene.thumbprint;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Secret;
import io.emrops.testkit.tls.TestCertificate;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whichever way leads to the host, its certificates are the same. */
final class CertificateWaysTest {
    private static final char[] WORD = "Passw0rd-of-pfx".toCharArray();

    @TempDir
    Path directory;

    private ScriptedWindowsHost scripted;
    private SimulatedWindows windows;

    enum Way {
        LOCAL,
        SSH,
        WINRM
    }

    @BeforeEach
    void begin() {
        scripted = ScriptedWindowsHost.builder()
                .user("ops", "Passw0rd!")
                .winRm()
                .ssh()
                .start();
        windows = SimulatedWindows.behind(scripted);
        windows.certificates().site(SITE.site(), SITE.information());
    }

    @AfterEach
    void end() {
        scripted.close();
    }

    private PowerShellHost open(Way way) throws Exception {
        var secret = Secret.of("Passw0rd!".toCharArray());
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
                        .trusting(trust(scripted.certificate()))
                        .build();
        };
    }

    private static SSLContext trust(TestCertificate certificate) throws Exception {
        var bytes = new ByteArrayOutputStream();
        certificate.writeTrustStore(bytes);
        var store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes.toByteArray()), TestCertificate.TRUST_STORE_PASSWORD.toCharArray());
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @ParameterizedTest
    @EnumSource
    void a_certificate_comes_is_bound_and_goes(Way way) throws Exception {
        var leaf = signed(intermediate(), "emrnext");
        try (var host = open(way)) {
            var store = WindowsCertificateStore.on(host);

            var imported = store.importPfx(leaf.pfx(WORD), Secret.of(WORD), ImportOptions.usual());
            store.bind(SITE, imported.thumbprint());

            var contents = store.contents();
            assertThat(contents.find(thumbprint(leaf)).orElseThrow().hasPrivateKey())
                    .isTrue();
            assertThat(contents.usersOf(thumbprint(leaf))).containsExactly("site emrnext, *:443:");
            store.bind(SITE, "", Optional.empty());
            assertThat(store.remove(thumbprint(leaf))).isTrue();
            assertThat(store.list()).isEmpty();
        }
        scripted.requireAllScripted();
        assertThat(windows.certificates().keys()).isZero();
    }
}
