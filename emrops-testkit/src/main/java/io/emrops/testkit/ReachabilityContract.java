package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.network.Endpoint;
import io.emrops.reachability.HttpExpectation;
import io.emrops.reachability.Obstacle;
import io.emrops.reachability.Obstacle.NameNotResolved;
import io.emrops.reachability.Obstacle.NotTrusted;
import io.emrops.reachability.Obstacle.NotUnderstood;
import io.emrops.reachability.Obstacle.Refused;
import io.emrops.reachability.Obstacle.TimedOut;
import io.emrops.reachability.Phase;
import io.emrops.reachability.ReachabilityProvider;
import io.emrops.reachability.Reply;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ReachabilityProvider} keeps to. Extend it and say where servers of each kind listen. */
public abstract class ReachabilityContract {
    private static final HttpExpectation OK = HttpExpectation.status(200);

    private ReachabilityProvider provider;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected ReachabilityContract() {}

    /** A provider with time enough for a busy machine. */
    protected abstract ReachabilityProvider provider() throws Exception;

    /** The same, that gives up soon. */
    protected abstract ReachabilityProvider impatient() throws Exception;

    /** Takes connections, and never says anything. */
    protected abstract Endpoint silent() throws Exception;

    /** Refuses connections. */
    protected abstract Endpoint closed() throws Exception;

    /** An endpoint whose name has no address. */
    protected abstract Endpoint unknown() throws Exception;

    /**
     * Shows a certificate that the provider trusts, for {@link #serviceName} and no other, valid for some days more, and answers each request
     * with 200, {@code X-Site: A} and a body with "well".
     */
    protected abstract Endpoint service() throws Exception;

    /** A name that leads nowhere yet. */
    protected abstract String serviceName();

    /** The same, with a certificate for {@link #serviceName} that is signed by itself. */
    protected abstract Endpoint selfSigned() throws Exception;

    /** The same without TLS. */
    protected abstract Endpoint plain() throws Exception;

    /** How many requests a server got. */
    protected abstract int requests(Endpoint server) throws Exception;

    @BeforeEach
    final void prepare() throws Exception {
        provider = provider();
    }

    private URI uri(String path) {
        return URI.create("https://" + serviceName() + path);
    }

    private URI plainUri() {
        return URI.create("http://" + serviceName() + "/health");
    }

    private static void assertNotReached(Reply<?> reply, Obstacle obstacle) {
        assertThat(reply).isInstanceOf(Reply.Unreached.class);
        assertThat(reply.obstacle()).hasValue(obstacle);
        assertThat(reply.facts()).isEmpty();
        assertThat(reply.took().isNegative()).isFalse();
    }

    @Test
    void names_are_looked_up_and_nothing_is_connected_to() throws Exception {
        assertThat(provider.lookUp(closed()).facts().orElseThrow()).containsExactly(closed());
        assertThat(provider.lookUp(unknown()).obstacle()).hasValue(new NameNotResolved());
    }

    @Test
    void it_says_from_where_it_looks() {
        assertThat(provider.target()).isEqualTo(provider.target());
    }

    @Test
    void a_port_that_takes_connections_is_reached() throws Exception {
        var reply = provider.tcp(silent());

        assertThat(reply).isInstanceOf(Reply.Reached.class);
        assertThat(reply.obstacle()).isEmpty();
        assertThat(reply.endpoint()).isEqualTo(silent());
        assertThat(reply.facts().orElseThrow().from()).isNotEqualTo(silent());
    }

    @Test
    void a_port_without_a_listener_refuses() throws Exception {
        assertNotReached(provider.tcp(closed()), new Refused());
        assertNotReached(provider.tls(closed(), serviceName()), new Refused());
        assertNotReached(provider.http(uri("/"), closed(), OK), new Refused());
    }

    @Test
    void a_name_that_nobody_knows_is_told_from_a_port_that_is_closed() throws Exception {
        assertNotReached(provider.tcp(unknown()), new NameNotResolved());
        assertNotReached(provider.tls(unknown()), new NameNotResolved());
    }

    @Test
    void a_server_that_says_nothing_is_not_waited_for_without_end() throws Exception {
        assertNotReached(impatient().tls(silent(), serviceName()), new TimedOut(Phase.TLS));
        assertNotReached(impatient().http(plainUri(), silent(), OK), new TimedOut(Phase.HTTP));
    }

