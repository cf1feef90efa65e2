package io.emrops.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.CertificateRequirements;
import io.emrops.certificate.CertificateStore;
import io.emrops.certificate.KeyKind;
import io.emrops.certificate.KeyState;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificate.ServiceReload;
import io.emrops.certificates.file.PemFiles;
import io.emrops.certificates.issuer.SelfSigned;
import io.emrops.certificates.x509.Keys;
import io.emrops.certificates.x509.Party;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceCertificateTest extends TwoServers {
    @Test
    void all_servers_show_the_new_one_and_the_old_one_is_in_the_archive() throws Exception {
        var before = shown();
        var rotation = service(SelfSigned.issuer()).rotate("change", ORDER, QUIET);

        var now = rotation.now().sha256();
        assertThat(shown()).containsExactly(now, now);
        assertThat(rotation.before().orElseThrow().sha256()).isEqualTo(before.get(0));
        assertThat(rotation.proof())
                .hasSize(2)
                .allMatch(each -> each.certificate().orElseThrow().sha256().equals(now));
        var status = service(SelfSigned.issuer()).status();
        assertThat(status.faults()).isEmpty();
        assertThat(status.daysLeft()).contains(89L);
        assertThat(PemFiles.combined(one).before("change").orElseThrow().key()).isEqualTo(KeyState.MATCHES);
        try (var files = Files.walk(folder)) {
            for (var each : files.filter(Files::isRegularFile).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .as(each.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void a_second_call_tells_the_same_and_issues_nothing() throws Exception {
        var first = service(SelfSigned.issuer()).rotate("change", ORDER, QUIET);
        var again = service(down()).rotate("change", ORDER, QUIET);

        assertThat(again.now()).isEqualTo(first.now());
        assertThat(again.before()).isEqualTo(first.before());
        assertThat(service(down()).finished("change").orElseThrow().now()).isEqualTo(first.now());
    }

    @Test
    void an_issuer_that_is_down_touches_nothing() throws Exception {
        var before = shown();
        assertThatThrownBy(() -> service(down()).rotate("change", ORDER, QUIET))
                .isInstanceOf(TargetUnavailableException.class);
        requireAsBefore(before);
    }

    @Test
    void what_does_not_do_is_refused_before_anything_is_touched() throws Exception {
        var before = shown();
        var good = SelfSigned.issuer().issue(ORDER, QUIET);
        var other = SelfSigned.issuer().issue(CertificateOrder.of("other.example"), QUIET);

        refused("its key is that of another certificate", new KeyedCertificate(other.key(), good.chain()));
        refused(
                "is no authority's",
                new KeyedCertificate(good.key(), List.of(good.certificate(), other.certificate())));
        refused("not for all of", other);
        refused("valid for 0 days", SelfSigned.issuer().issue(ORDER.validFor(Duration.ofHours(20)), QUIET));
        requireAsBefore(before);

        var weak = service(issuer(() -> good), store -> store, reload -> reload)
                .trusting(List.<X509Certificate>of(other.certificate()))
                .build();
        assertThatThrownBy(() -> weak.rotate("change", ORDER, QUIET))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("does not lead to an authority that is trusted here");
        var longer = service(issuer(() -> good), store -> store, reload -> reload)
                .requiring(CertificateRequirements.usual().daysLeft(200))
                .build();
        assertThatThrownBy(() -> longer.rotate("change", ORDER, QUIET)).hasMessageContaining("has to be for 200");
        requireAsBefore(before);
    }

    @Test
    void authorities_above_it_have_to_do_as_well() throws Exception {
        var root = Party.authority("Root").made();
        var expired = Party.authority("Expired")
                .signedBy(root)
                .valid(Duration.ofDays(-100), Duration.ofDays(-1))
                .made();
        var weak = Party.authority("Weak").rsa(1024).signedBy(root).made();

        refused("of its authority CN=Expired: it expired", under(expired));
        refused("of its authority CN=Weak: it has an RSA key of 1024 bits", under(weak));

        var store = PemFiles.combined(one);
        store.stage("bad", under(expired));
        store.activate("bad");
        store.finish("bad");
        assertThat(service(down()).status().faults())
                .anyMatch(fault -> fault.contains("one.pem: of its authority CN=Expired: it expired"));
        assertThat(service(down()).status().daysLeft().orElseThrow()).isNegative();
    }

    private static KeyedCertificate under(Party authority) throws Exception {
        return Party.server("emr.example", "127.0.0.1")
                .signedBy(authority)
                .made()
                .keyed();
    }

    @Test
    void the_one_that_is_there_already_is_no_new_one() throws Exception {
        var old = SelfSigned.issuer().issue(ORDER, QUIET);
        service(issuer(() -> old)).rotate("one", ORDER, QUIET);
        assertThat(service(issuer(() -> old)).rotate("one", ORDER, QUIET).now()).isEqualTo(old.facts());

        refused("is the one that is in its place already", old);
    }

    @Test
    void the_way_back_to_what_cannot_be_read_does_not_tell_more_than_was_seen() throws Exception {
        Files.writeString(one, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        var failing = service(SelfSigned.issuer(), store -> store, reload -> failingAt(1, reload))
                .build();
        assertThatThrownBy(() -> failing.rotate("stubborn", ORDER, QUIET))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("has to be looked at")
                .hasMessageContaining("but a server goes on with the new one: "
                        + servers.get(0).endpoint());
    }

    /** Server 0 loads the new one, and nothing after it; the other one fails. */
    private ServiceReload failingAt(int server, ServiceReload reload) {
        return ServiceReload.of(reload.describe(), progress -> {
            if (reload.describe().endsWith(String.valueOf(server))) {
                throw new IllegalStateException("no");
            }
            reload.reload(progress);
            servers.get(0).stubborn(true);
        });
    }

    @Test
    void a_vault_that_does_not_answer_takes_nothing_away() throws Exception {
        var answers = new java.util.concurrent.atomic.AtomicBoolean(true);
        var password = Secret.from(() -> {
            if (!answers.get()) {
                throw new TargetUnavailableException("The vault does not answer");
            }
            return "a password of some length".toCharArray();
        });
        var crt = folder.resolve("emr.crt");
        var store = PemFiles.at(crt, folder.resolve("emr.key"), password);
        store.stage("change", SelfSigned.issuer().issue(ORDER, QUIET));
        answers.set(false);
        var service = ServiceCertificate.of("emrnext", "emr.example")
                .place(store, reload(0), servers.get(0).endpoint())
                .issuedBy(down())
                .seenFrom(here)
                .build();

        assertThatThrownBy(() -> service.rotate("change", ORDER, QUIET))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("vault")
                .hasMessageContaining("has the new one beside the old one");
        assertThat(store.stage("change")).isEqualTo(CertificateStore.Stage.STAGED);
    }

    private void refused(String why, KeyedCertificate given) {
        assertThatThrownBy(() -> service(issuer(() -> given)).rotate("change", ORDER, QUIET))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("nothing was touched");
    }

    @Test
    void a_replica_that_goes_on_with_the_old_one_brings_all_back() throws Exception {
        var before = shown();
        servers.get(1).stubborn(true);

        assertThatThrownBy(() -> service(SelfSigned.issuer()).rotate("change", ORDER, QUIET))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining(servers.get(1).endpoint().toString())
                .hasMessageContaining("each server shows it");
        requireAsBefore(before);

        servers.get(1).stubborn(false);
        var rotation = service(SelfSigned.issuer()).rotate("change", ORDER, QUIET);
        assertThat(shown()).containsOnly(rotation.now().sha256());
    }

    @Test
    void a_reload_that_fails_brings_all_back() throws Exception {
        var before = shown();
        var refusing = service(
                        SelfSigned.issuer(),
                        store -> store,
                        reload -> ServiceReload.of(reload.describe(), progress -> {
                            if (reload.describe().endsWith("1")) {
                                throw new IllegalStateException("no");
                            }
                            reload.reload(progress);
                        }))
                .build();

        assertThatThrownBy(() -> refusing.rotate("change", ORDER, QUIET))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("\"Reload server 1\" failed")
                .hasMessageContaining("each server shows it");
        requireAsBefore(before);
    }

    @Test
    void what_cannot_be_put_back_is_not_told_as_if_it_were() throws Exception {
        var refusing = service(
                        SelfSigned.issuer(),
                        store -> store,
                        reload -> ServiceReload.of(reload.describe(), progress -> {
                            if (reload.describe().endsWith("0")) {
                                reload.reload(progress);
                                servers.get(0).stubborn(true);
                            }
                        }))
                .build();

        assertThatThrownBy(() -> refusing.rotate("change", ORDER, QUIET))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("has to be looked at")
                .hasMessageContaining(
                        "but a server does not show it: " + servers.get(0).endpoint());
        assertThat(service(SelfSigned.issuer()).status().faults())
                .anyMatch(fault -> fault.contains("it shows another certificate"));
    }

    @Test
    void another_change_waits_until_the_first_is_over() throws Exception {
        var before = shown();
        PemFiles.combined(two).stage("somebody's", SelfSigned.issuer().issue(ORDER, QUIET));

        assertThatThrownBy(() -> service(SelfSigned.issuer()).rotate("change", ORDER, QUIET))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("another change is under way")
                .hasMessageContaining("somebody's");
        assertThat(shown()).isEqualTo(before);
        PemFiles.combined(two).putBack("somebody's");
        requireAsBefore(before);
    }

    @Test
    void a_finished_change_can_be_put_back() throws Exception {
        var before = shown();
        service(SelfSigned.issuer()).rotate("change", ORDER, QUIET);

        var seen = service(down()).putBack("change", QUIET);

        assertThat(seen).hasSize(2);
        requireAsBefore(before);
        assertThat(service(down()).finished("change")).isEmpty();
        service(down()).putBack("change", QUIET);
        requireAsBefore(before);
    }

    @Test
    void what_somebody_else_put_there_meanwhile_is_not_overwritten() throws Exception {
        service(SelfSigned.issuer()).rotate("change", ORDER, QUIET);
        service(SelfSigned.issuer()).rotate("later", ORDER, QUIET);
        var now = shown();

        assertThatThrownBy(() -> service(down()).putBack("change", QUIET))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("was changed by somebody else");
        requireAsBefore(now);
    }

    @Test
    void a_process_that_dies_at_any_moment_is_gone_on_with() throws Exception {
        for (var moment = 0; ; moment++) {
            var moments = new Moments(moment);
            var before = shown();
            var change = "forward-" + moment;
            var died = dies(moments, change);

            var resumed = service(died && moment > 3 ? down() : SelfSigned.issuer());
            var rotation = resumed.rotate(change, ORDER, QUIET);
            assertThat(shown())
                    .as("moment %d", moment)
                    .containsOnly(rotation.now().sha256())
                    .doesNotContainAnyElementsOf(before);
            requireAsBefore(shown());
            if (!died) {
                assertThat(moments.passed()).isGreaterThanOrEqualTo(16);
                return;
            }
        }
    }

    private boolean dies(Moments moments, String change) throws InterruptedException {
        try {
            service(SelfSigned.issuer(), moments::around, moments::around)
                    .build()
                    .rotate(change, ORDER, QUIET);
            return false;
        } catch (Moments.Death e) {
            return true;
        }
    }

    @Test
    void a_process_that_dies_at_any_moment_can_be_undone() throws Exception {
        var died = true;
        for (var moment = 0; died; moment++) {
            var before = shown();
            var change = "back-" + moment;
            died = dies(new Moments(moment), change);

            service(down()).putBack(change, QUIET);

            requireAsBefore(before);
        }
    }

    @Test
    void a_process_that_dies_on_the_way_back_is_gone_on_with_either_way() throws Exception {
        var died = true;
        for (var moment = 0; died; moment++) {
            var before = shown();
            var change = "twice-" + moment;
            servers.get(1).stubborn(true);
            var moments = new Moments(moment);
            var failure = catchThrowable(() -> service(SelfSigned.issuer(), moments::around, moments::around)
                    .build()
                    .rotate(change, ORDER, QUIET));
            died = failure instanceof Moments.Death;
            assertThat(died || failure instanceof EmropsException)
                    .as(String.valueOf(failure))
                    .isTrue();
            servers.get(1).stubborn(false);

            if (moment % 2 == 0) {
                service(down()).putBack(change, QUIET);
                requireAsBefore(before);
            } else {
                var rotation = service(SelfSigned.issuer()).rotate(change, ORDER, QUIET);
                assertThat(shown()).containsOnly(rotation.now().sha256());
                requireAsBefore(shown());
            }
        }
    }

    @Test
    void a_service_that_had_none_gets_one() throws Exception {
        var third = folder.resolve("three.pem");
        var store = PemFiles.combined(third);
        store.stage("first", SelfSigned.issuer().issue(ORDER, QUIET));
        store.activate("first");
        assertThat(store.stage("first")).isEqualTo(CertificateStore.Stage.ACTIVE);
        assertThat(store.before("first")).isEmpty();

        store.putBack("first");

        assertThat(third).doesNotExist();
        assertThat(store.stage("first")).isEqualTo(CertificateStore.Stage.PUT_BACK);
    }

    @Test
    void what_would_be_done_is_foretold_and_nothing_is() throws Exception {
        var before = shown();
        var lines = service(down()).foresee("change", ORDER.with(KeyKind.RSA_3072));

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).contains("one.pem", "CN=emr.example", "→", "RSA 3072", "somebody");
        assertThat(lines.get(1)).isEqualTo("Reload server 0");
        requireAsBefore(before);
    }

    @Test
    void faults_of_what_is_there_are_told() throws Exception {
        var good = SelfSigned.issuer().issue(ORDER, QUIET);
        var store = PemFiles.combined(one);
        store.stage("bad", new KeyedCertificate(Keys.generate(KeyKind.EC_P256).getPrivate(), good.chain()));
        store.activate("bad");
        store.finish("bad");

        assertThat(service(down()).status().faults())
                .anyMatch(
                        fault -> fault.contains("one.pem") && fault.contains("its key is that of another certificate"))
                .anyMatch(fault -> fault.contains(servers.get(0).endpoint().toString())
                        && fault.contains("it shows another certificate"));
    }
}
