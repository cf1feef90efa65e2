package io.emrops.certificates.acme;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateIssuer;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.x509.Keys;
import java.net.URI;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.RevocationReason;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * An authority that is asked over ACME (RFC 8555), such as Let's Encrypt or one of the hospital's own.
 *
 * <pre>{@code
 * AcmeIssuer.at(URI.create("https://acme.hospital.example/directory"), AccountKey.in(Path.of("/var/lib/emrops/acme.pem")), Dns01.through(zone))
 *         .trusting(hospitalRoot)
 *         .agreeingToTerms();
 * }</pre>
 *
 * <p>The account is made if there is none for its key. An order takes five minutes at most, unless set. How long a certificate is valid, the authority says; the lifetime of an order
 * is not told to it, as most refuse one. Whether it is long enough, whoever ordered looks at. Names that were proven lately are sometimes not asked for again.
 *
 * <p>The certificate's key is made here and stays in memory: if this process dies in the middle, the order is lost, and is begun anew.
 */
public final class AcmeIssuer implements CertificateIssuer {
    private static final String NOTHING_REVOKED = "nothing was revoked";

    private final URI directory;
    private final AccountKey account;
    private final Proving proving;
    private final List<X509Certificate> authorities;
    private final boolean agreed;
    private final @Nullable URI contact;
    private final Duration within;
    private final LongSupplier nanos;

    private AcmeIssuer(
            URI directory,
            AccountKey account,
            Proving proving,
            List<X509Certificate> authorities,
            boolean agreed,
            @Nullable URI contact,
            Duration within,
            LongSupplier nanos) {
        this.directory = directory;
        this.account = account;
        this.proving = proving;
        this.authorities = authorities;
        this.agreed = agreed;
        this.contact = contact;
        this.within = within;
        this.nanos = nanos;
    }

    /**
     * The authority of a directory.
     *
     * @param directory where it says what it can; {@code https}
     * @param proving how it is proven that a name is ours
     */
    public static AcmeIssuer at(URI directory, AccountKey account, Proving proving) {
        if (!"https".equals(directory.getScheme())) {
            throw new IllegalArgumentException("An ACME server is asked over https: " + directory);
        }
        return new AcmeIssuer(
                directory,
                Objects.requireNonNull(account, "account"),
                Objects.requireNonNull(proving, "proving"),
                List.of(),
                false,
                null,
                Duration.ofMinutes(5),
                System::nanoTime);
    }

    /** The same, whose server shows a certificate of these authorities, and of no other. */
    public AcmeIssuer trusting(X509Certificate... those) {
        return new AcmeIssuer(directory, account, proving, List.of(those), agreed, contact, within, nanos);
    }

    /** The same, agreeing to the authority's terms of service. Without that, one that has terms is not asked for anything. */
    public AcmeIssuer agreeingToTerms() {
        return new AcmeIssuer(directory, account, proving, authorities, true, contact, within, nanos);
    }

    /**
     * The same, with an address to which the authority may write, such as {@code mailto:it@hospital.example}.
     *
     * @throws IllegalArgumentException if it is no address of one person (RFC 8555, 7.3)
     */
    public AcmeIssuer contact(URI address) {
        new AccountBuilder().addContact(address);
        return new AcmeIssuer(directory, account, proving, authorities, agreed, address, within, nanos);
    }

    /** The same, with another time for an order. */
    public AcmeIssuer within(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("There has to be time for an order: " + time);
        }
        return new AcmeIssuer(directory, account, proving, authorities, agreed, contact, time, nanos);
    }

    /** The same, whose time is counted by this, in nanoseconds from wherever. */
    AcmeIssuer countingBy(LongSupplier count) {
        return new AcmeIssuer(directory, account, proving, authorities, agreed, contact, within, count);
    }

    @Override
    public String describe() {
        return "ordered over ACME from " + directory.getAuthority();
    }

    /**
     * {@inheritDoc}
     *
     * @throws StepFailedException if the authority refused; its vendor code is the kind of problem, such as {@code urn:ietf:params:acme:error:rateLimited}. Nothing was issued
     */
    @Override
    public KeyedCertificate issue(CertificateOrder order, Progress progress) throws InterruptedException {
        proving.refusal(order).ifPresent(why -> {
            throw new PreconditionFailedException(why + "; nothing was ordered");
        });
        var deadline = Deadline.in(within, nanos);
        var login = Refusals.explained("nothing was ordered", () -> login(deadline));
        return new AcmeOrder(login, proving, order, deadline).fulfil(progress);
    }

    private Session session(Deadline deadline) {
        return new Session(directory, new Directory(authorities, deadline));
    }

    private Login login(Deadline deadline) throws AcmeException {
        var session = session(deadline);
        var terms = session.getMetadata().getTermsOfService();
        if (terms.isPresent() && !agreed) {
            throw new PreconditionFailedException("The authority has terms of service, and nobody has agreed to them: "
                    + Refusals.printable(terms.get().toString()) + "; nothing was ordered");
        }
        var builder = new AccountBuilder().useKeyPair(account.pair());
        if (agreed) {
            builder.agreeToTermsOfService();
        }
        Optional.ofNullable(contact).ifPresent(builder::addContact);
        return builder.createLogin(session);
    }

    /**
     * Has the authority declare that a certificate of this account is not to be trusted any more (RFC 8555, 7.6). One that it has revoked already stays revoked.
     *
     * @throws TargetUnavailableException if the authority does not answer; nothing was revoked
     * @throws OutcomeUnknownException if it was lost in the middle: it may be revoked or not, and this may be repeated
     * @throws StepFailedException if it refused
     */
    public void revoke(X509Certificate certificate) throws InterruptedException {
        var deadline = Deadline.in(within, nanos);
        var login = Refusals.explained(NOTHING_REVOKED, () -> login(deadline));
        revoke(() -> Certificate.revoke(login, certificate, RevocationReason.SUPERSEDED));
    }

    /**
     * The same, by the certificate's own key: for one whose account is not at hand any more, or of another one. No account is needed, and none is made.
     *
     * @throws IllegalArgumentException if it is not the certificate's key
     */
    public void revoke(X509Certificate certificate, PrivateKey key) throws InterruptedException {
        if (!Keys.belongTogether(key, certificate.getPublicKey())) {
            throw new IllegalArgumentException("The key is not that of the certificate");
        }
        var session = session(Deadline.in(within, nanos));
        Refusals.explained(NOTHING_REVOKED, session::getMetadata);
        var keys = new KeyPair(certificate.getPublicKey(), key);
        revoke(() -> Certificate.revoke(session, keys, certificate, RevocationReason.SUPERSEDED));
    }

    /** What is asked of the authority. */
    @FunctionalInterface
    private interface Revocation {
        void ask() throws AcmeException;
    }

    private static void revoke(Revocation revocation) throws InterruptedException {
        try {
            revocation.ask();
        } catch (AcmeException | AcmeProtocolException e) {
            Refusals.requireNoInterrupt(e);
            if (e instanceof AcmeNetworkException) {
                throw new OutcomeUnknownException(
                        "The ACME server did not answer: the certificate may be revoked or not, and this may be repeated",
                        e);
            }
            if (!(e instanceof AcmeServerException refused)
                    || !refused.getType().toString().endsWith(":alreadyRevoked")) {
                throw Refusals.told(NOTHING_REVOKED, e);
            }
        }
    }

    /** Which authority. */
    @Override
    public String toString() {
        return describe();
    }
}
