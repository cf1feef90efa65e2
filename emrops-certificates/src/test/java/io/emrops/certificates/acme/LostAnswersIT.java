package io.emrops.certificates.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.OutcomeUnknownException;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.acme.LossyRelay.Loss;
import io.emrops.certificates.x509.Keys;
import io.emrops.network.Endpoint;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real pebble, and a network that loses what it is told or tells. */
@RequiresEngine("pebble")
@Timeout(120)
class LostAnswersIT {
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.example");
    private static final String FINALIZE = "/finalize-order/";
    private static final String CERTIFICATE = "/certZ/";

    @TempDir
    Path folder;

    private Pebble pebble;
    private LossyRelay relay;

    @BeforeEach
    void start() throws Exception {
        pebble = Pebble.in(folder.resolve("pebble"), Map.of());
        relay = new LossyRelay(pebble);
    }

    @AfterEach
    void stop() throws Exception {
        if (relay != null) {
            relay.close();
        }
        if (pebble != null) {
            pebble.close();
        }
    }

    private AcmeIssuer issuer(Duration within) {
        return AcmeIssuer.at(
                        relay.directory(),
                        AccountKey.in(folder.resolve("account.pem")),
                        Http01.listeningAt(new Endpoint("127.0.0.1", pebble.httpPort())))
                .trusting(relay.root())
                .agreeingToTerms()
                .within(within);
    }

    private KeyedCertificate issue() throws InterruptedException {
        return issuer(Duration.ofSeconds(60)).issue(ORDER, Progress.none());
    }

    /**
     * Of the finalization, the order's state, the certificate. A nonce whose answer was lost is used up: what is asked with it once more is rejected, and asked a third
     * time.
     */
    @ParameterizedTest
    @CsvSource({
        "/finalize-order/, ANSWER, 1",
        "/finalize-order/, REQUEST, 1",
        "/certZ/, ANSWER, 3",
        "/certZ/, REQUEST, 1",
        "/my-order/, ANSWER, 1"
    })
    void what_is_lost_around_the_signature_is_asked_for_again(String path, Loss loss, int delivered) throws Exception {
        relay.lose(path, loss);

        var issued = issue();

        assertThat(Keys.belongTogether(issued.key(), issued.certificate().getPublicKey()))
                .isTrue();
        assertThat(relay.delivered(FINALIZE)).isEqualTo(1);
        if (!path.equals("/my-order/")) {
            assertThat(relay.delivered(path)).isEqualTo(delivered);
        }
        assertThat(relay.delivered("/order-plz")).isEqualTo(1);
    }

    @Test
    void a_certificate_that_never_arrives_is_not_known_and_another_order_brings_another() throws Exception {
        relay.lose(CERTIFICATE, Collections.nCopies(100, Loss.ANSWER).toArray(new Loss[0]));

        assertThatThrownBy(() -> issuer(Duration.ofSeconds(6)).issue(ORDER, Progress.none()))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("a certificate may have been issued");
        assertThat(relay.delivered(FINALIZE)).isEqualTo(1);

        relay.lose(CERTIFICATE);
        assertThat(issue().facts().isFor("emr.example")).isTrue();
        assertThat(relay.delivered(FINALIZE)).isEqualTo(2);
    }

    @Test
    void an_order_whose_answer_is_lost_is_begun_anew() throws Exception {
        relay.lose("/order-plz", Loss.ANSWER);

        assertThatThrownBy(this::issue)
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("nothing was issued");
        assertThat(relay.delivered(FINALIZE)).isZero();

        assertThat(issue().facts().isFor("emr.example")).isTrue();
    }

    @Test
    void a_revocation_whose_answer_is_lost_is_not_known_and_may_be_repeated() throws Exception {
        var issued = issue();
        relay.lose("/revoke-cert", Loss.ANSWER);
        var issuer = issuer(Duration.ofSeconds(60));

        assertThatThrownBy(() -> issuer.revoke(issued.certificate())).isInstanceOf(OutcomeUnknownException.class);
        assertThat(pebble.statusOf(issued.facts().serial())).contains("\"Revoked\"");
        issuer.revoke(issued.certificate());
        assertThat(relay.delivered("/revoke-cert")).isEqualTo(2);
    }
}
