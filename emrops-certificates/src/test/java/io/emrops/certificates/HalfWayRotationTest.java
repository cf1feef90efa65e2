package io.emrops.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.CertificateStore.Stage;
import io.emrops.certificate.ServiceReload;
import io.emrops.certificates.file.PemFiles;
import io.emrops.certificates.issuer.SelfSigned;
import io.emrops.network.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a change that is neither done nor undone, and what becomes of it. */
class HalfWayRotationTest extends TwoServers {
    /** The process dies once the first server shows the new one. */
    private void dieHalfWay(String change) {
        var moments = new Moments(7);
        assertThat(catchThrowable(() -> service(SelfSigned.issuer(), moments::around, moments::around)
                        .build()
                        .rotate(change, ORDER, QUIET)))
                .isInstanceOf(Moments.Death.class);
    }

    @Test
    void one_that_cannot_go_on_does_not_say_that_nothing_was_touched() throws Exception {
        dieHalfWay("change");
        var half = shown();
        assertThat(half.get(0)).isNotEqualTo(half.get(1));
        here.leadsTo(new Endpoint("10.0.0.1", 443), new Endpoint("10.0.0.2", 443));

        assertThatThrownBy(() -> service(down()).rotate("change", ORDER, QUIET))
                .isInstanceOf(StepFailedException.class)
                .message()
                .contains("leads to 2 addresses", "left as it is", "one.pem has the new one in its place")
                .doesNotContain("nothing was touched");
        assertThat(shown()).isEqualTo(half);
        here.leadsTo();

        assertThat(service(down()).isBegun("change")).isTrue();
        service(down()).rotate("change", ORDER, QUIET);
        assertThat(service(down()).finished("change")).isPresent();
    }

    @Test
    void a_place_that_has_lost_what_was_before_is_not_told_to_be_as_before() throws Exception {
        var losing = service(
                        SelfSigned.issuer(),
                        store -> store,
                        reload -> ServiceReload.of(reload.describe(), progress -> {
                            if (reload.describe().endsWith("1")) {
                                remove(folder.resolve("one.pem.rotation"));
                                throw new IllegalStateException("no");
                            }
                            reload.reload(progress);
                        }))
                .build();

        assertThatThrownBy(() -> losing.rotate("change", ORDER, QUIET))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("has to be looked at")
                .hasMessageContaining("one.pem is not there any more");
    }

