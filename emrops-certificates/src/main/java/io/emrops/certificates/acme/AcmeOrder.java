package io.emrops.certificates.acme;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.x509.Issuance;
import io.emrops.certificates.x509.Keys;
import io.emrops.network.Endpoint;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AcmeJsonResource;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** One order, from its names to its certificate. The server may be away for a while in between: it is asked again until the time is over. */
final class AcmeOrder {
    private static final String NOTHING = "nothing was issued";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final Set<Status> PROVEN_OR_NOT =
            EnumSet.of(Status.VALID, Status.INVALID, Status.DEACTIVATED, Status.EXPIRED, Status.REVOKED);

    private final Login login;
    private final Proving proving;
    private final CertificateOrder wanted;
    private final Deadline deadline;
    private boolean finalized;
    private @Nullable Throwable trouble;

    AcmeOrder(Login login, Proving proving, CertificateOrder wanted, Deadline deadline) {
        this.login = login;
        this.proving = proving;
        this.wanted = wanted;
        this.deadline = deadline;
    }

    KeyedCertificate fulfil(Progress progress) throws InterruptedException {
        var order = Refusals.explained(NOTHING, this::place);
        prove(order, progress);
        if (await(order, EnumSet.of(Status.READY, Status.VALID, Status.INVALID)) == Status.INVALID) {
            throw refused(order);
        }
        var keys = Keys.generate(wanted.key());
        progress.report(2, 3, "steps of the order");
        finalizeWith(order, Issuance.request(wanted, keys));
        progress.report(3, 3, "steps of the order");
        return keyed(keys, certain(() -> order.getCertificate().getCertificateChain()));
    }

    private static KeyedCertificate keyed(KeyPair keys, List<X509Certificate> chain) {
        if (chain.isEmpty()
                || !Keys.belongTogether(keys.getPrivate(), chain.get(0).getPublicKey())) {
            throw new StepFailedException("The authority has issued a certificate for a key that is not the order's");
        }
        return new KeyedCertificate(keys.getPrivate(), chain);
    }

    private Order place() throws AcmeException {
        var builder = login.newOrder();
        for (var name : wanted.names()) {
            builder.identifier(CertificateOrder.isAddress(name) ? Identifier.ip(name) : Identifier.dns(name));
        }
        return builder.create();
    }

    private void prove(Order order, Progress progress) throws InterruptedException {
        var pending = new ArrayList<Authorization>();
        for (var each : Refusals.explained(NOTHING, order::getAuthorizations)) {
            if (Refusals.explained(NOTHING, each::getStatus) != Status.VALID) {
                requireOrdered(
                        Refusals.explained(NOTHING, () -> each.getIdentifier().getValue()));
                pending.add(each);
            }
        }
        if (pending.isEmpty()) {
            return;
        }
        var proof = proving.begin(deadline);
        Throwable failure = null;
        try {
            prove(pending, proof);
            progress.report(1, 3, "steps of the order");
        } catch (InterruptedException | RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            close(proof, failure);
        }
    }

    /** Else a server could have us put up something for whatever name we can. */
    private void requireOrdered(String name) {
        var ordered = wanted.names().stream()
                .map(each -> each.startsWith("*.") ? each.substring(2) : each)
                .anyMatch(each -> canonical(each).equals(canonical(name)));
        if (!ordered) {
            throw new StepFailedException("The authority wants a proof for " + Refusals.printable(name)
                    + ", which was not ordered; " + NOTHING);
        }
    }

    private static String canonical(String name) {
        return CertificateOrder.isAddress(name) ? new Endpoint(name, 1).host() : name.toLowerCase(Locale.ROOT);
    }

    /** What is left behind is told: beside a failure, or as one, since it is before the certificate that this can be done safely. */
    private static void close(Proof proof, @Nullable Throwable failure) {
        try {
            proof.close();
        } catch (RuntimeException e) {
            if (failure == null) {
                throw new StepFailedException(
                        "The names were proven, but what was put up for the proof could not be taken away; " + NOTHING,
                        e);
            }
            failure.addSuppressed(e);
        }
    }

