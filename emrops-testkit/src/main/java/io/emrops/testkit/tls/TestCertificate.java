package io.emrops.testkit.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
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
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate that a test server shows for {@code localhost} and {@code 127.0.0.1}, signed by itself, with its key. A client
 * trusts it by {@link #writeTrustStore} or {@link #pem}. It may also {@link #issue} others, as an authority does.
 */
public final class TestCertificate {
    /** Of the key stores that are written; a trust store holds nothing secret. */
    public static final String TRUST_STORE_PASSWORD = "emrops-test";

    /** Hardly protects, and takes no time for it: what is kept so is a test's. */
    private static final String QUICK = "JKS";

    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*");
    private static final Duration VALIDITY = Duration.ofDays(30);

    private final KeyPair keys;
    private final X509Certificate certificate;
    private final List<X509Certificate> issuers;

    /** @param issuers sent after the certificate */
    private TestCertificate(KeyPair keys, X509Certificate certificate, List<X509Certificate> issuers) {
        this.keys = keys;
        this.certificate = certificate;
        this.issuers = List.copyOf(issuers);
    }

    /** A new one, valid from an hour ago for 30 days. */
    public static TestCertificate forLocalhost() {
        var now = Instant.now();
        return create(List.of("localhost"), now.minus(Duration.ofHours(1)), now.plus(VALIDITY));
    }

    /**
     * One for other names or times: a client is to refuse it.
     *
     * @param names of hosts, or addresses; the first is also the subject's
     */
    public static TestCertificate create(List<String> names, Instant notBefore, Instant notAfter) {
        return create(new X500Principal("CN=" + names.get(0)), names, notBefore, notAfter);
    }

    /** The same for another subject, such as one with characters that a client should not take for its own. */
    public static TestCertificate create(
            X500Principal subject, List<String> names, Instant notBefore, Instant notAfter) {
        try {
            var keys = newKeys();
            return new TestCertificate(keys, sign(keys, subject, keys, subject, names, notBefore, notAfter), List.of());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK makes no certificate", e);
        }
    }

    /**
     * One that is signed by this one. A server sends it with all that lead to it, as it should; without this one if that is signed by itself.
     *
     * @param names as for {@link #create}; the first is another than this one's
     */
    public TestCertificate issue(List<String> names, Instant notBefore, Instant notAfter) {
        try {
            var theirs = newKeys();
            var name = certificate.getSubjectX500Principal();
            var above = new ArrayList<X509Certificate>();
            if (!name.equals(certificate.getIssuerX500Principal())) {
                above.add(certificate);
                above.addAll(issuers);
            }
            var subject = new X500Principal("CN=" + names.get(0));
            return new TestCertificate(theirs, sign(keys, name, theirs, subject, names, notBefore, notAfter), above);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK makes no certificate", e);
        }
    }

    /** The same; a server sends these after it and no others, as one may that is not set up well. */
    public TestCertificate showing(X509Certificate... after) {
        return new TestCertificate(keys, certificate, List.of(after));
    }

    /**
     * Another certificate of the same name and key, signed by another authority, as authorities have them that are cross-signed.
     *
     * @param other whose name is another than this one's
     */
    public X509Certificate signedBy(TestCertificate other, Instant notBefore, Instant notAfter) {
        try {
            var name = other.certificate.getSubjectX500Principal();
            var subject = certificate.getSubjectX500Principal();
            var own = subject.getName().substring("CN=".length());
            return sign(other.keys, name, keys, subject, List.of(own), notBefore, notAfter);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK makes no certificate", e);
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate sign(
            KeyPair signer,
            X500Principal issuer,
            KeyPair keys,
            X500Principal subject,
            List<String> names,
            Instant notBefore,
            Instant notAfter)
            throws GeneralSecurityException, IOException {
        var content = toBeSigned(issuer, keys, subject, names, notBefore, notAfter);
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(signer.getPrivate());
        signature.update(content);
        var encoded = Der.sequence(content, algorithm(), Der.bitString(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    /** "RFC 5280, 4.1 Basic Certificate Fields". */
    private static byte[] toBeSigned(
            X500Principal issuer,
            KeyPair keys,
            X500Principal subject,
            List<String> names,
            Instant notBefore,
            Instant notAfter)
            throws IOException {
        return Der.sequence(
                Der.tagged(0xA0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(64, new SecureRandom()).add(BigInteger.ONE)),
                algorithm(),
                issuer.getEncoded(),
                Der.sequence(Der.time(notBefore), Der.time(notAfter)),
                subject.getEncoded(),
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
            entries.add(
                    ADDRESS.matcher(name).matches()
                            ? Der.tagged(0x87, InetAddress.getByName(name).getAddress())
                            : Der.tagged(0x82, name.getBytes(StandardCharsets.US_ASCII)));
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
            var store = emptyStore(QUICK);
            store.setKeyEntry("server", keys.getPrivate(), new char[0], chain());
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A context for a client that trusts this certificate alone, and shows none. */
    public SSLContext clientContext() {
        try {
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trustStore());
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Writes a trust store that trusts this certificate alone; its password is {@link #TRUST_STORE_PASSWORD}. Its format is JKS, which a JDK reads whether it is called that or
     * PKCS12: SQL Server's driver opens the file for each connection, and each time a PKCS#12 file would have it hash twenty thousand times.
     */
    public void writeTrustStore(OutputStream to) throws IOException {
        try {
            var store = trustStore();
            store.store(to, TRUST_STORE_PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A PKCS#12 file of the certificate, its key and all that lead to it, as administrators of Windows know it by the ending {@code pfx};
     * with the algorithms that this JDK uses.
     */
    public byte[] pfx(char[] password) {
        try {
            var store = emptyStore("PKCS12");
            store.setKeyEntry("server", keys.getPrivate(), password, chain());
            var bytes = new ByteArrayOutputStream();
            store.store(bytes, password);
            return bytes.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate[] chain() {
        var chain = new ArrayList<>(List.of(certificate));
        chain.addAll(issuers);
        return chain.toArray(X509Certificate[]::new);
    }

    private KeyStore trustStore() throws GeneralSecurityException, IOException {
        var store = emptyStore(QUICK);
        store.setCertificateEntry("server", certificate);
        return store;
    }

    private static KeyStore emptyStore(String format) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(format);
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
