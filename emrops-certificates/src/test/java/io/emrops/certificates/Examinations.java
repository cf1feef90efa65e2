package io.emrops.certificates;

import io.emrops.certificate.CertificateRequirements;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;

final class Examinations {
    private Examinations() {}

    static Examination usual() {
        return new Examination(CertificateRequirements.usual(), Set.of(), List.of(), InstantSource.system());
    }

    static Examination trusting(Collection<X509Certificate> authorities, RevocationList... lists) {
        return new Examination(
                CertificateRequirements.usual(), Set.copyOf(authorities), List.of(lists), InstantSource.system());
    }
}
