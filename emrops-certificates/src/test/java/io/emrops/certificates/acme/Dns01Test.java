package io.emrops.certificates.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.dns.DnsName;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.testkit.FakeDnsUpdater;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is put into a zone and taken out of it, when name servers and the authority do not as they should. */
@Timeout(60)
class Dns01Test {
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.example");
    private static final DnsName PROOF = new DnsName("_acme-challenge.emr.example");

    private static final Duration WITHIN = Duration.ofSeconds(50);

    @TempDir
    Path folder;

    private final SkippedTime time = new SkippedTime();

    private final FakeDnsUpdater dns = FakeDnsUpdater.of("example");
    private ScriptedAcme acme;

    @BeforeEach
    void start() throws Exception {
        acme = new ScriptedAcme();
        acme.say("/order", acme.order("pending"));
        acme.say("/authorization", acme.authorization("emr.example"));
    }

    @AfterEach
    void stop() {
        acme.close();
    }

    private AcmeIssuer issuer(Dns01 proving) {
        return AcmeIssuer.at(acme.directory(), AccountKey.in(folder.resolve("account.pem")), proving)
                .trusting(acme.root())
                .within(WITHIN)
                .countingBy(time);
    }

    private AcmeIssuer issuer() {
        return issuer(Dns01.through(dns));
    }

    private void nothingIsLeft() {
        assertThat(dns.held(PROOF, RecordType.TXT)).isEmpty();
    }

    @Test
    void the_authority_is_not_told_before_all_servers_show_it() {
        dns.secondary("ns2").stale("ns2");

        assertThatThrownBy(() -> issuer(Dns01.through(dns).seenWithin(Duration.ofMillis(500)))
                        .issue(ORDER, Progress.none()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("ns2")
                .hasMessageContaining("nothing was issued");
        assertThat(acme.asked()).contains("/authorization").doesNotContain("/challenge");
        assertThat(dns.applied()).hasSize(2);
        nothingIsLeft();
    }

    @Test
    void name_servers_are_not_waited_for_longer_than_the_order_has_time() {
        dns.secondary("ns2").stale("ns2");
        acme.when("/authorization", 1, () -> time.skip(WITHIN.minusSeconds(1)));
        var begun = System.nanoTime();

        assertThatThrownBy(() -> issuer().issue(ORDER, Progress.none()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("ns2");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        nothingIsLeft();
    }

    @Test
    void a_change_whose_answer_is_lost_is_looked_for_and_goes_on() {
        dns.loseConnectionAfter("add").loseConnectionAfter("remove");

        reachesTheAuthority();
        nothingIsLeft();
    }

    @Test
    void a_change_that_is_lost_is_made_again() {
        dns.loseConnectionBefore("add").loseConnectionBefore("remove");

        reachesTheAuthority();
        nothingIsLeft();
    }

    @Test
    void a_name_server_that_is_away_for_a_moment_keeps_nothing() {
        dns.failNext("remove", new TargetUnavailableException("away"));

        reachesTheAuthority();
        nothingIsLeft();
    }

    @Test
    void somebody_else_who_is_faster_keeps_what_is_his() {
        var others = RecordSet.text(PROOF.text(), Duration.ofMinutes(7), "of somebody else");
        dns.failNext("add", new PreconditionFailedException("somebody was faster"))
                .holding(others);

        reachesTheAuthority();
        assertThat(dns.held(PROOF, RecordType.TXT)).contains(others);
    }

    /** It is not proven in time, as this authority never looks; but it was told to. */
    private void reachesTheAuthority() {
        acme.when("/authorization", 2, () -> time.skip(WITHIN));

        assertThatThrownBy(() -> issuer().issue(ORDER, Progress.none()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("did not come to its end in time");
        assertThat(acme.asked()).contains("/challenge");
        assertThat(dns.applied()).isNotEmpty();
    }

    @Test
    void what_could_not_be_taken_away_is_told_and_nothing_is_issued() {
        var gone = new TargetUnavailableException("away for good");
        acme.say("/challenge", acme.challenge("valid"));
        for (var i = 0; i < 5; i++) {
            dns.failNext("remove", gone);
        }
        acme.afterwards("/challenge", "/authorization", acme.proven("emr.example"));

        assertThatThrownBy(() -> issuer().issue(ORDER, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("could not be taken away")
                .hasMessageContaining("nothing was issued");
        assertThat(acme.asked()).doesNotContain("/finalize");
        assertThat(dns.held(PROOF, RecordType.TXT)).isPresent();
    }

    @Test
    void nothing_is_put_for_a_name_that_was_not_ordered() {
        acme.say("/authorization", acme.authorization("other.example"));

        assertThatThrownBy(() -> issuer().issue(ORDER, Progress.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("other.example");
        assertThat(dns.changes()).isEmpty();
    }

    @Test
    void an_address_is_refused_before_anything_is_ordered() {
        assertThatThrownBy(() -> issuer().issue(CertificateOrder.of("10.1.2.3"), Progress.none()))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("10.1.2.3");
        assertThat(acme.asked()).isEmpty();
    }
}