    @Test
    void a_handshake_shows_the_certificate_and_what_was_agreed_on() throws Exception {
        var facts = provider.tls(service(), serviceName()).facts().orElseThrow();

        assertThat(facts.faults()).isEmpty();
        assertThat(facts.trusted()).isTrue();
        assertThat(facts.serverName()).isEqualTo(serviceName());
        assertThat(facts.nameMatches()).isTrue();
        assertThat(facts.protocol()).startsWith("TLSv1.");
        assertThat(facts.cipherSuite()).startsWith("TLS_");
        assertThat(facts.daysLeft()).isNotNegative();
        assertThat(facts.certificate().names()).containsExactly(serviceName());
        assertThat(facts.certificate().notBefore()).isBefore(facts.at());
        assertThat(facts.certificate().notAfter()).isAfter(facts.at());
        assertThat(facts.clientCertificateAsked()).isFalse();
    }

    @Test
    void a_certificate_for_another_name_is_described_and_not_trusted() throws Exception {
        var facts = provider.tls(service(), "other.example").facts().orElseThrow();

        assertThat(facts.nameMatches()).isFalse();
        assertThat(facts.trusted()).isFalse();
        assertThat(facts.faults()).hasSize(1).first().asString().contains("other.example", serviceName());
    }

    @Test
    void a_certificate_that_is_signed_by_itself_is_described_and_not_trusted() throws Exception {
        var facts = provider.tls(selfSigned(), serviceName()).facts().orElseThrow();

        assertThat(facts.trusted()).isFalse();
        assertThat(facts.faults()).hasSize(1).first().asString().contains("signed by itself");
        assertThat(facts.nameMatches()).isTrue();
        assertThat(facts.certificate().selfIssued()).isTrue();
    }

    @Test
    void a_server_without_tls_is_told_from_one_with_a_bad_certificate() throws Exception {
        assertNotReached(provider.tls(plain(), serviceName()), new NotUnderstood(Phase.TLS));
        assertNotReached(provider.http(uri("/"), plain(), OK), new NotUnderstood(Phase.TLS));
    }

    @Test
    void an_endpoint_is_asked_for_a_service_whose_name_leads_elsewhere() throws Exception {
        var expected = OK.header("X-Site", "A").bodyContains("well");

        var secure = provider.http(uri("/health?deep=1"), service(), expected)
                .facts()
                .orElseThrow();
        var plain = provider.http(plainUri(), plain(), expected).facts().orElseThrow();

        assertThat(secure.unmet()).isEmpty();
        assertThat(secure.asExpected()).isTrue();
        assertThat(secure.status()).isEqualTo(200);
        assertThat(secure.tls().orElseThrow().certificate().names()).containsExactly(serviceName());
        assertThat(plain.asExpected()).isTrue();
        assertThat(plain.tls()).isEmpty();
    }

    @Test
    void each_expectation_that_is_not_met_is_named() throws Exception {
        var expected = HttpExpectation.status(204)
                .header("x-site", "B")
                .header("X-None", "1")
                .bodyContains("ill");

        var facts = provider.http(uri("/"), service(), expected).facts().orElseThrow();

        assertThat(facts.status()).isEqualTo(200);
        assertThat(facts.asExpected()).isFalse();
        assertThat(facts.unmet())
                .containsExactly(
                        "status 200, expected 204",
                        "header x-none is missing, expected 1",
                        "header x-site is another, expected B",
                        "the body does not contain ill");
    }

    @Test
    void nothing_is_asked_of_a_server_whose_certificate_is_not_trusted() throws Exception {
        var reply = provider.http(uri("/"), selfSigned(), OK);

        assertThat(reply.obstacle().orElseThrow())
                .isInstanceOfSatisfying(
                        NotTrusted.class,
                        obstacle -> assertThat(obstacle.facts().certificate().names())
                                .containsExactly(serviceName()));
        assertThat(requests(selfSigned())).isZero();
    }

    @Test
    void what_is_no_address_of_a_service_is_refused() {
        for (var bad : new String[] {"ftp://emr.example/", "https:/emr", "/health", "https://user:pass@emr.example/"}) {
            assertThatIllegalArgumentException()
                    .as(bad)
                    .isThrownBy(() -> provider.http(URI.create(bad), OK))
                    .withMessageNotContaining("pass");
        }
    }

    @Test
    void an_interrupt_ends_the_wait() throws Exception {
        var server = silent();

        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> provider.tls(server, serviceName()));
        assertThat(Thread.interrupted()).isFalse();
    }
}