    private static void remove(Path directory) throws Exception {
        try (var files = Files.list(directory)) {
            for (var each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(directory);
    }

    @Test
    void a_finished_one_stays_though_a_server_is_down_when_it_is_repeated() throws Exception {
        service(SelfSigned.issuer()).rotate("change", ORDER, QUIET);
        var done = shown();
        servers.get(1).showNothing();

        assertThatThrownBy(() -> service(down()).rotate("change", ORDER, QUIET))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("was finished earlier, and its certificate stays")
                .hasMessageContaining(servers.get(1).endpoint().toString());
        assertThat(PemFiles.combined(one).stage("change")).isEqualTo(Stage.FINISHED);
        assertThat(PemFiles.combined(two).stage("change")).isEqualTo(Stage.FINISHED);
        assertThat(service(down()).isBegun("change")).isTrue();

        servers.get(1).showAgain();
        assertThat(service(down()).rotate("change", ORDER, QUIET).proof()).hasSize(2);
        assertThat(shown()).isEqualTo(done);
    }

    @Test
    void one_that_was_put_back_and_not_loaded_yet_is_begun() throws Exception {
        var before = shown();
        assertThat(service(down()).isBegun("change")).isFalse();
        service(SelfSigned.issuer()).rotate("change", ORDER, QUIET);
        PemFiles.combined(one).putBack("change");
        PemFiles.combined(two).putBack("change");

        assertThat(service(down()).isBegun("change")).isTrue();
        service(down()).putBack("change", QUIET);
        assertThat(service(down()).isBegun("change")).isFalse();
        requireAsBefore(before);
    }

    @Test
    void what_others_have_written_may_fail_in_ways_of_its_own() throws Exception {
        var before = shown();
        var odd = service(issuer(() -> {
            throw new IllegalStateException("odd");
        }));
        assertThatThrownBy(() -> odd.rotate("change", ORDER, QUIET))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("IllegalStateException")
                .hasRootCauseMessage("odd");
        requireAsBefore(before);

        for (var each : List.of("activate", "finish")) {
            var service = service(
                            SelfSigned.issuer(),
                            store -> store.toString().endsWith("two.pem") ? new OddStore(store, each) : store,
                            reload -> reload)
                    .build();
            assertThatThrownBy(() -> service.rotate(each, ORDER, QUIET))
                    .as(each)
                    .isInstanceOf(StepFailedException.class)
                    .hasMessageContaining("each server shows it");
            requireAsBefore(before);
        }
        var staging = service(
                        SelfSigned.issuer(),
                        store -> store.toString().endsWith("two.pem") ? new OddStore(store, "stage") : store,
                        reload -> reload)
                .build();
        assertThatThrownBy(() -> staging.rotate("stage", ORDER, QUIET)).isInstanceOf(StepFailedException.class);
        requireAsBefore(before);
    }

    @Test
    void what_could_not_be_removed_from_beside_is_told() throws Exception {
        var staging = service(
                        SelfSigned.issuer(),
                        store -> store.toString().endsWith("two.pem")
                                ? new OddStore(store, "stage")
                                : new OddStore(store, "putBack"),
                        reload -> reload)
                .build();

        assertThatThrownBy(() -> staging.rotate("change", ORDER, QUIET))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining(
                        "The old one is in its place everywhere, but what was put beside it could not be removed");
        assertThat(PemFiles.combined(one).stage("change")).isEqualTo(Stage.STAGED);
    }

    @Test
    void one_that_begins_in_a_moment_is_waited_for_and_one_that_begins_later_is_not() throws Exception {
        var issued = SelfSigned.issuer().issue(ORDER, QUIET);
        var begin = issued.facts().notBefore();
        var before = shown();

        var later = service(issuer(() -> issued), store -> store, reload -> reload)
                .clock(startingAt(begin.minus(Duration.ofMinutes(6))))
                .build();
        assertThatThrownBy(() -> later.rotate("change", ORDER, QUIET))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("not valid before " + begin);
        requireAsBefore(before);

        var soon = startingAt(begin.minus(Duration.ofMillis(200)));
        var service = service(issuer(() -> issued), store -> store, reload -> reload)
                .clock(soon)
                .build();
        var rotation = service.rotate("change", ORDER, QUIET);
        assertThat(rotation.at()).isAfterOrEqualTo(begin);
        assertThat(service.status().faults()).isEmpty();
    }

    private static InstantSource startingAt(Instant time) {
        var begun = System.nanoTime();
        return () -> time.plusNanos(System.nanoTime() - begun);
    }

    @Test
    void a_name_of_several_servers_is_refused_before_anything_is_touched() throws Exception {
        var before = shown();
        here.leadsTo(new Endpoint("10.0.0.1", 443), new Endpoint("10.0.0.2", 443));

        assertThatThrownBy(() -> service(SelfSigned.issuer()).foresee("change", ORDER))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("leads to 2 addresses")
                .hasMessageContaining("10.0.0.1:443, 10.0.0.2:443");
        assertThatThrownBy(() -> service(SelfSigned.issuer()).rotate("change", ORDER, QUIET))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("nothing was touched")
                .hasMessageContaining("name them one by one");
        requireAsBefore(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*.ward.example", "emr_portal", "-x.example", "a b", "emr.example:443", "https://emr.example"})
    void what_no_client_asks_for_is_no_name_of_a_service(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceCertificate.of("emrnext", name))
                .withMessageContaining(name);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServedPlace.at(here, servers.get(0).endpoint(), name))
                .withMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"emr", "EMR.example.", "10.0.0.1", "2001:db8::1", "xn--mnchen-3ya.example", "münchen.example"})
    void what_clients_ask_for_is(String name) {
        assertThat(ServiceCertificate.of("emrnext", name)).isNotNull();
    }

    @Test
    void an_issuer_that_is_down_on_the_second_attempt_leaves_what_it_finds() throws Exception {
        dieHalfWay("change");
        Files.delete(folder.resolve("two.pem.rotation").resolve("change.properties"));
        Files.delete(folder.resolve("two.pem.rotation").resolve("next-0"));
        Files.delete(folder.resolve("two.pem.rotation").resolve("before-0"));
        Files.delete(folder.resolve("two.pem.rotation"));

        // One place has forgotten the change, so that it begins anew, and for that goes back first.
        assertThatThrownBy(() -> service(down()).rotate("change", ORDER, QUIET))
                .isInstanceOf(TargetUnavailableException.class);
        assertThat(service(down()).isBegun("change")).isFalse();
        service(SelfSigned.issuer()).rotate("change", CertificateOrder.of("emr.example"), QUIET);
        requireAsBefore(shown());
    }
}
