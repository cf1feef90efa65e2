package io.emrops.certificates.x509;

import io.emrops.Secret;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Keys that are locked with a password: PKCS#8 (RFC 5958), and OpenSSL's old form. */
public final class KeyLocks {
    /** Of our own, and not known to the JVM's list of providers. */
    private static final Provider PROVIDER = new BouncyCastleProvider();

    /** OWASP "Password Storage Cheat Sheet", PBKDF2. */
    private static final int ITERATIONS = 210_000;

    private KeyLocks() {}

    /** What is done with a password. */
    @FunctionalInterface
    private interface Use<T> {
        T with(char[] password) throws PKCSException, IOException, OperatorCreationException;
    }

    static PrivateKeyInfo open(PKCS8EncryptedPrivateKeyInfo locked, Secret password) throws PKCSException, IOException {
        return lent(
                password,
                word -> locked.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                        .setProvider(PROVIDER)
                        .build(word)));
    }

    static PrivateKeyInfo open(PEMEncryptedKeyPair locked, Secret password) throws PKCSException, IOException {
        return lent(
                password,
                word -> locked.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                .setProvider(PROVIDER)
                                .build(word))
                        .getPrivateKeyInfo());
    }

    /** A block of PEM that holds the key, encrypted with AES-256 under a password (PBES2, RFC 8018). */
    public static String locked(PrivateKey key, Secret password) {
        try {
            return lent(password, word -> {
                var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                        .setProvider(PROVIDER)
                        .setRandom(new SecureRandom())
                        .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256))
                        .setIterationCount(ITERATIONS)
                        .setPassword(word)
                        .build();
                var block = new JcaPKCS8Generator(key, encryptor).generate();
                return Encodings.pem(block.getType(), block.getContent());
            });
        } catch (PKCSException | IOException e) {
            throw new IllegalStateException("A key of the kind " + key.getAlgorithm() + " cannot be locked", e);
        }
    }

    private static <T> T lent(Secret password, Use<T> use) throws PKCSException, IOException {
        var result = new AtomicReference<T>();
        var failure = new AtomicReference<Exception>();
        password.use(word -> {
            try {
                result.set(use.with(word));
            } catch (PKCSException | IOException | OperatorCreationException e) {
                failure.set(e);
            }
        });
        var failed = failure.get();
        if (failed instanceof PKCSException e) {
            throw e;
        }
        if (failed instanceof IOException e) {
            throw e;
        }
        if (failed != null) {
            throw new PEMException("The key could not be locked or opened", failed);
        }
        return result.get();
    }
}
