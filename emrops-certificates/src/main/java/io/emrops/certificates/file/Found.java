package io.emrops.certificates.file;

import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyState;
import io.emrops.certificates.x509.Chain;
import io.emrops.certificates.x509.Keys;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is told of a certificate that was found. */
final class Found {
    private Found() {}

    /**
     * A certificate with what is known of its key.
     *
     * @param chain not empty
     */
    static FoundCertificate of(String place, List<X509Certificate> chain, Optional<PrivateKey> key, boolean locked) {
        var state = key.map(each ->
                        Keys.belongTogether(each, chain.get(0).getPublicKey()) ? KeyState.MATCHES : KeyState.DIFFERS)
                .orElse(locked ? KeyState.LOCKED : KeyState.ABSENT);
        var faults = new ArrayList<String>();
        if (state == KeyState.DIFFERS) {
            faults.add("its key is that of another certificate");
        }
        faults.addAll(Chain.faults(chain));
        return new FoundCertificate(
                place, chain.stream().map(CertificateFacts::of).toList(), state, faults);
    }
}
