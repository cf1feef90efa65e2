package io.emrops.examples.guide;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.network.Endpoint;
import io.emrops.reachability.HttpExpectation;
import io.emrops.reachability.Obstacle;
import io.emrops.reachability.Reachability;
import io.emrops.reachability.ReachabilityProvider;
import io.emrops.reachability.Reply;
import io.emrops.testkit.FakeReachability;
import io.emrops.testkit.tls.TestCertificate;
import io.emrops.vantage.VantagePoint;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReachabilityTest {
    // tag::sites[]
    private static final Endpoint MAIN = new Endpoint("10.0.1.10", 443);
    private static final Endpoint DR = new Endpoint("10.0.2.10", 443);
    private static final URI SERVICE = URI.create("https://emr.hospital.example/health");

    // end::sites[]

    private final FakeReachability fake = FakeReachability.of("the operator's desk")
            .clock(() -> Instant.EPOCH)
            .certificate(DR, 90, "emr.hospital.example")
            .answers(DR, 200, Map.of("X-Site", "dr"), "");

    // tag::here[]
    ReachabilityProvider here(KeyStore hospitalAuthorities) {
        return VantagePoint.builder()
                .trusting(hospitalAuthorities) // without this, whom the JVM trusts
                .connectWithin(ofSeconds(2)) // the look-up of the name and the connecting
                .answerWithin(ofSeconds(5)) // the handshake and the answer
                .build();
    }
    // end::here[]

    // tag::ask[]
    String describe(ReachabilityProvider here) throws InterruptedException {
        Reply<?> port = here.tcp(DR);
        if (port instanceof Reply.Unreached<?> unreached && unreached.by() instanceof Obstacle.TimedOut) {
            return "A firewall drops it, or the machine is off";
        }
        var tls = here.tls(DR, "emr.hospital.example"); // for the name that clients use
        return tls.facts()
                .map(seen -> seen.trusted() ? seen.daysLeft() + " days left" : String.join("; ", seen.faults()))
                .orElseGet(() -> tls.obstacle().orElseThrow().words());
    }
    // end::ask[]

    @Test
    void asked_by_itself() throws Exception {
        assertThat(describe(fake)).isEqualTo("90 days left");
        assertThat(describe(fake.cut(DR))).isEqualTo("A firewall drops it, or the machine is off");
    }

    @Test
    void looked_at_from_this_machine() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var authority = TestCertificate.forLocalhost();
        store.setCertificateEntry("hospital", authority.certificate());

        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var endpoint = new Endpoint("127.0.0.1", server.getLocalPort());

            assertThat(here(store).tcp(endpoint)).isInstanceOf(Reply.Reached.class);
        }
    }

    private static Runbook failover(ReachabilityProvider here) {
        return Runbook.define("failover-look", "Look before and after a failover", rb -> {
            // tag::before[]
            rb.require("port", "The DR site takes connections", Reachability.portOpen(here, DR));
            rb.require(
                    "certificate",
                    "Its certificate is good for the service",
                    Reachability.certificateValid(here, DR, "emr.hospital.example", ofDays(14)));
            rb.require(
                    "ready",
                    "It answers for the service before the name leads there",
                    Reachability.answers(
                            here, SERVICE, DR, HttpExpectation.status(200).header("X-Site", "dr")));
            // end::before[]
            // tag::after[]
            rb.verify(
                            "served",
                            "The DR site serves and the main site does not",
                            Reachability.sites(here)
                                    .serves("DR site", SERVICE, DR, HttpExpectation.status(200))
                                    .doesNotServe("main site", SERVICE, MAIN, HttpExpectation.status(200))
                                    .notReachable("main site", new Endpoint("10.0.1.20", 1433)))
                    .within(ofMinutes(5));
            // end::after[]
        });
    }

    @Test
    void before_and_after_a_failover() throws Exception {
        try (var engine = Emrops.inMemory().build()) {
            assertThat(engine.start(failover(fake), RunRequest.by("m.meier"))
                            .await()
                            .state())
                    .isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void a_site_that_is_cut_off_in_a_test() throws Exception {
        // tag::fake[]
        var here = FakeReachability.of("the operator's desk")
                .certificate(DR, 90, "emr.hospital.example")
                .answers(DR, 200, Map.of("X-Site", "dr"), "")
                .cut(DR);
        // end::fake[]

        assertThat(here.tcp(DR).obstacle()).isPresent();
    }
}
