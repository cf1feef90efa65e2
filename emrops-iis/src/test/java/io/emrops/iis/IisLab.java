package io.emrops.iis;

import io.emrops.Secret;
import io.emrops.iis.release.ReleasePackage;
import io.emrops.testkit.tls.TestCertificate;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A simulated Windows, versions of Hospital Scheduler, and who deploys them. */
final class IisLab implements AutoCloseable {
    static final String SITE = "HospitalScheduler";
    static final String ROOT = "D:\\apps\\HospitalScheduler";
    private static final String PASSWORD = "Passw0rd!";
    private static final WebConfig WEB_CONFIG = WebConfig.unchanged().appSetting("Environment", "production");

    final ScriptedWindowsHost scripted;
    final SimulatedWindows windows;
    final PowerShellHost host;
    final Path packages;

    IisLab(Path directory) throws IOException, GeneralSecurityException {
        this.packages = Files.createDirectories(directory.resolve("packages"));
        this.scripted =
                ScriptedWindowsHost.builder().user("ops", PASSWORD).winRm().start();
        this.windows = SimulatedWindows.behind(scripted);
        this.host = host(scripted.winRm().getPort(), scripted.certificate().clientContext());
    }

    /** The way to a host that another process has. */
    static PowerShellHost host(int port, byte[] trustStore) throws IOException, GeneralSecurityException {
        return host(port, trust(trustStore));
    }

    private static PowerShellHost host(int port, SSLContext trust) {
        return PowerShellHost.winRm("localhost")
                .port(port)
                .login("ops", Secret.of(PASSWORD.toCharArray()))
                .trusting(trust)
                .build();
    }

    byte[] trustStore() throws IOException {
        var bytes = new ByteArrayOutputStream();
        scripted.certificate().writeTrustStore(bytes);
        return bytes.toByteArray();
    }

    private static SSLContext trust(byte[] trustStore) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(trustStore), TestCertificate.TRUST_STORE_PASSWORD.toCharArray());
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** A version that becomes well. */
    IisLab version(String version) throws IOException {
        return version(version, "<h1>" + version + "</h1>");
    }

    IisLab version(String version, String page) throws IOException {
        var directory = Files.createDirectories(packages.resolve(version).resolve("pages"));
        Files.writeString(directory.resolve("index.html"), page);
        Files.writeString(
                packages.resolve(version).resolve("web.config"),
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<configuration>\n  <appSettings>\n    <add key=\"Environment\""
                        + " value=\"none\" />\n  </appSettings>\n</configuration>\n");
        return this;
    }

    /** A version whose pool answers with errors. */
    IisLab brokenVersion(String version) throws IOException {
        version(version);
        Files.writeString(packages.resolve(version).resolve("broken.txt"), "");
        return this;
    }

    IisDeployerBuilder builder() {
        return builder(host, packages);
    }

    static IisDeployerBuilder builder(PowerShellHost host, Path packages) {
        return IisDeployer.site(host, SITE)
                .root(ROOT)
                .packages(PackageSource.in(packages))
                .binding(IisBinding.http(3001))
                .environment("NODE_ENV", "production")
                .environment("SQL_SERVER", ".\\SQLEXPRESS")
                .secretEnvironment("DB_PASSWORD", Secret.of("canary-4711".toCharArray()))
                .webConfig(WEB_CONFIG)
                .health("/api/health")
                .healthyWithin(Duration.ofSeconds(1));
    }

    /** Of the package of a version. */
    String digest(String version) {
        return ReleasePackage.of(packages.resolve(version), WEB_CONFIG).digest();
    }

    /** Whose packages are made by the run that rolls them out. */
    IisDeployerBuilder building() {
        return builder().packages(PackageSource.builtInto(packages));
    }

    IisDeployer deployer() {
        return builder().build();
    }

    @Override
    public void close() {
        host.close();
        scripted.close();
    }
}
