package io.emrops.iis;

import io.emrops.Secret;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A simulated Windows, and the ways to it. */
final class Doors implements AutoCloseable {
    enum Way {
        LOCAL,
        SSH,
        WINRM
    }

    private static final String PASSWORD = "Passw0rd!";

    final ScriptedWindowsHost scripted =
            ScriptedWindowsHost.builder().user("ops", PASSWORD).winRm().ssh().start();
    final SimulatedWindows windows = SimulatedWindows.behind(scripted);

    private final Path directory;

    Doors(Path directory) {
        this.directory = directory;
    }

    PowerShellHost open(Way way) throws Exception {
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
                        .trusting(trust())
                        .build();
        };
    }

    private SSLContext trust() throws Exception {
        var bytes = new ByteArrayOutputStream();
        var certificate = scripted.certificate();
        certificate.writeTrustStore(bytes);
        var store = KeyStore.getInstance("PKCS12");
        var password = io.emrops.testkit.tls.TestCertificate.TRUST_STORE_PASSWORD.toCharArray();
        store.load(new ByteArrayInputStream(bytes.toByteArray()), password);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        scripted.close();
    }
}
