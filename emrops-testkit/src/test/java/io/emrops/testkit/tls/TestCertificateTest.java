package io.emrops.testkit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TestCertificateTest {
    private static final int AT_MOST = 10_000;

    private static TestCertificate of(String name, Duration from, Duration to) {
        var now = Instant.now();
        return TestCertificate.create(List.of(name), now.plus(from), now.plus(to));
    }

    /** A handshake in which the client looks at everything that the JDK looks at. */
    private static void connect(TestCertificate shown, TestCertificate trusted, String host) throws Exception {
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        var answering = Executors.newSingleThreadExecutor();
        try (var listener =
                (SSLServerSocket) shown.serverContext().getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            var arrived = new CompletableFuture<Integer>();
            answering.execute(() -> {
                try (var peer = listener.accept()) {
                    peer.setSoTimeout(AT_MOST);
                    arrived.complete(peer.getInputStream().read());
                } catch (IOException e) {
                    arrived.completeExceptionally(e);
                }
            });
            try (var socket =
                    (SSLSocket) trusted.clientContext().getSocketFactory().createSocket()) {
                socket.setSoTimeout(AT_MOST);
                // By its bytes, so that the name is the one asked for whatever this machine calls it.
                socket.connect(new InetSocketAddress(
                        InetAddress.getByAddress(host, loopback.getAddress()), listener.getLocalPort()));
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                socket.getOutputStream().write(1);
                assertThat(arrived.get(AT_MOST, TimeUnit.MILLISECONDS)).isEqualTo(1);
            }
        } finally {
            answering.shutdownNow();
        }
    }

    /** Whatever it is told to be: drivers have names of formats in their settings. */
    @ParameterizedTest
    @ValueSource(strings = {"JKS", "PKCS12"})
    void its_trust_store_holds_it_alone(String format) throws Exception {
        var certificate = TestCertificate.forLocalhost();
        var bytes = new ByteArrayOutputStream();
        certificate.writeTrustStore(bytes);

        var store = KeyStore.getInstance(format);
        store.load(new ByteArrayInputStream(bytes.toByteArray()), TestCertificate.TRUST_STORE_PASSWORD.toCharArray());

        assertThat(Collections.list(store.aliases())).hasSize(1);
        assertThat(store.getCertificate(store.aliases().nextElement())).isEqualTo(certificate.certificate());
    }

    @Test
    void it_is_accepted_for_localhost_and_its_address() throws Exception {
        var certificate = TestCertificate.forLocalhost();

        connect(certificate, certificate, "localhost");
        connect(certificate, certificate, "127.0.0.1");
    }

    @Test
    void it_is_refused_for_another_host() {
        var certificate = TestCertificate.forLocalhost();
        var other = of("db.example", Duration.ofHours(-1), Duration.ofHours(1));

        assertThatExceptionOfType(SSLException.class).isThrownBy(() -> connect(certificate, certificate, "db.example"));
        assertThatExceptionOfType(SSLException.class).isThrownBy(() -> connect(other, other, "localhost"));
        assertThatExceptionOfType(SSLException.class).isThrownBy(() -> connect(other, other, "127.0.0.1"));
    }

    @Test
    void it_is_accepted_for_the_host_that_it_names() throws Exception {
        var other = of("db.example", Duration.ofHours(-1), Duration.ofHours(1));

        connect(other, other, "db.example");
    }

    @Test
    void it_is_refused_by_who_trusts_another() {
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> connect(TestCertificate.forLocalhost(), TestCertificate.forLocalhost(), "localhost"));
    }

    private static void validate(TestCertificate certificate) throws Exception {
        var chain = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate.certificate()));
        var anchor = new TrustAnchor(
                certificate.certificate().getIssuerX500Principal(),
                certificate.certificate().getPublicKey(),
                null);
        var parameters = new PKIXParameters(Set.of(anchor));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(chain, parameters);
    }

    @Test
    void its_times_hold() throws Exception {
        validate(of("localhost", Duration.ofHours(-1), Duration.ofHours(1)));

        for (var outside : List.of(
                of("localhost", Duration.ofHours(-2), Duration.ofHours(-1)),
                of("localhost", Duration.ofHours(1), Duration.ofHours(2)))) {
            assertThatExceptionOfType(CertPathValidatorException.class)
                    .isThrownBy(() -> validate(outside))
                    .withRootCauseInstanceOf(java.security.cert.CertificateException.class);
        }
    }

    @Test
    void its_signature_is_its_own() throws Exception {
        var certificate = TestCertificate.forLocalhost().certificate();

        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity();

        assertThat(certificate.getSerialNumber()).isPositive();
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getBasicConstraints()).isNotNegative();
        assertThat(certificate.getNotAfter().toInstant()).isAfter(Instant.now().plus(Duration.ofDays(29)));
    }

    @Test
    void what_is_written_as_pem_is_the_certificate() throws Exception {
        var certificate = TestCertificate.forLocalhost();

        var read = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.pem().getBytes(StandardCharsets.US_ASCII)));

        assertThat(read).isEqualTo(certificate.certificate());
        assertThat(certificate.pem().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(64));
        assertThat(certificate.toString()).contains("localhost").doesNotContain("PRIVATE");
    }

    @Test
    void a_hundred_of_them_are_all_well_formed() throws Exception {
        for (var i = 0; i < 100; i++) {
            var certificate = TestCertificate.forLocalhost().certificate();

            certificate.verify(certificate.getPublicKey());
        }
    }

    @Test
    void a_pfx_has_the_key_and_all_that_lead_to_it_but_the_root() throws Exception {
        var now = Instant.now();
        var root = of("Root", Duration.ZERO, Duration.ofDays(1));
        var lower = root.issue(List.of("Lower"), now, now.plusSeconds(60));
        var leaf = lower.issue(List.of("leaf.example"), now, now.plusSeconds(60));
        var word = "Passw0rd".toCharArray();

        var store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(leaf.pfx(word)), word);

        assertThat(store.getKey("server", word)).isNotNull();
        assertThat(store.getCertificateChain("server")).containsExactly(leaf.certificate(), lower.certificate());
    }

    @Test
    void a_subject_is_taken_as_it_is() {
        var subject = new X500Principal("CN=a\\0Ab, O=Hospital");
        var certificate = TestCertificate.create(subject, List.of("a.example"), Instant.EPOCH, Instant.now());

        assertThat(certificate.certificate().getSubjectX500Principal()).isEqualTo(subject);
        assertThat(certificate.certificate().getIssuerX500Principal()).isEqualTo(subject);
    }
}
