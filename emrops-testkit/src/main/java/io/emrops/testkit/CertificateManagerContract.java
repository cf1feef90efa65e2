package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.CertificateManager;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.ServedCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link CertificateManager} keeps to. Extend it and give a service of two servers, both of which show its sound certificate; its issuer gives what is
 * ordered.
 */
public abstract class CertificateManagerContract {
    private CertificateManager service;
    private CertificateOrder order;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected CertificateManagerContract() {}

    /** A service of two servers, for each test. */
    protected abstract CertificateManager service() throws Exception;

    /** What its clients call it. */
    protected abstract String serverName();

    /** From now on the second server goes on with what it shows, whatever it is told; or does as it is told again. */
    protected abstract void stubborn(boolean is) throws Exception;

    /** From now on the issuer gives nothing; or gives again. */
    protected abstract void issuing(boolean is) throws Exception;

    @BeforeEach
    final void prepare() throws Exception {
        service = service();
        order = CertificateOrder.of(serverName());
    }

    /** What each server shows. */
    private List<CertificateFacts> shown() throws InterruptedException {
        var shown = new ArrayList<CertificateFacts>();
        for (var each : service.status().served()) {
            shown.add(each.certificate().orElseThrow());
        }
        return shown;
    }

    private void assertAllShow(CertificateFacts facts) throws InterruptedException {
        assertThat(shown()).containsExactly(facts, facts);
        assertThat(service.status().faults()).isEmpty();
    }

    @Test
    void it_is_the_same_target_each_time() throws Exception {
        assertThat(service.target()).isEqualTo(service.target());
    }

    @Test
    void what_is_there_is_told() throws Exception {
        var status = service.status();

        assertThat(status.faults()).isEmpty();
        assertThat(status.served())
                .hasSize(2)
                .allMatch(each -> each.serverName().equals(serverName()));
        assertThat(status.stored()).isNotEmpty();
        assertThat(status.daysLeft().orElseThrow()).isPositive();
        assertThat(status.lines()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void all_servers_show_the_new_one() throws Exception {
        var before = shown().get(0);

        var rotation = service.rotate("one", order, Progress.none());

        assertThat(rotation.before()).contains(before);
        assertThat(rotation.now().serial()).isNotEqualTo(before.serial());
        assertThat(rotation.now().isFor(serverName())).isTrue();
        assertThat(rotation.proof())
                .extracting(ServedCertificate::certificate)
                .containsOnly(Optional.of(rotation.now()));
        assertThat(rotation.proof()).hasSize(2);
        assertAllShow(rotation.now());
    }

    @Test
    void the_same_change_again_tells_the_same() throws Exception {
        var first = service.rotate("one", order, Progress.none());
        issuing(false);

        var again = service.rotate("one", order, Progress.none());

        assertThat(again.now()).isEqualTo(first.now());
        assertThat(again.before()).isEqualTo(first.before());
        assertThat(service.finished("one").orElseThrow().now()).isEqualTo(first.now());
        assertThat(service.isBegun("one")).isTrue();
    }

    @Test
    void what_is_put_back_is_begun_until_each_server_shows_it() throws Exception {
        var before = shown().get(0);
        service.rotate("one", order, Progress.none());
        stubborn(true);

        assertThatExceptionOfType(StepFailedException.class).isThrownBy(() -> service.putBack("one", Progress.none()));
        assertThat(service.finished("one")).isEmpty();
        assertThat(service.isBegun("one")).isTrue();

        stubborn(false);
        service.putBack("one", Progress.none());
        assertThat(service.isBegun("one")).isFalse();
        assertAllShow(before);
    }

    @Test
    void what_was_not_done_is_not_finished() throws Exception {
        assertThat(service.finished("one")).isEmpty();
        assertThat(service.isBegun("one")).isFalse();
        var before = shown().get(0);

        service.putBack("one", Progress.none());

        assertAllShow(before);
    }

    @Test
    void it_is_foretold_and_nothing_is_touched() throws Exception {
        var before = shown().get(0);

        assertThat(service.foresee("one", order)).isNotEmpty();

        assertAllShow(before);
        assertThat(service.finished("one")).isEmpty();
    }

    @Test
    void an_issuer_that_gives_nothing_touches_nothing() throws Exception {
        var before = shown().get(0);
        issuing(false);

        assertThatExceptionOfType(EmropsException.class)
                .isThrownBy(() -> service.rotate("one", order, Progress.none()))
                .isNotInstanceOf(StepFailedException.class);
        assertAllShow(before);

        issuing(true);
        assertAllShow(service.rotate("one", order, Progress.none()).now());
    }

    @Test
    void one_server_that_goes_on_with_the_old_one_brings_all_back() throws Exception {
        var before = shown().get(0);
        stubborn(true);

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> service.rotate("one", order, Progress.none()))
                .withMessageContaining("earlier certificate");
        assertThat(service.finished("one")).isEmpty();
        stubborn(false);
        assertAllShow(before);

        assertAllShow(service.rotate("one", order, Progress.none()).now());
    }

    @Test
    void a_finished_change_is_put_back_once_and_for_all() throws Exception {
        var before = shown().get(0);
        service.rotate("one", order, Progress.none());

        var seen = service.putBack("one", Progress.none());

        assertThat(seen).hasSize(2).allMatch(each -> each.certificate().equals(Optional.of(before)));
        assertAllShow(before);
        assertThat(service.finished("one")).isEmpty();
        assertThat(service.isBegun("one")).isFalse();
        service.putBack("one", Progress.none());
        assertAllShow(before);
    }

    @Test
    void what_came_after_is_not_overwritten() throws Exception {
        service.rotate("one", order, Progress.none());
        var later = service.rotate("two", order, Progress.none()).now();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> service.putBack("one", Progress.none()));
        assertAllShow(later);
        assertThat(service.finished("one")).isEmpty();
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> service.rotate("one", order, Progress.none()));
        assertAllShow(later);
    }
}
