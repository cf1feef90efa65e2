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
        switch (state) {
            case DIFFERS -> faults.add("its key is that of another certificate");
            case LOCKED -> faults.add("its key cannot be opened");
            case ABSENT -> faults.add("its key is not there");
            case MATCHES, NOT_SHOWN -> {}
        }
        return of(place, chain, state, faults);
    }

    /** A certificate whose key is elsewhere, or locked beside it with a password that is nobody's business here. */
    static FoundCertificate withoutKey(String place, List<X509Certificate> chain, boolean locked) {
        return of(place, chain, locked ? KeyState.LOCKED : KeyState.ABSENT, new ArrayList<>());
    }

    private static FoundCertificate of(String place, List<X509Certificate> chain, KeyState state, List<String> faults) {
        faults.addAll(Chain.faults(chain));
        return new FoundCertificate(
                place, chain.stream().map(CertificateFacts::of).toList(), state, faults);
    }
}
