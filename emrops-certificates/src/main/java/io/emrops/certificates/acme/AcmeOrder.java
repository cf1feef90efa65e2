package io.emrops.certificates.acme;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.x509.Issuance;
import io.emrops.certificates.x509.Keys;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
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
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;

/** One order, from its names to its certificate. The server may be away for a while in between: it is asked again until the time is over. */
final class AcmeOrder {
    private static final String NOTHING = "nothing was issued";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final Login login;
    private final Proving proving;
    private final CertificateOrder wanted;
    private final long deadline;
    private boolean finalized;

    AcmeOrder(Login login, Proving proving, CertificateOrder wanted, long deadline) {
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
        var chain = certain(() -> order.getCertificate().getCertificateChain());
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
                pending.add(each);
            }
        }
        if (pending.isEmpty()) {
            return;
        }
        var proof = proving.begin();
        EmropsException failure = null;
        try {
            prove(pending, proof);
            progress.report(1, 3, "steps of the order");
        } catch (EmropsException e) {
            failure = e;
            throw e;
        } finally {
            close(proof, failure);
        }
    }

    /** What cannot be taken away is not worth failing for, where the names were proven; it is told where something failed anyway. */
    private static void close(Proof proof, @Nullable EmropsException failure) {
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

    private void prove(Iterable<Authorization> pending, Proof proof) throws InterruptedException {
        var challenges = new ArrayList<Challenge>();
        for (var each : pending) {
            challenges.add(proof.put(each)
                    .orElseThrow(() -> new PreconditionFailedException("The authority does not take this proof for "
                            + each.getIdentifier().getDomain() + "; " + NOTHING)));
        }
        proof.settle();
        for (var each : challenges) {
            Refusals.explained(NOTHING, () -> {
                each.trigger();
                return each;
            });
        }
        var i = 0;
        for (var each : pending) {
            if (await(
                            each,
                            EnumSet.of(
                                    Status.VALID, Status.INVALID, Status.DEACTIVATED, Status.EXPIRED, Status.REVOKED))
                    != Status.VALID) {
                throw unproven(challenges.get(i), each);
            }
            i++;
        }
    }

    private static StepFailedException unproven(Challenge challenge, Authorization authorization) {
        return Refusals.explained(NOTHING, () -> {
            challenge.fetch();
            return challenge
                    .getError()
                    .map(Refusals::refused)
                    .orElseGet(() -> new StepFailedException("The authority does not believe that "
                            + authorization.getIdentifier().getDomain() + " is ours; " + NOTHING));
        });
    }

    private static StepFailedException refused(Order order) {
        return order.getError()
                .map(Refusals::refused)
                .orElseGet(() -> new StepFailedException("The authority has given the order up; " + NOTHING));
    }

    /** From here on a certificate may be there. The same request again is the same order. */
    private void finalizeWith(Order order, byte[] request) throws InterruptedException {
        finalized = true;
        while (true) {
            try {
                order.execute(request);
            } catch (AcmeNetworkException e) {
                // Whether it was taken, the order says.
                Refusals.requireNoInterrupt(e);
            } catch (AcmeException e) {
                if (!(e.getCause() instanceof IOException)) {
                    throw Refusals.told(NOTHING, e);
                }
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

    /** Asks until it has one of these; a server that is away for a while is waited for. */
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
            } catch (AcmeNetworkException e) {
                // It is asked again.
                Refusals.requireNoInterrupt(e);
            } catch (AcmeException e) {
                throw Refusals.told(unknown(), e);
            }
            pause(pause, again);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private String unknown() {
        return finalized ? "a certificate may have been issued that nobody has" : NOTHING;
    }

    private void pause(Duration pause, Optional<Instant> again) throws InterruptedException {
        var left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            throw finalized
                    ? new OutcomeUnknownException("The ACME server did not answer to the end of the order: " + unknown()
                            + "; it is of no use to anybody without its key")
                    : new TargetUnavailableException("The order did not come to its end in time; " + NOTHING);
        }
        var asked = again.map(at -> Duration.between(Instant.now(), at))
                .filter(time -> time.compareTo(pause) > 0)
                .orElse(pause);
        Thread.sleep(Math.max(1, Math.min(asked.toMillis(), left.toMillis())));
    }

    /** The certificate is there: whatever keeps it from us is waited for. */
    private <T> T certain(Refusals.Asking<T> asking) throws InterruptedException {
        while (true) {
            try {
                return asking.ask();
            } catch (AcmeLazyLoadingException | AcmeNetworkException e) {
                Refusals.requireNoInterrupt(e);
                pause(LONGEST_PAUSE, Optional.empty());
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new OutcomeUnknownException("The certificate was issued, and could not be fetched", e);
            }
        }
    }
}
