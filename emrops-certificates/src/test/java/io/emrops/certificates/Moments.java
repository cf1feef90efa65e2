package io.emrops.certificates;

import io.emrops.Target;
import io.emrops.certificate.CertificateStore;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificate.ServiceReload;
import java.util.List;
import java.util.Optional;

/** Counts the moments at which a rotation changes something, and lets its process die at one of them. */
final class Moments {
    private final int deadly;
    private int passed;

    /** @param deadly the number of the moment, from 0 */
    Moments(int deadly) {
        this.deadly = deadly;
    }

    /** Not an exception, so that nobody takes it for a failure. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private void moment() {
        if (passed++ == deadly) {
            throw new Death();
        }
    }

    int passed() {
        return passed;
    }

    ServiceReload around(ServiceReload reload) {
        return ServiceReload.of(reload.describe(), progress -> {
            moment();
            reload.reload(progress);
            moment();
        });
    }

    CertificateStore around(CertificateStore store) {
        return new CertificateStore() {
            @Override
            public Target target() throws InterruptedException {
                return store.target();
            }

            @Override
            public List<FoundCertificate> certificates() throws InterruptedException {
                return store.certificates();
            }

            @Override
            public Optional<FoundCertificate> inPlace() throws InterruptedException {
                return store.inPlace();
            }

            @Override
            public Stage stage(String change) throws InterruptedException {
                return store.stage(change);
            }

            @Override
            public Optional<FoundCertificate> staged(String change) throws InterruptedException {
                return store.staged(change);
            }

            @Override
            public Optional<FoundCertificate> before(String change) throws InterruptedException {
                return store.before(change);
            }

            @Override
            public Optional<String> refusal(String change) throws InterruptedException {
                return store.refusal(change);
            }

            @Override
            public List<String> warnings() throws InterruptedException {
                return store.warnings();
            }

            @Override
            public void stage(String change, KeyedCertificate next) throws InterruptedException {
                moment();
                store.stage(change, next);
                moment();
            }

            @Override
            public void activate(String change) throws InterruptedException {
                moment();
                store.activate(change);
                moment();
            }

            @Override
            public void finish(String change) throws InterruptedException {
                moment();
                store.finish(change);
                moment();
            }

            @Override
            public void putBack(String change) throws InterruptedException {
                moment();
                store.putBack(change);
                moment();
            }

            @Override
            public String toString() {
                return store.toString();
            }
        };
    }
}
