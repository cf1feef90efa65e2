package io.emrops.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.emrops.core.fixture.FakeStep;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With certificates that were made for the test. */
@Timeout(60)
class HttpsProbeTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path dir;

    private static SSLContext context;
    private static HttpsServer server;
    private final FakeStep run = new FakeStep().at(Instant.now());

    @BeforeAll
    static void start() throws Exception {
        context = contextOf(certificate("server", "-validity", "60", "-ext", "san=ip:127.0.0.1"));
        server = serving(context);
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void a_trusted_certificate_that_is_valid_for_long_enough_is_well() throws Exception {
        var finding = probe(server)
                .trusting(context)
                .certificateValidFor(Duration.ofDays(30))
                .check(run);

        assertThat(finding.ok()).isTrue();
        assertThat(finding.text()).contains("certificate valid until");
    }

    @Test
    void a_certificate_that_runs_out_soon_is_told() throws Exception {
        var finding = probe(server)
                .trusting(context)
                .certificateValidFor(Duration.ofDays(90))
                .check(run);

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details()).singleElement().asString().contains("less than 90 days from now");
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() throws Exception {
        var finding = probe(server).check(run);

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details()).isEmpty();
        assertThat(finding.text()).endsWith("its certificate is not one that is trusted here");
    }

    @Test
    void an_expired_certificate_is_told_even_if_it_is_trusted_by_itself() throws Exception {
        var expired =
                contextOf(certificate("expired", "-startdate", "-20d", "-validity", "10", "-ext", "san=ip:127.0.0.1"));
        var serving = serving(expired);
        try {
            var finding = probe(serving).trusting(expired).check(run);

            assertThat(finding.ok()).isFalse();
            assertThat(finding.details()).singleElement().asString().startsWith("the certificate expired at ");
        } finally {
            serving.stop(0);
        }
    }

    @Test
    void a_certificate_for_another_host_is_refused() throws Exception {
        var other = contextOf(certificate("other", "-validity", "10", "-ext", "san=dns:other.example"));
        var serving = serving(other);
        try {
            var finding = probe(serving).trusting(other).check(run);

            assertThat(finding.ok()).isFalse();
            assertThat(finding.text()).contains("not for this host");
        } finally {
            serving.stop(0);
        }
    }

    private static HttpProbe probe(HttpsServer server) {
        return Http.get("https://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static HttpsServer serving(SSLContext context) throws Exception {
        var serving = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serving.setHttpsConfigurator(new HttpsConfigurator(context));
        serving.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        serving.start();
        return serving;
    }

    private static Path certificate(String name, String... more) throws Exception {
        var store = dir.resolve(name + ".p12");
        var command = new java.util.ArrayList<>(java.util.List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(java.util.List.of(more));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return store;
    }

    private static SSLContext contextOf(Path file) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("it", store.getCertificate(store.aliases().nextElement()));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
