package io.emrops.certificates.x509;

import io.emrops.EmropsException;
import io.emrops.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * What a text in the PEM format holds (RFC 7468): text around the blocks, any line ends, and blocks that are none of these are passed over. A
 * single certificate in DER, as Windows exports it, is read too.
 *
 * @param certificates in their order
 * @param keys those that could be read
 * @param locked whether a key is there that the password does not open, or for which none is known
 */
public record PemContent(
        List<X509Certificate> certificates,
        List<PrivateKey> keys,
        List<PublicKey> publicKeys,
        List<X509CRL> revocations,
        boolean locked) {
    /** What a text cannot begin with, and a certificate without PEM around it does. */
    private static final byte DER_SEQUENCE = 0x30;

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    public PemContent {
        certificates = List.copyOf(certificates);
        keys = List.copyOf(keys);
        publicKeys = List.copyOf(publicKeys);
        revocations = List.copyOf(revocations);
    }

    /** Holds keys, so it does not print them. */
    @Override
    public String toString() {
        return certificates.size() + " certificates, " + keys.size() + " keys";
    }

    /**
     * Reads a text.
     *
     * @param password of its keys; empty if none is known
     * @throws UnreadableException if a block is damaged; the message holds nothing of it
     */
    public static PemContent read(byte[] text, Optional<Secret> password) throws UnreadableException {
        if (text.length > 0 && text[0] == DER_SEQUENCE) {
            return new PemContent(List.of(single(text)), List.of(), List.of(), List.of(), false);
        }
        requireEightBits(text);
        var certificates = new ArrayList<X509Certificate>();
        var keys = new ArrayList<PrivateKey>();
        var publicKeys = new ArrayList<PublicKey>();
        var revocations = new ArrayList<X509CRL>();
        var locked = false;
        var block = 0;
        // Latin-1, so that whatever text stands around the blocks has a meaning.
        try (var parser = new PEMParser(new StringReader(plain(text)))) {
            for (var next = parser.readObject(); next != null; next = parser.readObject()) {
                block++;
                if (next instanceof X509CertificateHolder certificate) {
                    certificates.add(Encodings.certificate(certificate.getEncoded()));
                } else if (next instanceof SubjectPublicKeyInfo key) {
                    publicKeys.add(Encodings.key(key));
                } else if (next instanceof X509CRLHolder revoked) {
                    revocations.add(Encodings.revocations(revoked.getEncoded()));
                } else {
                    var key = key(next, password);
                    key.ifPresent(keys::add);
                    locked |= key.isEmpty() && isLocked(next);
                }
            }
        } catch (EmropsException e) {
            // Whoever keeps the password does not give it: nothing is wrong with the file.
            throw e;
        } catch (IOException | RuntimeException | CertificateException | CRLException e) {
            throw new UnreadableException("its PEM block " + (block + 1) + " is damaged", e);
        }
        return new PemContent(certificates, keys, publicKeys, revocations, locked);
    }

    /** What Windows calls Unicode. */
    private static void requireEightBits(byte[] text) throws UnreadableException {
        if (text.length > 1
                && (text[0] == (byte) 0xFE && text[1] == (byte) 0xFF
                        || text[0] == (byte) 0xFF && text[1] == (byte) 0xFE)) {
            throw new UnreadableException("it is written in UTF-16, and PEM is ASCII");
        }
    }

    /** Without the mark that Windows puts before UTF-8: it would hide the first block. */
    private static String plain(byte[] text) {
        var marked = text.length >= MARK.length && Arrays.equals(Arrays.copyOf(text, MARK.length), MARK);
        var from = marked ? MARK.length : 0;
        return new String(text, from, text.length - from, StandardCharsets.ISO_8859_1);
    }

    private static X509Certificate single(byte[] der) throws UnreadableException {
        try {
            return Encodings.certificate(der);
        } catch (CertificateException e) {
            throw new UnreadableException("it is no certificate, or damaged", e);
        }
    }

    private static boolean isLocked(Object block) {
        return block instanceof PKCS8EncryptedPrivateKeyInfo || block instanceof PEMEncryptedKeyPair;
    }

    private static Optional<PrivateKey> key(Object block, Optional<Secret> password)
            throws IOException, UnreadableException {
        if (block instanceof PrivateKeyInfo plain) {
            return Optional.of(Encodings.key(plain));
        }
        if (block instanceof PEMKeyPair pair) {
            return Optional.of(Encodings.key(pair.getPrivateKeyInfo()));
        }
        if (password.isEmpty() || !isLocked(block)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Encodings.key(
                    block instanceof PKCS8EncryptedPrivateKeyInfo encrypted
                            ? KeyLocks.open(encrypted, password.get())
                            : KeyLocks.open((PEMEncryptedKeyPair) block, password.get())));
        } catch (PKCSException | PEMException | UnreadableException e) {
            // The wrong password: what comes out is no key.
            return Optional.empty();
        }
    }
}
