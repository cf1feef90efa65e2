package io.emrops.windows.certificate;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is in a PKCS#12 file, checked: its password, that it has one key, that the key is the certificate's, that the chain is one. The
 * key itself is not kept.
 *
 * @param leaf the certificate of the key
 * @param intermediates those between it and the root, the nearest first; no root
 */
record Pfx(WindowsCertificate leaf, List<WindowsCertificate> intermediates) {
    private static final int LARGEST = 1 << 20;
    private static final int SEQUENCE = 0x30;

    Pfx {
        intermediates = List.copyOf(intermediates);
    }

    /** @throws PreconditionFailedException if it is not as it should be; the message says what */
    static Pfx open(byte[] bytes, Secret password) {
        // The JDK takes a JKS for a PKCS#12 without a word.
        if (bytes.length == 0 || bytes.length > LARGEST || bytes[0] != SEQUENCE) {
            throw refused("This is no PKCS#12 file of at most 1 MiB", null);
        }
        var opened = new AtomicReference<Pfx>();
        password.use(chars -> opened.set(open(bytes, chars)));
        return opened.get();
    }

    private static Pfx open(byte[] bytes, char[] password) {
        for (var c : password) {
            if (c < ' ' || c > '~') {
                throw refused("Java opens PKCS#12 files by passwords of ASCII characters alone", null);
            }
        }
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password);
            var alias = onlyKey(store);
            if (!(store.getKey(alias, password) instanceof PrivateKey key)) {
                throw refused("The key in the PKCS#12 file is not a private one", null);
            }
            var chain = chain(store.getCertificateChain(alias));
            requireMatch(key, chain.get(0));
            return new Pfx(WindowsCertificate.of(chain.get(0), true), intermediates(chain));
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? refused("The password of the PKCS#12 file is wrong", e)
                    : refused("The PKCS#12 file cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw refused("The PKCS#12 file cannot be read", e);
        }
    }

    private static String onlyKey(KeyStore store) throws GeneralSecurityException {
        var keys = new ArrayList<String>();
        for (var alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw refused("The PKCS#12 file has to have one key, and has " + keys.size(), null);
        }
        return keys.get(0);
    }

    private static List<X509Certificate> chain(Certificate @Nullable [] there) throws GeneralSecurityException {
        if (there == null || there.length == 0) {
            throw refused("The PKCS#12 file has a key without a certificate", null);
        }
        var chain = new ArrayList<X509Certificate>();
        for (var certificate : there) {
            chain.add((X509Certificate) certificate);
        }
        for (var i = 1; i < chain.size(); i++) {
            requireSigned(chain.get(i - 1), chain.get(i));
        }
        return chain;
    }

    private static void requireSigned(X509Certificate certificate, X509Certificate by) throws GeneralSecurityException {
        try {
            certificate.verify(by.getPublicKey());
        } catch (SignatureException | InvalidKeyException e) {
            throw refused("A certificate of the chain in the PKCS#12 file was not signed by the next one", e);
        }
    }

    private static void requireMatch(Key key, X509Certificate certificate) throws GeneralSecurityException {
        var algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> throw refused("The key in the PKCS#12 file is neither RSA nor EC", null);
        };
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())
                || !verifies(algorithm, (PrivateKey) key, certificate)) {
            throw refused("The key in the PKCS#12 file is not the one of its certificate", null);
        }
    }

    private static boolean verifies(String algorithm, PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        var text = "emrops".getBytes(StandardCharsets.US_ASCII);
        var signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(text);
        var signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            // Of another length than this key's signatures have.
            return false;
        }
    }

    private static List<WindowsCertificate> intermediates(List<X509Certificate> chain) {
        return chain.stream()
                .skip(1)
                .filter(c -> !c.getSubjectX500Principal().equals(c.getIssuerX500Principal()))
                .map(c -> WindowsCertificate.of(c, false))
                .toList();
    }

    List<String> encodedChain() {
        return intermediates.stream().map(WindowsCertificate::encoded).toList();
    }

    List<String> chainThumbprints() {
        return intermediates.stream().map(WindowsCertificate::thumbprint).toList();
    }

    private static PreconditionFailedException refused(String what, @Nullable Throwable cause) {
        return new PreconditionFailedException(what + "; nothing was sent", cause);
    }
}
