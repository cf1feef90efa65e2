package io.emrops.certificates.issuer;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateFacts;
import io.emrops.certificate.CertificateIssuer;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.x509.Issuance;
import io.emrops.certificates.x509.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An authority of the hospital whose key is in a key store, PKCS#12 or JKS. The file is opened for each certificate, and its key is forgotten after.
 *
 * <pre>{@code
 * InternalAuthority.in(Path.of("/etc/pki/hospital-ca.p12"), password, "issuing").lifetime(ofDays(365));
 * }</pre>
 *
 * <p>Certificates are valid for 90 days unless the order says otherwise, and never longer than the authority's own. The chain that is given holds the authority's, and those above it
 * in the key store but for the root.
 */
public final class InternalAuthority implements CertificateIssuer {
    private final Path file;
    private final Secret password;
    private final String alias;
    private final Duration usual;
    private final InstantSource clock;

    private InternalAuthority(Path file, Secret password, String alias, Duration usual, InstantSource clock) {
        this.file = Objects.requireNonNull(file, "file");
        this.password = Objects.requireNonNull(password, "password");
        this.alias = Objects.requireNonNull(alias, "alias");
        this.usual = usual;
        this.clock = Objects.requireNonNull(clock, "clock");
        if (usual.isNegative() || usual.isZero()) {
            throw new IllegalArgumentException("A lifetime is positive: " + usual);
        }
    }

    /** The authority of an entry of a key store; file and key have the same password. */
    public static InternalAuthority in(Path keyStore, Secret password, String alias) {
        return new InternalAuthority(keyStore, password, alias, SelfSigned.USUAL, InstantSource.system());
    }

    /** The same, with another lifetime for orders that do not say one. */
    public InternalAuthority lifetime(Duration time) {
        return new InternalAuthority(file, password, alias, time, clock);
    }

    /** The same, by another clock. */
    public InternalAuthority clock(InstantSource other) {
        return new InternalAuthority(file, password, alias, usual, other);
    }

    @Override
    public String describe() {
        return "the hospital's own authority " + alias;
    }

    @Override
    public KeyedCertificate issue(CertificateOrder order, Progress progress) {
        var issued = new AtomicReference<KeyedCertificate>();
        var failure = new AtomicReference<Exception>();
        password.use(word -> {
            try {
                issued.set(issue(order, word));
            } catch (IOException | GeneralSecurityException e) {
                failure.set(e);
            }
        });
        if (failure.get() != null) {
            throw new TargetUnavailableException(
                    "The key store of the authority, " + file
                            + ", could not be opened: it is not there, is none, or has another password; nothing was issued",
                    failure.get(),
                    new Target(
                            "certificate-authority",
                            alias,
                            file.toAbsolutePath().toString()));
        }
        return issued.get();
    }

    private KeyedCertificate issue(CertificateOrder order, char[] word) throws IOException, GeneralSecurityException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        var store = KeyStore.getInstance(file.toFile(), word);
        var chain = store.getCertificateChain(alias);
        if (chain == null || !(store.getKey(alias, word) instanceof PrivateKey key)) {
            throw new PreconditionFailedException("There is no authority of the name " + alias + " in " + file);
        }
        var above = Arrays.stream(chain).map(X509Certificate.class::cast).toList();
        var authority = above.get(0);
        requireAuthority(authority, key);
        var now = clock.instant();
        var end = authority.getNotAfter().toInstant();
        var wanted = now.plus(order.lifetime().orElse(usual));
        var begin = now.minus(SelfSigned.BEFORE);
        var validity = new Issuance.Validity(
                begin.isBefore(authority.getNotBefore().toInstant())
                        ? authority.getNotBefore().toInstant()
                        : begin,
                wanted.isAfter(end) ? end : wanted);
        var keys = Keys.generate(order.key());
        var given = new ArrayList<X509Certificate>();
        given.add(Issuance.server(order, keys.getPublic(), validity, authority, key));
        above.stream().filter(each -> !CertificateFacts.of(each).selfIssued()).forEach(given::add);
        return new KeyedCertificate(keys.getPrivate(), given);
    }

    private void requireAuthority(X509Certificate authority, PrivateKey key) {
        var now = clock.instant();
        var usage = authority.getKeyUsage();
        String fault = null;
        if (authority.getBasicConstraints() < 0 || usage != null && !usage[5]) {
            fault = "its certificate is no authority's";
        } else if (CertificateFacts.of(authority).untimely(now).isPresent()) {
            fault = CertificateFacts.of(authority).untimely(now).get();
        } else if (!Keys.belongTogether(key, authority.getPublicKey())) {
            fault = "its key is that of another certificate";
        }
        if (fault != null) {
            throw new PreconditionFailedException(
                    "The authority " + alias + " cannot issue: " + fault + "; nothing was issued");
        }
    }

    /** Where the authority is. */
    @Override
    public String toString() {
        return alias + " in " + file;
    }
}
