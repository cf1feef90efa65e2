package io.emrops.certificate;

import java.security.PublicKey;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Objects;
import java.util.Optional;

/**
 * What kind of key a certificate is for.
 *
 * @param algorithm as the JDK names it, such as {@code RSA}, {@code EC} or {@code EdDSA}
 * @param bits its size; 0 where the JDK does not tell
 */
public record KeyFacts(String algorithm, int bits) {
    public KeyFacts {
        Objects.requireNonNull(algorithm, "algorithm");
        if (bits < 0) {
            throw new IllegalArgumentException("A key has no negative size: " + bits);
        }
    }

    /** What a key is. */
    public static KeyFacts of(PublicKey key) {
        var bits = 0;
        if (key instanceof RSAKey rsa) {
            bits = rsa.getModulus().bitLength();
        } else if (key instanceof ECKey ec) {
            bits = ec.getParams().getCurve().getField().getFieldSize();
        } else if (key instanceof DSAKey dsa && dsa.getParams() != null) {
            bits = dsa.getParams().getP().bitLength();
        }
        return new KeyFacts(key.getAlgorithm(), bits);
    }

    /**
     * Why it is not strong enough for a server; empty if it is. As the CA/Browser Forum's "Baseline Requirements for TLS Server Certificates", 6.1.5: RSA of
     * 2048 bits and more, EC of 256 and more, no DSA.
     */
    public Optional<String> weakness() {
        return switch (algorithm) {
            case "RSA", "RSASSA-PSS" -> bits < 2048 ? Optional.of("an RSA key of " + bits + " bits") : Optional.empty();
            case "EC" -> bits < 256 ? Optional.of("an EC key of " + bits + " bits") : Optional.empty();
            case "DSA" -> Optional.of("a DSA key");
            default -> Optional.empty();
        };
    }

    /** {@code RSA 2048}. */
    @Override
    public String toString() {
        return bits == 0 ? algorithm : algorithm + " " + bits;
    }
}
