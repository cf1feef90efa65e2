package io.emrops.certificate;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * A certificate with its private key, in memory. It says nothing of the key by itself: not when it is printed, and it is not serializable; whoever takes the
 * key out of it, puts it into a store.
 */
public final class KeyedCertificate {
    private final PrivateKey key;
    private final List<X509Certificate> chain;

    /**
     * @param chain the certificate, then who signed it, and so on; the root may be left out
     * @throws IllegalArgumentException if there is no certificate. Whether key, certificate and chain belong together is not looked at here
     */
    public KeyedCertificate(PrivateKey key, List<X509Certificate> chain) {
        this.key = Objects.requireNonNull(key, "key");
        this.chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("There is no certificate");
        }
    }

    /** The private key. */
    public PrivateKey key() {
        return key;
    }

    /** The certificate, then who signed it, and so on. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** What the certificate says. */
    public CertificateFacts facts() {
        return CertificateFacts.of(certificate());
    }

    /** The certificate alone. */
    @Override
    public String toString() {
        return facts().toString();
    }
}
