package io.emrops.certificate;

/** The kinds of keys that certificates are ordered for; all are strong enough for servers (NIST SP 800-57 Part 1, table 2). */
public enum KeyKind {
    /** The curve P-256: what servers and clients of today do fastest. */
    EC_P256("EC P-256"),
    /** The curve P-384. */
    EC_P384("EC P-384"),
    /** For old clients. */
    RSA_2048("RSA 2048"),
    /** For old clients, beyond 2030. */
    RSA_3072("RSA 3072"),
    /** For old clients and authorities that ask for it; handshakes take a server several times longer. */
    RSA_4096("RSA 4096");

    private final String words;

    KeyKind(String words) {
        this.words = words;
    }

    /** {@code EC P-256}. */
    @Override
    public String toString() {
        return words;
    }
}
