package io.emrops.vantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.certificate.CertificateFacts;
import io.emrops.network.Endpoint;
import io.emrops.reachability.Obstacle.BrokenOff;
import io.emrops.reachability.Obstacle.NotUnderstood;
import io.emrops.reachability.Obstacle.Reason;
import io.emrops.reachability.Obstacle.TimedOut;
import io.emrops.reachability.Obstacle.TlsFailed;
import io.emrops.reachability.Phase;
import io.emrops.reachability.TlsFacts;
import io.emrops.reachability.TlsFacts.Trust;
import io.emrops.testkit.tls.TestCertificate;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes with real servers, of which many are set up badly. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VantagePointTlsTest {
    private static final Authority AUTHORITY = new Authority();
    private static final Duration DAY = Duration.ofDays(1);

    private final Servers servers = new Servers();
    private final VantagePoint here = AUTHORITY.trusted().build();

    @AfterEach
    void close() throws Exception {
        servers.close();
    }

    private static void handshake(Socket connection) throws IOException {
        ((SSLSocket) connection).startHandshake();
        Servers.silence(connection);
    }

    private TlsFacts facts(TestCertificate certificate) throws Exception {
        var server = servers.secure(certificate, VantagePointTlsTest::handshake);
        return here.tls(server, Authority.NAME).facts().orElseThrow();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void the_chain_is_described_from_the_server_up() throws Exception {
        var certificate = AUTHORITY.issue(30, Authority.NAME, "*.emr.example", "127.0.0.1", "2001:db8::0:1");

        var facts = facts(certificate);

        assertThat(facts.faults()).isEmpty();
        assertThat(facts.daysLeft()).isIn(29L, 30L);
        assertThat(facts.chain()).hasSize(2);
        var own = facts.certificate();
        assertThat(own.subject()).isEqualTo("CN=emr.example");
        assertThat(own.issuer()).isEqualTo("CN=Test Intermediate");
        assertThat(own.names()).containsExactly("emr.example", "*.emr.example", "127.0.0.1", "2001:db8::1");
        assertThat(own.serial())
                .isEqualTo(certificate.certificate().getSerialNumber().toString(16));
        assertThat(own.notAfter()).isEqualTo(AUTHORITY.now.plus(DAY.multipliedBy(30)));
        assertThat(own.sha256())
                .isEqualTo(hex(MessageDigest.getInstance("SHA-256")
                        .digest(certificate.certificate().getEncoded())));
        assertThat(facts.chain().get(1).issuer()).isEqualTo("CN=Test Root");
    }

    @Test
    void an_address_is_held_against_the_addresses_of_the_certificate_and_not_sent_as_a_name() throws Exception {
        var names = new CompletableFuture<List<?>>();
        var server = servers.secure(AUTHORITY.issue(30, Authority.NAME, "127.0.0.1"), connection -> {
            var socket = (SSLSocket) connection;
            socket.startHandshake();
            names.complete(((ExtendedSSLSession) socket.getSession()).getRequestedServerNames());
        });

        assertThat(here.tls(server).facts().orElseThrow().faults()).isEmpty();
        assertThat(names.get()).isEmpty();
    }

    @Test
    void the_name_is_sent_so_that_the_server_can_choose_a_certificate() throws Exception {
        var names = new CompletableFuture<List<?>>();
        var server = servers.secure(AUTHORITY.issue(30, Authority.NAME), connection -> {
            var socket = (SSLSocket) connection;
            socket.startHandshake();
            names.complete(((ExtendedSSLSession) socket.getSession()).getRequestedServerNames());
        });

        var facts = here.tls(server, "EMR.example.").facts().orElseThrow();

        assertThat(facts.faults()).isEmpty();
        assertThat(names.get()).hasSize(1).first().isEqualTo(new SNIHostName("emr.example"));
    }

    @Test
    void one_that_has_expired() throws Exception {
        var facts = facts(AUTHORITY.issue(DAY.multipliedBy(-9), DAY.multipliedBy(-2), Authority.NAME));

        assertThat(facts.trust()).isEqualTo(Trust.OUT_OF_DATE);
        assertThat(facts.faults())
                .containsExactly("the certificate expired at " + AUTHORITY.now.minus(DAY.multipliedBy(2)));
        assertThat(facts.daysLeft()).isIn(-2L, -3L);
    }

    @Test
    void one_that_has_expired_and_is_trusted_by_itself() throws Exception {
        var expired = TestCertificate.create(
                List.of(Authority.NAME), AUTHORITY.now.minus(DAY.multipliedBy(9)), AUTHORITY.now.minus(DAY));
        var server = servers.secure(expired, VantagePointTlsTest::handshake);

        var trusting = VantagePoint.builder().trusting(expired.certificate()).build();
        var facts = trusting.tls(server, Authority.NAME).facts().orElseThrow();

        assertThat(facts.faults()).containsExactly("the certificate expired at " + AUTHORITY.now.minus(DAY));
    }

    @Test
    void one_that_is_not_valid_yet() throws Exception {
        var facts = facts(AUTHORITY.issue(DAY, DAY.multipliedBy(2), Authority.NAME));

        assertThat(facts.faults()).containsExactly("the certificate is not valid before " + AUTHORITY.now.plus(DAY));
    }

    @Test
    void one_that_expires_by_the_clock_it_is_held_against() throws Exception {
        var server = servers.secure(AUTHORITY.issue(30, Authority.NAME), VantagePointTlsTest::handshake);
        var later = AUTHORITY.now.plus(DAY.multipliedBy(31));

        var facts = AUTHORITY
                .trusted()
                .clock(() -> later)
                .build()
                .tls(server, Authority.NAME)
                .facts()
                .orElseThrow();

        assertThat(facts.at()).isEqualTo(later);
        assertThat(facts.daysLeft()).isEqualTo(-1);
        assertThat(facts.trusted()).isFalse();
    }

    @Test
    void an_authority_between_that_has_expired() throws Exception {
        var between = AUTHORITY.root.issue(
                List.of("Old Intermediate"), AUTHORITY.now.minus(DAY.multipliedBy(9)), AUTHORITY.now.minus(DAY));
        var facts = facts(between.issue(
                List.of(Authority.NAME), AUTHORITY.now.minus(DAY), AUTHORITY.now.plus(DAY.multipliedBy(9))));

        assertThat(facts.faults()).containsExactly("a certificate of the chain is not valid at this time");
        assertThat(facts.endingFirst().subject()).isEqualTo("CN=Old Intermediate");
    }

    /** The JDK looks no further than to the name and key that it trusts. */
    @Test
    void an_authority_s_old_certificate_by_another_one_counts_no_more() throws Exception {
        var longAgo = AUTHORITY.now.minus(DAY.multipliedBy(9));
        var other = TestCertificate.create(List.of("Old Root"), longAgo, AUTHORITY.now.minus(DAY));
        var old = AUTHORITY.root.signedBy(other, longAgo, AUTHORITY.now.minus(DAY));
        var certificate = AUTHORITY.issue(1, Authority.NAME).showing(AUTHORITY.between.certificate(), old);

        var facts = facts(certificate);

        assertThat(facts.chain()).hasSize(3);
        assertThat(facts.trust()).isEqualTo(Trust.TRUSTED);
        assertThat(facts.endingFirst()).isEqualTo(facts.certificate());
        assertThat(facts.daysLeft()).isIn(0L, 1L);
    }

    @Test
    void one_of_an_authority_that_is_not_known_here() throws Exception {
        var other = new Authority();
        var certificate = other.issue(30, Authority.NAME);

        assertThat(facts(certificate).trust()).isEqualTo(Trust.ISSUER_MISSING);
        assertThat(facts(certificate.showing(other.between.certificate(), other.root.certificate()))
                        .trust())
                .isEqualTo(Trust.UNTRUSTED_ROOT);
    }

    @Test
    void a_chain_with_a_gap() throws Exception {
        var facts = facts(AUTHORITY.issue(30, Authority.NAME).showing());

        assertThat(facts.chain()).hasSize(1);
        assertThat(facts.trust()).isEqualTo(Trust.ISSUER_MISSING);
        assertThat(facts.faults())
                .containsExactly("the issuer of the last certificate was not sent and is not trusted here");
    }

    @Test
    void all_that_is_wrong_is_told() throws Exception {
        var facts = facts(TestCertificate.create(
                List.of("other.example"), AUTHORITY.now.minus(DAY.multipliedBy(9)), AUTHORITY.now.minus(DAY)));

        assertThat(facts.faults())
                .containsExactly(
                        "the certificate expired at " + AUTHORITY.now.minus(DAY),
                        "the certificate is signed by itself",
                        "the certificate is not for emr.example but for other.example");
    }

    @Test
    void one_with_odd_names_is_described_without_what_would_spoil_a_report() throws Exception {
        var facts = facts(AUTHORITY.issue(30, "odd", "a b\nc", "*", "*.", "f*.example", "", "a_b", "::%x"));

        assertThat(facts.certificate().names())
                .containsExactly("odd", "a b?c", "*", "*.", "f*.example", "", "a_b", "::%x");
        assertThat(facts.nameMatches()).isFalse();
        assertThat(facts.faults()).hasSize(1);
    }

    @Test
    void without_authorities_of_ones_own_those_of_the_jvm_are_trusted() throws Exception {
        var server = servers.secure(AUTHORITY.issue(30, Authority.NAME), VantagePointTlsTest::handshake);

        var facts = VantagePoint.here().tls(server, Authority.NAME).facts().orElseThrow();

        assertThat(facts.trust()).isEqualTo(Trust.ISSUER_MISSING);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VantagePoint.builder().trusting().build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_server_that_demands_a_certificate_of_the_client(String protocol) throws Exception {
        var server = servers.secure(
                AUTHORITY.issue(30, Authority.NAME),
                socket -> {
                    socket.setEnabledProtocols(new String[] {protocol});
                    socket.setNeedClientAuth(true);
                },
                VantagePointTlsTest::handshake);

        var obstacle = here.tls(server, Authority.NAME).obstacle().orElseThrow();

        assertThat(obstacle).isInstanceOfSatisfying(TlsFailed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(Reason.CLIENT_CERTIFICATE_REQUIRED);
            assertThat(failed.chain())
                    .extracting(CertificateFacts::subject)
                    .first()
                    .isEqualTo("CN=emr.example");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_server_that_asks_for_a_certificate_of_the_client_and_goes_on_without(String protocol) throws Exception {
        var server = servers.secure(
                AUTHORITY.issue(30, Authority.NAME),
                socket -> {
                    socket.setEnabledProtocols(new String[] {protocol});
                    socket.setWantClientAuth(true);
                },
                VantagePointTlsTest::handshake);

        var facts = here.tls(server, Authority.NAME).facts().orElseThrow();

        assertThat(facts.protocol()).isEqualTo(protocol);
        assertThat(facts.clientCertificateAsked()).isTrue();
        assertThat(facts.trusted()).isTrue();
    }

    private Endpoint saying(byte[] bytes) throws IOException {
        return servers.plain(connection -> {
            if (connection.getInputStream().read() >= 0) {
                connection.getOutputStream().write(bytes);
                Servers.silence(connection);
            }
        });
    }

    private Object obstacle(Endpoint server) throws InterruptedException {
        return here.tls(server, Authority.NAME).obstacle().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A fatal alert, protocol_version.
                "15 0301 0002 0246",
                // A ServerHello that chooses TLS 1.0.
                "16 0301 002a 02 000026 0301 0000000000000000000000000000000000000000000000000000000000000000 00 002f 00"
            })
    void a_server_with_old_versions_only(String bytes) throws Exception {
        var server = saying(HexFormat.of().parseHex(bytes.replace(" ", "")));

        assertThat(obstacle(server)).isEqualTo(new TlsFailed(Reason.PROTOCOL_VERSION, List.of()));
    }

    @Test
    void a_server_that_knows_no_such_name() throws Exception {
        var server = servers.secure(
                AUTHORITY.issue(30, Authority.NAME),
                socket -> {
                    var parameters = socket.getSSLParameters();
                    parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("other\\.example")));
                    socket.setSSLParameters(parameters);
                },
                VantagePointTlsTest::handshake);

        assertThat(obstacle(server)).isEqualTo(new TlsFailed(Reason.UNRECOGNIZED_NAME, List.of()));
    }

    @Test
    void a_server_without_a_cipher_suite_in_common() throws Exception {
        var server = servers.secure(
                AUTHORITY.issue(30, Authority.NAME),
                (SSLServerSocket socket) -> {
                    socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                    socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
                },
                VantagePointTlsTest::handshake);

        assertThat(obstacle(server)).isEqualTo(new TlsFailed(Reason.HANDSHAKE_FAILURE, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 mail.example ESMTP\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "+OK",
                "HTTP/1.1 400 Bad Request\r\n\r\n"
            })
    void a_server_that_speaks_something_else(String greeting) throws Exception {
        var server = servers.plain(connection -> {
            connection.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
            Servers.silence(connection);
        });

        assertThat(obstacle(server)).isEqualTo(new NotUnderstood(Phase.TLS));
    }

    @Test
    void a_server_that_drips_is_not_followed_to_its_end() throws Exception {
        // The beginning of a long handshake record, and then a byte now and then: a time-out that begins anew with each
        // would never end.
        var server = servers.plain(connection -> {
            connection.getOutputStream().write(HexFormat.of().parseHex("1603033fff"));
            while (true) {
                connection.getOutputStream().write(2);
                Thread.sleep(5);
            }
        });

        var reply = AUTHORITY.impatient().tls(server, Authority.NAME);

        assertThat(reply.obstacle()).hasValue(new TimedOut(Phase.TLS));
    }

    @Test
    void a_server_that_closes_or_resets_in_the_handshake() throws Exception {
        var closing = servers.plain(connection -> connection.getInputStream().read(new byte[5]));
        var resetting = servers.plain(connection -> {
            connection.getInputStream().read();
            connection.setSoLinger(true, 0);
        });
        var atOnce = servers.plain(connection -> {});

        for (var server : List.of(closing, resetting, atOnce)) {
            assertThat(obstacle(server)).isEqualTo(new BrokenOff(Phase.TLS));
        }
    }

    @Test
    void what_can_be_no_server_name_is_refused() {
        for (var name : List.of("", "a_b.example", "emr..example")) {
            assertThatIllegalArgumentException()
                    .as(name)
                    .isThrownBy(() -> here.tls(new Endpoint("127.0.0.1", 1), name));
        }
    }
}
