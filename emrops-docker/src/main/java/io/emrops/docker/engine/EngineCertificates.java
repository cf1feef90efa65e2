package io.emrops.docker.engine;

import com.github.dockerjava.transport.SSLConfig;
import io.emrops.PreconditionFailedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem}. The client's own reading of such a directory would register a
 * provider of cryptography for the whole process.
 */
public record EngineCertificates(Path directory) implements SSLConfig {
    private static final String AUTHORITY = "ca.pem";
    private static final String OURS = "cert.pem";
    private static final String KEY = "key.pem";
    private static final char[] IN_MEMORY = "in memory alone".toCharArray();

    /**
     * Reads them, before anything is sent.
     *
     * @throws PreconditionFailedException if one is missing, cannot be read, has expired, or the key is another certificate's
     */
    @Override
    public SSLContext getSSLContext() {
        var authorities = certificates(AUTHORITY);
        if (authorities.stream().noneMatch(EngineCertificates::isValid)) {
            requireValid(AUTHORITY, authorities.get(0));
        }
        var chain = certificates(OURS);
        requireValid(OURS, chain.get(0));
        var key = PemKey.parse(text(KEY))
                .orElseThrow(() -> new PreconditionFailedException(directory.resolve(KEY)
                        + " holds no private key that can be read: wanted is one of RSA or PKCS#8 without a password"));
        if (!PemKey.belongTogether(key, chain.get(0).getPublicKey())) {
            throw new PreconditionFailedException(
                    directory.resolve(KEY) + " is not the key of the certificate in " + OURS);
        }
        try {
            return context(authorities, chain, key);
        } catch (GeneralSecurityException | IOException e) {
            throw new PreconditionFailedException("TLS to the Docker engine cannot use what is in " + directory, e);
        }
    }

    private static SSLContext context(List<X509Certificate> authorities, List<X509Certificate> chain, PrivateKey key)
            throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (var authority : authorities) {
            trusted.setCertificateEntry("authority-" + trusted.size(), authority);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);

        var own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("own", key, IN_MEMORY, chain.toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, IN_MEMORY);

        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private List<X509Certificate> certificates(String name) {
        var text = text(name);
        try {
            var found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException e) {
            // Told below, without the parser's text.
        }
        throw new PreconditionFailedException(directory.resolve(name) + " holds no certificate");
    }

    private String text(String name) {
        var file = directory.resolve(name);
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new PreconditionFailedException("TLS to the Docker engine needs " + file + ", which is not there");
        } catch (IOException e) {
            throw new PreconditionFailedException("TLS to the Docker engine needs " + file + ", which cannot be read");
        }
    }

    private static boolean isValid(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private void requireValid(String name, X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw new PreconditionFailedException(directory.resolve(name) + " has expired, on "
                    + certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            throw new PreconditionFailedException(directory.resolve(name) + " is not valid before "
                    + certificate.getNotBefore().toInstant());
        }
    }
}
