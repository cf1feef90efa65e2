package io.emrops.certificates.acme;

import io.emrops.Progress;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyKind;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.issuer.SelfSigned;
import io.emrops.certificates.x509.Encodings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.shredzone.acme4j.connector.NetworkSettings;

/** Debian's pebble, an ACME server for tests, with a name server by which all names are this machine, or another one. */
final class Pebble implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final int port = freePort();
    private final int management = freePort();
    private final int httpPort = freePort();
    private final KeyedCertificate shown =
            SelfSigned.issuer().issue(CertificateOrder.of("127.0.0.1").with(KeyKind.RSA_2048), Progress.none());
    private final int names;
    private final Map<String, String> settings;

    private Pebble(Path folder, int names, Map<String, String> settings) {
        this.folder = folder;
        this.names = names;
        this.settings = settings;
    }

    /** One that looks all names up on this machine. */
    static Pebble in(Path folder, Map<String, String> settings) throws Exception {
        var names = freePort();
        var pebble = new Pebble(Files.createDirectories(folder), names, settings);
        pebble.run(
                "names",
                Map.of(),
                program("EMROPS_PEBBLE", "pebble") + "-challtestsrv",
                "-dns01",
                "127.0.0.1:" + names,
                "-http01",
                "",
                "-https01",
                "",
                "-tlsalpn01",
                "",
                "-management",
                "127.0.0.1:" + freePort(),
                "-defaultIPv4",
                "127.0.0.1",
                "-defaultIPv6",
                "");
        return pebble.started(names);
    }

    /** One that asks a name server of the test's own. */
    static Pebble asking(Path folder, int names) throws Exception {
        return new Pebble(Files.createDirectories(folder), names, Map.of()).started(names);
    }

    private Pebble started(int names) throws Exception {
        try {
            awaitPort(names);
            start();
            return this;
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    void start() throws Exception {
        Files.writeString(folder.resolve("tls.crt"), Encodings.pem(shown.chain()));
        Files.writeString(
                folder.resolve("tls.key"),
                Encodings.pem("PRIVATE KEY", shown.key().getEncoded()));
        Files.writeString(folder.resolve("pebble.json"), """
                {"pebble": {
                  "listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                  "certificate": "%3$s/tls.crt", "privateKey": "%3$s/tls.key",
                  "httpPort": %4$d, "tlsPort": %5$d, "ocspResponderURL": "", "externalAccountBindingRequired": false
                }}
                """.formatted(port, management, folder, httpPort, freePort()));
        run(
                "pebble",
                settings,
                program("EMROPS_PEBBLE", "pebble"),
                "-strict",
                "-config",
                folder.resolve("pebble.json").toString(),
                "-dnsserver",
                "127.0.0.1:" + names);
        awaitPort(port);
    }

    private static String program(String variable, String usual) {
        return Optional.ofNullable(System.getenv(variable)).orElse(usual);
    }

    private void run(String name, Map<String, String> environment, String... command) throws Exception {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()));
        builder.environment()
                .putAll(Map.of("PEBBLE_VA_NOSLEEP", "1", "PEBBLE_WFE_NONCEREJECT", "0", "PEBBLE_AUTHZREUSE", "0"));
        builder.environment().putAll(environment);
        processes.add(builder.start());
    }

    private void awaitPort(int port) throws Exception {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() > until) {
                    throw new AssertionError(log(), e);
                }
                Thread.sleep(10);
            }
        }
    }

    /** At once, as when its machine dies; the name server stays. */
    void kill() {
        var last = processes.remove(processes.size() - 1);
        last.destroyForcibly();
        last.onExit().join();
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("pebble.log"));
    }

    /** What it says of a certificate: {@code Valid}, {@code Revoked}. */
    String statusOf(String serial) throws Exception {
        var request = HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + management + "/cert-status-by-serial/" + serial));
        return new Directory(List.of(root()), Deadline.in(PATIENCE))
                .createHttpClient(new NetworkSettings())
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    int port() {
        return port;
    }

    URI directory() {
        return URI.create("https://127.0.0.1:" + port + "/dir");
    }

    /** Who vouches for the server itself. */
    X509Certificate root() {
        return shown.certificate();
    }

    Path rootFile() {
        return folder.resolve("tls.crt");
    }

    /** What it shows, for somebody who stands in for it. */
    SSLContext serverContext() throws GeneralSecurityException, IOException {
        var word = "not secret".toCharArray();
        var store = emptyStore();
        store.setKeyEntry("server", shown.key(), word, shown.chain().toArray(new X509Certificate[0]));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, word);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Trusts it alone. */
    SSLContext clientContext() {
        return new Directory(List.of(root()), Deadline.in(PATIENCE))
                .createHttpClient(new NetworkSettings())
                .sslContext();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Where it looks for proofs over HTTP. */
    int httpPort() {
        return httpPort;
    }

    @Override
    public void close() throws InterruptedException {
        for (var each : processes) {
            each.destroy();
            if (!each.waitFor(10, TimeUnit.SECONDS)) {
                each.destroyForcibly();
            }
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
