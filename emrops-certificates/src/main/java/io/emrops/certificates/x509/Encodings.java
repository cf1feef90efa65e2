package io.emrops.certificates.x509;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** From bytes to what the JDK knows, and back. */
public final class Encodings {
    /** By the object identifier of the key: RFC 8017, RFC 5480, RFC 3279, RFC 8410. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            "1.2.840.113549.1.1.1", "RSA",
            "1.2.840.113549.1.1.10", "RSASSA-PSS",
            "1.2.840.10045.2.1", "EC",
            "1.2.840.10040.4.1", "DSA",
            "1.3.101.112", "Ed25519",
            "1.3.101.113", "Ed448");

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Encodings() {}

    /** A certificate in DER. */
    public static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /** A list of revoked certificates in DER. */
    public static X509CRL revocations(byte[] der) throws CertificateException, CRLException {
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    }

    /** A key, made by the JDK's own providers. */
    static PrivateKey key(PrivateKeyInfo info) throws UnreadableException {
        try {
            return factory(info.getPrivateKeyAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw new UnreadableException("its key is damaged, or of a kind that this JDK does not know", e);
        }
    }

    /** The same. */
    static PublicKey key(SubjectPublicKeyInfo info) throws UnreadableException {
        try {
            return factory(info.getAlgorithm()).generatePublic(new X509EncodedKeySpec(info.getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw new UnreadableException("its key is damaged, or of a kind that this JDK does not know", e);
        }
    }

    private static KeyFactory factory(AlgorithmIdentifier kind) throws UnreadableException, NoSuchAlgorithmException {
        var algorithm = ALGORITHMS.get(kind.getAlgorithm().getId());
        if (algorithm == null) {
            throw new UnreadableException(
                    "its key is of an unknown kind, " + kind.getAlgorithm().getId());
        }
        return KeyFactory.getInstance(algorithm);
    }

    /** A block of PEM, with its line ends. */
    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + new String(LINES.encode(der), StandardCharsets.US_ASCII)
                + "\n-----END " + label + "-----\n";
    }

    /** Certificates one after the other. */
    public static String pem(Iterable<X509Certificate> chain) {
        var text = new StringBuilder();
        try {
            for (var each : chain) {
                text.append(pem("CERTIFICATE", each.getEncoded()));
            }
        } catch (CertificateException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
        return text.toString();
    }
}