    private void prove(List<Authorization> pending, Proof proof) throws InterruptedException {
        var challenges = new ArrayList<Challenge>();
        for (var each : pending) {
            challenges.add(Refusals.explained(NOTHING, () -> proof.put(each))
                    .orElseThrow(() -> new PreconditionFailedException(
                            "The authority does not take this proof for " + name(each) + "; " + NOTHING)));
        }
        proof.settle();
        for (var each : challenges) {
            Refusals.explained(NOTHING, () -> {
                each.trigger();
                return each;
            });
        }
        for (var i = 0; i < pending.size(); i++) {
            if (await(pending.get(i), PROVEN_OR_NOT) != Status.VALID) {
                throw unproven(challenges.get(i), pending.get(i));
            }
        }
    }

    private static String name(Authorization authorization) {
        return Refusals.printable(authorization.getIdentifier().getValue());
    }

    private static StepFailedException unproven(Challenge challenge, Authorization authorization)
            throws InterruptedException {
        return Refusals.explained(NOTHING, () -> {
            challenge.fetch();
            return challenge
                    .getError()
                    .map(problem -> Refusals.refused(NOTHING, problem))
                    .orElseGet(() -> new StepFailedException(
                            "The authority does not believe that " + name(authorization) + " is ours; " + NOTHING));
        });
    }

    private static StepFailedException refused(Order order) throws InterruptedException {
        return Refusals.explained(NOTHING, order::getError)
                .map(problem -> Refusals.refused(NOTHING, problem))
                .orElseGet(() -> new StepFailedException("The authority has given the order up; " + NOTHING));
    }

    /** From here on a certificate may be there. The same request again is the same order; where it was lost, the order says whether it was taken. */
    private void finalizeWith(Order order, byte[] request) throws InterruptedException {
        finalized = true;
        for (var first = true; ; first = false) {
            try {
                order.execute(request);
            } catch (AcmeException | RuntimeException e) {
                Refusals.requireNoInterrupt(e);
                if (first && e instanceof AcmeServerException refused && isFinal(refused)) {
                    throw Refusals.told(NOTHING, e);
                }
                trouble = e;
            }
            var status = await(order, EnumSet.of(Status.VALID, Status.INVALID, Status.READY));
            if (status == Status.INVALID) {
                throw refused(order);
            }
            if (status == Status.VALID) {
                return;
            }
            pause(FIRST_PAUSE, Optional.empty());
        }
    }

    /** Not if the server failed at it: then it may have done it all the same. */
    private static boolean isFinal(AcmeServerException refused) {
        return !refused.getType().toString().endsWith(":serverInternal");
    }

    /** Asks until it has one of these; a server that is away for a while is waited for, and once a certificate may be there, one that answers otherwise too. */
    private <R extends AcmeJsonResource & PollableResource> Status await(R resource, Set<Status> ends)
            throws InterruptedException {
        var pause = FIRST_PAUSE;
        while (true) {
            Optional<Instant> again = Optional.empty();
            try {
                again = resource.fetch();
                if (ends.contains(resource.getStatus())) {
                    return resource.getStatus();
                }
            } catch (AcmeException | RuntimeException e) {
                Refusals.requireNoInterrupt(e);
                if (!finalized && !(e instanceof AcmeNetworkException)) {
                    throw Refusals.told(NOTHING, e);
                }
                trouble = e;
            }
            pause(pause, again);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private void pause(Duration pause, Optional<Instant> again) throws InterruptedException {
        if (deadline.isOver()) {
            throw finalized
                    ? new OutcomeUnknownException(
                            "The ACME server did not tell in time what became of the order: a certificate may have been issued that nobody has;"
                                    + " it is of no use to anybody without its key",
                            trouble)
                    : new TargetUnavailableException("The order did not come to its end in time; " + NOTHING, trouble);
        }
        var asked = again.map(at -> Duration.between(Instant.now(), at))
                .filter(time -> time.compareTo(pause) > 0)
                .orElse(pause);
        Thread.sleep(Math.max(1, deadline.atMost(asked).toMillis()));
    }

    /** The certificate is there: whatever keeps it from us is waited for. */
    private <T> T certain(Supplier<T> asking) throws InterruptedException {
        while (true) {
            try {
                return asking.get();
            } catch (RuntimeException e) {
                Refusals.requireNoInterrupt(e);
                trouble = e;
                pause(LONGEST_PAUSE, Optional.empty());
            }
        }
    }
}
