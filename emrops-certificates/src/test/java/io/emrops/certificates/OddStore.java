package io.emrops.certificates;

import io.emrops.Target;
import io.emrops.certificate.CertificateStore;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyedCertificate;
import java.util.List;
import java.util.Optional;

/** A store whose author has not read what it may throw: one of its changes fails in its own way, after the work is done or before it is. */
record OddStore(CertificateStore store, String odd) implements CertificateStore {
    private void fail(String called) {
        if (called.equals(odd)) {
            throw new IllegalStateException("odd");
        }
    }

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
        store.stage(change, next);
        fail("stage");
    }

    @Override
    public void activate(String change) throws InterruptedException {
        store.activate(change);
        fail("activate");
    }

    @Override
    public void finish(String change) throws InterruptedException {
        store.finish(change);
        fail("finish");
    }

    @Override
    public void putBack(String change) throws InterruptedException {
        fail("putBack");
        store.putBack(change);
    }

    @Override
    public String toString() {
        return store.toString();
    }
}
