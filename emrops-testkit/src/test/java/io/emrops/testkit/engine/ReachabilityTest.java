package io.emrops.testkit.engine;

import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.KeyFacts;
import io.emrops.network.Endpoint;
import io.emrops.reachability.HttpExpectation;
import io.emrops.reachability.Obstacle;
import io.emrops.reachability.Phase;
import io.emrops.reachability.Reachability;
import io.emrops.reachability.TlsFacts.Trust;
import io.emrops.testkit.FakeReachability;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The checks over what can be reached. */
@Timeout(60)
final class ReachabilityTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final URI SERVICE = URI.create("https://emr.example/health?token=hidden");
    private static final HttpExpectation OK = HttpExpectation.status(200);
    private static final Endpoint MAIN = new Endpoint("10.0.1.10", 443);
    private static final Endpoint DR = new Endpoint("10.0.2.10", 443);

    private final EngineFixture fixture = new EngineFixture();
    private final FakeReachability here = FakeReachability.of("the ward").clock(() -> NOW);

    @AfterEach
    void close() {
        fixture.close();
    }

    private Finding look(Check check) throws InterruptedException {
        var finding = new Finding[1];
        var report = fixture.run(Runbook.define(
                "look",
                "Look",
                rb -> rb.action("look", "Look", run -> {
                            finding[0] = check.check(run);
                        })
                        .nothingToUndo("it only looks")));
        assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
        return finding[0];
    }

    private static CertificateFacts certificate(String subject, String issuer, int daysLeft, String... names) {
        return new CertificateFacts(
                subject,
                issuer,
                List.of(names),
                "1f",
                NOW.minus(ofDays(1)),
                NOW.plus(ofDays(daysLeft)),
                "0".repeat(64),
                new KeyFacts("EC", 256),
                "SHA256withECDSA");
    }

    @Test
    void a_port_that_is_open() throws Exception {
        here.open(DR);

        var finding = look(Reachability.portOpen(here, DR));

        assertThat(finding.ok()).isTrue();
        assertThat(finding.text()).startsWith("10.0.2.10:443 took a connection");
        assertThat(look(Reachability.notReachable(here, DR)).ok()).isFalse();
    }

    @Test
    void a_port_that_is_not_open_says_how() throws Exception {
        here.open(DR).cut(DR);

        assertThat(look(Reachability.portOpen(here, DR)))
                .isEqualTo(Finding.notOk("10.0.2.10:443 did not answer in time, while it was connected to"));
        assertThat(look(Reachability.portOpen(here, MAIN)))
                .isEqualTo(Finding.notOk("10.0.1.10:443 refused the connection"));
        assertThat(look(Reachability.notReachable(here, DR)).ok()).isTrue();
        assertThat(look(Reachability.notReachable(here, MAIN)).ok()).isTrue();
    }

    @Test
    void that_a_name_is_not_known_does_not_prove_that_nothing_listens() throws Exception {
        here.obstructed(MAIN, new Obstacle.NameNotResolved()).obstructed(DR, new Obstacle.TimedOut(Phase.RESOLUTION));

        for (var endpoint : List.of(MAIN, DR)) {
            var finding = look(Reachability.notReachable(here, endpoint));

            assertThat(finding.ok()).isFalse();
            assertThat(finding.text()).endsWith("proves nothing");
            assertThat(look(Reachability.portOpen(here, endpoint)).ok()).isFalse();
        }
    }

    @Test
    void a_certificate_that_is_good_for_long_enough() throws Exception {
        here.certificate(DR, 30, "emr.example", "*.emr.example");

        var finding = look(Reachability.certificateValid(here, DR, "emr.example", ofDays(30), "api.emr.example"));

        assertThat(finding.ok()).isTrue();
        assertThat(finding.text())
                .isEqualTo("The certificate of 10.0.2.10:443 for emr.example is good for 30 more days");
        assertThat(finding.details())
                .containsExactly(
                        "TLSv1.3, TLS_AES_256_GCM_SHA384",
                        "CN=emr.example, serial 1, signed by CN=Fake Authority, valid from 2026-08-24T10:00:00Z until 2026-12-22T10:00:00Z, for emr.example, *.emr.example");
    }

    @Test
    void a_certificate_that_ends_soon_or_lacks_a_name_is_not_good() throws Exception {
        here.certificate(DR, 13, "emr.example");

        var finding = look(Reachability.certificateValid(here, DR, "emr.example", ofDays(14), "api.emr.example"));

        assertThat(finding.ok()).isFalse();
        assertThat(finding.text())
                .isEqualTo(
                        "The certificate of 10.0.2.10:443 for emr.example is not good: the certificate is not for api.emr.example; the certificate of CN=emr.example ends at 2026-12-05T10:00:00Z, less than 14 days from now");
        assertThat(look(Reachability.certificateValid(here, DR, "emr.example", ofDays(13)))
                        .ok())
                .isTrue();
    }

    @Test
    void an_authority_between_that_ends_sooner_counts_and_a_root_does_not() throws Exception {
        here.certificate(
                DR,
                Trust.TRUSTED,
                certificate("CN=emr", "CN=Between", 300, "emr.example"),
                certificate("CN=Between", "CN=Root", 5),
                certificate("CN=Root", "CN=Root", -3));

        var finding = look(Reachability.certificateValid(here, DR, "emr.example", ofDays(14)));

        assertThat(finding.ok()).isFalse();
        assertThat(finding.text()).contains("the certificate of CN=Between ends at 2026-11-27T10:00:00Z");
        assertThat(look(Reachability.certificateValid(here, DR, "emr.example", ofDays(5)))
                        .text())
                .endsWith("good for 5 more days");
    }

    @Test
    void an_old_one_that_trust_does_not_rest_on_does_not_hide_that_the_server_s_own_ends_soon() throws Exception {
        here.certificate(
                DR,
                Trust.TRUSTED,
                certificate("CN=emr", "CN=Authority", 1, "emr.example"),
                certificate("CN=Authority", "CN=Old Root", -3));

        var finding = look(Reachability.certificateValid(here, DR, "emr.example", ofDays(14)));

        assertThat(finding.ok()).isFalse();
        assertThat(finding.text()).contains("the certificate of CN=emr ends at 2026-11-23T10:00:00Z");
        assertThat(look(Reachability.certificateValid(here, DR, "emr.example", ofDays(1)))
                        .text())
                .endsWith("good for 1 more days");
    }

    @Test
    void one_that_has_expired_is_not_good_however_short_a_time_is_asked_for() throws Exception {
        here.certificate(DR, -1, "emr.example");

        var finding = look(Reachability.certificateValid(here, DR, "emr.example", Duration.ZERO));

        assertThat(finding.ok()).isFalse();
        assertThat(finding.text()).contains("the certificate expired at 2026-11-21T10:00:00Z");
    }

    @Test
    void an_answer_as_expected_and_another() throws Exception {
        here.certificate(DR, 30, "emr.example").answers(DR, 200, Map.of("X-Site", "B"), "");

        var good = look(Reachability.answers(here, SERVICE, DR, OK.header("X-Site", "B")));
        var bad = look(Reachability.answers(here, SERVICE, DR, OK.header("X-Site", "A")));

        assertThat(good.ok()).isTrue();
        assertThat(good.text()).startsWith("10.0.2.10:443 answered https://emr.example/health with HTTP 200");
        assertThat(bad.ok()).isFalse();
        assertThat(bad.details()).containsExactly("header x-site is another, expected A");
    }

    @Test
    void an_answer_from_where_the_name_leads() throws Exception {
        var named = new Endpoint("emr.example", 443);
        here.certificate(named, 30, "emr.example").answers(named, 200, Map.of(), "");

        assertThat(look(Reachability.answers(here, SERVICE, OK)).ok()).isTrue();
        assertThat(Reachability.answers(here, SERVICE, OK).describe())
                .isEqualTo("emr.example:443 answers https://emr.example/health with 200");
    }

    private Check movedToDr() {
        return Reachability.sites(here)
                .reachable("DR site", DR)
                .serves("DR site", SERVICE, DR, OK)
                .doesNotServe("main site", SERVICE, MAIN, OK)
                .notReachable("main site", new Endpoint("10.0.1.10", 1433));
    }

    @Test
    void sites_are_told_side_by_side() throws Exception {
        here.certificate(DR, 30, "emr.example").answers(DR, 200, Map.of(), "");
        here.certificate(MAIN, 30, "emr.example").answers(MAIN, 503, Map.of(), "");

        var finding = look(movedToDr());

        assertThat(finding.ok()).isTrue();
        assertThat(finding.text()).isEqualTo("All 4 are as wanted from the ward");
        assertThat(finding.details())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("DR site: 10.0.2.10:443 took a connection"),
                        line -> assertThat(line).startsWith("DR site: 10.0.2.10:443 answered"),
                        line -> assertThat(line)
                                .startsWith("main site: 10.0.1.10:443 answered")
                                .endsWith("not as expected (status 503, expected 200)"),
                        line -> assertThat(line).isEqualTo("main site: 10.0.1.10:1433 refused the connection"));
    }

    @Test
    void an_old_site_that_still_serves_is_told() throws Exception {
        for (var site : List.of(DR, MAIN)) {
            here.certificate(site, 30, "emr.example").answers(site, 200, Map.of(), "");
        }

        var finding = look(movedToDr());

        assertThat(finding.ok()).isFalse();
        assertThat(finding.text()).isEqualTo("1 of 4 are not as wanted from the ward");
        assertThat(finding.details().get(2)).startsWith("NOT as wanted: main site: 10.0.1.10:443 answered");
    }

    @Test
    void an_old_site_that_was_not_asked_or_is_slow_may_still_serve() throws Exception {
        var check = Reachability.sites(here).doesNotServe("main site", SERVICE, MAIN, OK);
        var untrusted = here.certificate(MAIN, 30, "other.example").answers(MAIN, 200, Map.of(), "");
        assertThat(look(check).ok()).isFalse();

        for (var phase : List.of(Phase.TLS, Phase.HTTP, Phase.RESOLUTION)) {
            untrusted.obstructed(MAIN, new Obstacle.TimedOut(phase)).certificate(MAIN, 30, "emr.example");
            assertThat(look(check).ok()).as("%s", phase).isFalse();
        }
        for (var reason : Obstacle.Reason.values()) {
            here.obstructed(MAIN, new Obstacle.TlsFailed(reason, List.of()));
            assertThat(look(check).ok()).as("%s", reason).isEqualTo(reason == Obstacle.Reason.UNRECOGNIZED_NAME);
        }
        for (var gone : List.of(
                new Obstacle.Refused(),
                new Obstacle.NoRoute(),
                new Obstacle.TimedOut(Phase.CONNECTION),
                new Obstacle.BrokenOff(Phase.TLS))) {
            here.obstructed(MAIN, gone);
            assertThat(look(check).ok()).as("%s", gone).isTrue();
        }
    }

    @Test
    void a_machine_that_reaches_nothing_is_not_taken_for_sites_that_are_down() throws Exception {
        here.obstructed(DR, new Obstacle.NoRoute()).obstructed(MAIN, new Obstacle.NoRoute());

        var finding = look(Reachability.sites(here).reachable("DR site", DR).notReachable("main site", MAIN));

        assertThat(finding.ok()).isFalse();
        assertThat(finding.details())
                .containsExactly(
                        "NOT as wanted: DR site: 10.0.2.10:443 could not be reached: there is no route to it from here",
                        "main site: 10.0.1.10:443 could not be reached: there is no route to it from here");
    }

    @Test
    void what_a_check_would_not_mean_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reachability.sites(here).reachable("DR site"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reachability.sites(here).reachable(" ", DR));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reachability.certificateValid(here, DR, "emr.example", ofDays(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reachability.answers(here, URI.create("ftp://emr.example"), OK));
        assertThatIllegalArgumentException().isThrownBy(HttpExpectation::status);
        assertThatIllegalArgumentException().isThrownBy(() -> HttpExpectation.status(100));
        assertThatIllegalArgumentException().isThrownBy(() -> OK.bodyContains(""));
    }

    @Test
    void the_document_says_what_is_looked_at_without_queries() {
        assertThat(movedToDr().describe())
                .isEqualTo(
                        "DR site: 10.0.2.10:443 takes connections; DR site: 10.0.2.10:443 answers https://emr.example/health with 200; main site: 10.0.1.10:443 does not answer https://emr.example/health with 200; main site: 10.0.1.10:1433 takes no connections");
        assertThat(Reachability.certificateValid(here, DR, "emr.example", ofDays(14), "x.example")
                        .describe())
                .isEqualTo("The certificate of 10.0.2.10:443 is good for emr.example and x.example, 14 days from now");
    }

    @Test
    void a_place_that_cannot_be_asked_is_no_answer() throws Exception {
        here.open(DR).goDown();

        var report = fixture.run(Runbook.define(
                "sites",
                "Sites",
                rb -> rb.require("sites", "Sites", Reachability.sites(here).notReachable("main", MAIN))));

        assertThat(report.state()).isEqualTo(RunState.FAILED);
    }
}
