package io.emrops.testkit.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that a test server shows for {@code localhost} and {@code 127.0.0.1}, signed by itself, with its key. A client
 * trusts it by {@link #writeTrustStore} or {@link #pem}.
 */
public final class TestCertificate {
    /** Of the key stores that are written; a trust store holds nothing secret. */
    public static final String TRUST_STORE_PASSWORD = "emrops-test";

    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final Duration VALIDITY = Duration.ofDays(30);

    private final KeyPair keys;
    private final X509Certificate certificate;

    private TestCertificate(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A new one, valid from an hour ago for 30 days. */
    public static TestCertificate forLocalhost() {
        var now = Instant.now();
        return create(List.of("localhost"), now.minus(Duration.ofHours(1)), now.plus(VALIDITY));
    }

    /**
     * One for other names or times: a client is to refuse it.
     *
     * @param names of hosts; the first is also the subject's
     */
    public static TestCertificate create(List<String> names, Instant notBefore, Instant notAfter) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var keys = generator.generateKeyPair();
            var content = toBeSigned(keys, names, notBefore, notAfter);
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            var encoded = Der.sequence(content, algorithm(), Der.bitString(signature.sign()));
            var certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            return new TestCertificate(keys, certificate);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK makes no certificate", e);
        }
    }

    /** "RFC 5280, 4.1 Basic Certificate Fields". */
    private static byte[] toBeSigned(KeyPair keys, List<String> names, Instant notBefore, Instant notAfter)
            throws IOException {
        var name = Der.sequence(Der.set(Der.sequence(Der.objectIdentifier(COMMON_NAME), Der.utf8(names.get(0)))));
        return Der.sequence(
                Der.tagged(0xA0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(64, new SecureRandom()).add(BigInteger.ONE)),
                algorithm(),
                name,
                Der.sequence(Der.time(notBefore), Der.time(notAfter)),
                name,
                keys.getPublic().getEncoded(),
                Der.tagged(
                        0xA3,
                        Der.sequence(
                                extension(BASIC_CONSTRAINTS, Der.sequence(Der.bool(true))),
                                extension(SUBJECT_ALTERNATIVE_NAME, alternativeNames(names)))));
    }

    private static byte[] alternativeNames(List<String> names) throws IOException {
        var entries = new ArrayList<byte[]>();
        for (var name : names) {
            entries.add(Der.tagged(0x82, name.getBytes(StandardCharsets.US_ASCII)));
        }
        if (names.contains("localhost")) {
            entries.add(Der.tagged(0x87, new byte[] {127, 0, 0, 1}));
        }
        return Der.sequence(entries.toArray(byte[][]::new));
    }

    private static byte[] extension(String id, byte[] content) {
        return Der.sequence(Der.objectIdentifier(id), Der.octetString(content));
    }

    private static byte[] algorithm() {
        return Der.sequence(Der.objectIdentifier(ECDSA_WITH_SHA256));
    }

    /** The certificate without its key. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The certificate as OpenSSL's tools and other languages read it. */
    public String pem() {
        try {
            var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
            return "-----BEGIN CERTIFICATE-----\n" + encoder.encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A context for a server that shows this certificate. */
    public SSLContext serverContext() {
        try {
            var store = emptyStore();
            store.setKeyEntry("server", keys.getPrivate(), new char[0], new X509Certificate[] {certificate});
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a PKCS#12 trust store that trusts this certificate alone; its password is {@link #TRUST_STORE_PASSWORD}. */
    public void writeTrustStore(OutputStream to) throws IOException {
        try {
            var store = emptyStore();
            store.setCertificateEntry("server", certificate);
            store.store(to, TRUST_STORE_PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Subject and validity; no key. */
    @Override
    public String toString() {
        return certificate.getSubjectX500Principal() + " until "
                + certificate.getNotAfter().toInstant();
    }
}
