package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.network.Endpoint;
import io.emrops.reachability.HttpExpectation;
import io.emrops.reachability.HttpFacts;
import io.emrops.reachability.Obstacle;
import io.emrops.reachability.ReachabilityProvider;
import io.emrops.reachability.Reply.Reached;
import io.emrops.reachability.Reply.Unreached;
import io.emrops.reachability.TlsFacts;
import io.emrops.reachability.TlsFacts.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** See {@link ContractsFindFaultsTest}. */
@Timeout(120)
class ReachabilityContractFindsFaultsTest {
    private static List<String> failures(Faulty.Fault fault) {
        return ContractsFindFaultsTest.failures(ReachabilityContract.class, () -> new FakeReachabilityContractTest() {
            @Override
            protected ReachabilityProvider provider() {
                return Faulty.faulty(ReachabilityProvider.class, fake, fault);
            }
        });
    }

    private static TlsFacts with(TlsFacts facts, String serverName, Trust trust) {
        return new TlsFacts(
                facts.at(),
                serverName,
                facts.protocol(),
                facts.cipherSuite(),
                facts.chain(),
                trust,
                facts.clientCertificateAsked());
    }

    @Test
    void a_sound_one_passes() {
        assertThat(failures((method, args, sound) -> sound.call())).isEmpty();
    }

    @Test
    void one_that_takes_every_obstacle_for_a_refusal_is_found_out() {
        var failures = failures((method, args, sound) -> sound.call() instanceof Unreached<?> unreached
                ? new Unreached<>(unreached.endpoint(), Duration.ZERO, new Obstacle.Refused())
                : sound.call());

        assertThat(failures)
                .contains(
                        "a_name_that_nobody_knows_is_told_from_a_port_that_is_closed",
                        "a_server_without_tls_is_told_from_one_with_a_bad_certificate",
                        "a_server_that_says_nothing_is_not_waited_for_without_end",
                        "nothing_is_asked_of_a_server_whose_certificate_is_not_trusted")
                .doesNotContain("a_port_without_a_listener_refuses");
    }

    @Test
    void one_that_trusts_everybody_is_found_out() {
        var failures = failures((method, args, sound) ->
                sound.call() instanceof Reached<?> reached && reached.known() instanceof TlsFacts facts
                        ? new Reached<>(
                                reached.endpoint(),
                                reached.at(),
                                reached.took(),
                                with(facts, facts.certificate().names().get(0), Trust.TRUSTED))
                        : sound.call());

        assertThat(failures)
                .containsExactly(
                        "a_certificate_for_another_name_is_described_and_not_trusted",
                        "a_certificate_that_is_signed_by_itself_is_described_and_not_trusted");
    }

    @Test
    void one_that_asks_before_it_looks_at_the_certificate_is_found_out() {
        var failures = failures((method, args, sound) -> {
            if (method.equals("http")
                    && args.length == 3
                    && args[1] instanceof Endpoint endpoint
                    && sound.call() instanceof Unreached<?> unreached
                    && unreached.by() instanceof Obstacle.NotTrusted) {
                return new Reached<>(
                        endpoint, endpoint, Duration.ZERO, new HttpFacts(200, List.of(), Optional.empty()));
            }
            return sound.call();
        });

        assertThat(failures).containsExactly("nothing_is_asked_of_a_server_whose_certificate_is_not_trusted");
    }

    @Test
    void one_that_asks_where_the_name_leads_instead_of_the_endpoint_is_found_out() {
        var failures = failures((method, args, sound) -> method.equals("http") && args.length == 3
                ? new Unreached<HttpFacts>((Endpoint) args[1], Duration.ZERO, new Obstacle.NameNotResolved())
                : sound.call());

        assertThat(failures).contains("an_endpoint_is_asked_for_a_service_whose_name_leads_elsewhere");
    }

    @Test
    void one_that_expects_nothing_is_found_out() {
        var failures = failures((method, args, sound) -> {
            if (method.equals("http") && args.length == 3) {
                args[2] = HttpExpectation.status(200);
            }
            return sound.call();
        });

        assertThat(failures).containsExactly("each_expectation_that_is_not_met_is_named");
    }

    @Test
    void one_that_cannot_be_interrupted_is_found_out() {
        var failures = failures((method, args, sound) -> {
            var interrupted = Thread.interrupted();
            try {
                return sound.call();
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        });

        assertThat(failures).containsExactly("an_interrupt_ends_the_wait");
    }
}
