package io.emrops.certificates;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.certificate.CertificateIssuer;
import io.emrops.certificate.CertificateManager;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificate.ServiceReload;
import io.emrops.certificates.file.PemFiles;
import io.emrops.certificates.issuer.SelfSigned;
import io.emrops.testkit.CertificateManagerContract;
import io.emrops.vantage.VantagePoint;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class ServiceCertificateContractTest extends CertificateManagerContract {
    @TempDir
    Path folder;

    private JvmServer one;
    private JvmServer two;
    private boolean issuing = true;

    @Override
    protected CertificateManager service() throws Exception {
        one = server("one");
        two = server("two");
        return ServiceCertificate.of("emrnext", serverName())
                .place(store("one"), ServiceReload.of("Reload one", progress -> one.reload()), one.endpoint())
                .place(store("two"), ServiceReload.of("Reload two", progress -> two.reload()), two.endpoint())
                .issuedBy(new Sometimes())
                .seenFrom(VantagePoint.here())
                .shownWithin(Duration.ofMillis(300))
                .build();
    }

    private PemFiles store(String name) {
        return PemFiles.combined(folder.resolve(name + ".pem"));
    }

    /** Both begin with the same certificate, as a service's servers do. */
    private JvmServer server(String name) throws Exception {
        if (first == null) {
            first = SelfSigned.issuer().issue(CertificateOrder.of(serverName()), Progress.none());
        }
        store(name).stage("begin", first);
        store(name).activate("begin");
        store(name).finish("begin");
        return new JvmServer(folder.resolve(name + ".pem"));
    }

    private KeyedCertificate first;

    private final class Sometimes implements CertificateIssuer {
        @Override
        public String describe() {
            return "sometimes";
        }

        @Override
        public KeyedCertificate issue(CertificateOrder order, Progress progress) {
            if (!issuing) {
                throw new PreconditionFailedException("It gives nothing now");
            }
            return SelfSigned.issuer().issue(order, progress);
        }
    }

    @AfterEach
    void stop() throws Exception {
        one.close();
        two.close();
    }

    @Override
    protected String serverName() {
        return "emr.example";
    }

    @Override
    protected void stubborn(boolean is) {
        two.stubborn(is);
    }

    @Override
    protected void issuing(boolean is) {
        issuing = is;
    }
}
