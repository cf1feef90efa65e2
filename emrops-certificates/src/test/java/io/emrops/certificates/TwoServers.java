package io.emrops.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateIssuer;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.CertificateStore;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificate.ServiceReload;
import io.emrops.certificates.file.PemFiles;
import io.emrops.certificates.issuer.SelfSigned;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A service of two servers, each with a file of its own, that are not asked over a network. */
abstract class TwoServers {
    static final CertificateOrder ORDER = CertificateOrder.of("emr.example", "127.0.0.1");
    static final Progress QUIET = (done, total, unit) -> {};

    @TempDir
    Path folder;

    final LoadedFiles here = new LoadedFiles();
    final List<LoadedFiles.Server> servers = new ArrayList<>();
    Path one;
    Path two;

    @BeforeEach
    void twoServers() throws Exception {
        one = folder.resolve("one.pem");
        two = folder.resolve("two.pem");
        for (var pem : List.of(one, two)) {
            var store = PemFiles.combined(pem);
            store.stage("begin", SelfSigned.issuer().issue(ORDER, QUIET));
            store.activate("begin");
            store.finish("begin");
            servers.add(here.add(pem));
        }
    }

    final ServiceCertificate service(CertificateIssuer issuer) {
        return service(issuer, store -> store, reload -> reload).build();
    }

    final ServiceCertificateBuilder service(
            CertificateIssuer issuer, UnaryOperator<CertificateStore> stores, UnaryOperator<ServiceReload> reloads) {
        return ServiceCertificate.of("emrnext", "emr.example")
                .place(
                        stores.apply(PemFiles.combined(one)),
                        reloads.apply(reload(0)),
                        servers.get(0).endpoint())
                .place(
                        stores.apply(PemFiles.combined(two)),
                        reloads.apply(reload(1)),
                        servers.get(1).endpoint())
                .issuedBy(issuer)
                .seenFrom(here)
                .shownWithin(Duration.ofMillis(300));
    }

    final ServiceReload reload(int server) {
        return ServiceReload.of(
                "Reload server " + server, progress -> servers.get(server).reload());
    }

    final List<String> shown() throws Exception {
        var shown = new ArrayList<String>();
        for (var each : servers) {
            shown.add(here.tls(each.endpoint(), "emr.example")
                    .facts()
                    .orElseThrow()
                    .certificate()
                    .sha256());
        }
        return shown;
    }

    final void requireAsBefore(List<String> before) throws Exception {
        assertThat(shown()).isEqualTo(before);
        assertThat(service(SelfSigned.issuer()).status().faults()).isEmpty();
        for (var pem : List.of(one, two)) {
            assertThat(pem.resolveSibling(pem.getFileName() + ".rotation")).doesNotExist();
        }
    }

    static CertificateIssuer down() {
        return issuer(() -> {
            throw new TargetUnavailableException("The issuer does not answer");
        });
    }

    /** Gives a certificate. */
    interface Giving {
        KeyedCertificate give() throws InterruptedException;
    }

    static CertificateIssuer issuer(Giving giving) {
        return new CertificateIssuer() {
            @Override
            public String describe() {
                return "somebody";
            }

            @Override
            public KeyedCertificate issue(CertificateOrder order, Progress progress) throws InterruptedException {
                return giving.give();
            }
        };
    }
}
