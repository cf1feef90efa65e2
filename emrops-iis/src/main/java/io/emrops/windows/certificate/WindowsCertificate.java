package io.emrops.windows.certificate;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A certificate in a store of Windows. All but {@code hasPrivateKey} is read from the certificate itself, so no language and no format
 * of the host matters. Texts have one line: what does not print in them is written in hexadecimal, as in {@code \0A}.
 *
 * @param thumbprint the SHA-1 hash of the certificate, by which Windows knows it: 40 digits of hexadecimal, upper case
 * @param subject whose it is, by RFC 2253
 * @param dnsNames the DNS names among its alternative names
 * @param issuer who signed it, by RFC 2253
 * @param serial hexadecimal, in lower case, without leading zeros
 * @param notBefore from when on it is valid
 * @param notAfter until when it is valid, inclusive
 * @param hasPrivateKey whether the host says that it has the key; only then can a server use it
 * @param keyAlgorithm such as {@code RSA} or {@code EC}
 * @param keyBits its strength: of the modulus, of the order of the curve; 0 if not known
 * @param encoded the certificate itself, DER in Base64
 */
public record WindowsCertificate(
        String thumbprint,
        String subject,
        List<String> dnsNames,
        String issuer,
        String serial,
        Instant notBefore,
        Instant notAfter,
        boolean hasPrivateKey,
        String keyAlgorithm,
        int keyBits,
        String encoded) {
    private static final Pattern THUMBPRINT = Pattern.compile("[0-9A-Fa-f]{40}");
    private static final int HEX = 16;

    public WindowsCertificate {
        thumbprint = requireThumbprint(thumbprint);
        Objects.requireNonNull(subject, "subject");
        dnsNames = List.copyOf(dnsNames);
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(serial, "serial");
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(notAfter, "notAfter");
        Objects.requireNonNull(keyAlgorithm, "keyAlgorithm");
        Objects.requireNonNull(encoded, "encoded");
    }

    /** What a certificate says. */
    public static WindowsCertificate of(X509Certificate certificate, boolean hasPrivateKey) {
        var der = der(certificate);
        return new WindowsCertificate(
                thumbprint(der),
                X509Text.name(certificate.getSubjectX500Principal()),
                X509Text.dnsNames(certificate),
                X509Text.name(certificate.getIssuerX500Principal()),
                certificate.getSerialNumber().toString(HEX),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                hasPrivateKey,
                certificate.getPublicKey().getAlgorithm(),
                bits(certificate.getPublicKey()),
                Base64.getEncoder().encodeToString(der));
    }

    /** @throws CertificateException if this JDK cannot read it */
    static X509Certificate read(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    static String thumbprint(byte[] der) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
    }

    /** Copied from a dialogue of Windows, it has blanks in it and an invisible mark before it: that is told, not mended. */
    static String requireThumbprint(String text) {
        if (!THUMBPRINT.matcher(Objects.requireNonNull(text, "thumbprint")).matches()) {
            throw new IllegalArgumentException("A thumbprint has 40 digits of hexadecimal and nothing else; this has "
                    + text.length() + " characters");
        }
        return text.toUpperCase(Locale.ROOT);
    }

    private static int bits(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            return rsa.getModulus().bitLength();
        }
        return key instanceof ECKey ec ? ec.getParams().getOrder().bitLength() : 0;
    }

    /**
     * The certificate, read anew.
     *
     * @throws IllegalStateException if {@code encoded} is none
     */
    public X509Certificate certificate() {
        try {
            return read(Base64.getDecoder().decode(encoded));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new IllegalStateException("This is no certificate: " + thumbprint, e);
        }
    }

    /** How many whole days it is still valid; negative once it has expired. */
    public long daysLeft(Instant now) {
        return Math.floorDiv(
                Duration.between(now, notAfter).toSeconds(), Duration.ofDays(1).toSeconds());
    }

    /** Thumbprint, subject and end. */
    @Override
    public String toString() {
        return thumbprint + " " + subject + " until " + notAfter;
    }
}
