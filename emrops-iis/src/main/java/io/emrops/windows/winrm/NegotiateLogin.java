package io.emrops.windows.winrm;

import io.emrops.windows.wire.Deadline;
import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;

/**
 * By a ticket of Kerberos 5, inside of SPNEGO: a fresh token with each request, as the JDK does not say which requests share a
 * connection. The token of each answer is verified.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4178">RFC 4178: The Simple and Protected GSS-API Negotiation Mechanism</a>
 */
public final class NegotiateLogin implements WinRmLogin {
    /** So close to its end, a ticket is given up for a new one. */
    private static final Duration ALMOST_OVER = Duration.ofMinutes(1);

    private final TicketSource source;
    private final KerberosService service;
    private final Clock clock;

    public NegotiateLogin(TicketSource source, KerberosService service, Clock clock) {
        this.source = source;
        this.service = service;
        this.clock = clock;
    }

    @Override
    public LoggedIn begin(Deadline deadline) throws TransportException, InterruptedException {
        return new User(within(deadline, source::login));
    }

    private final class User implements LoggedIn {
        private Subject subject;

        User(Subject subject) {
            this.subject = subject;
        }

        @Override
        public Proof next(Deadline deadline) throws TransportException, InterruptedException {
            if (isAlmostOver(clock.instant())) {
                subject = within(deadline, source::login);
            }
            var here = subject;
            return within(deadline, () -> NegotiateProof.of(here, service));
        }

        private boolean isAlmostOver(Instant now) {
            return subject.getPrivateCredentials(KerberosTicket.class).stream()
                    .filter(ticket -> ticket.getServer().getName().startsWith("krbtgt/"))
                    .noneMatch(ticket -> ticket.getEndTime().toInstant().isAfter(now.plus(ALMOST_OVER)));
        }
    }

    /** The JDK waits for a KDC as long as krb5.conf says, and is not interrupted; nobody waits longer for it than this. */
    private static <T> T within(Deadline deadline, Callable<T> work) throws TransportException, InterruptedException {
        var task = new FutureTask<>(work);
        var thread = new Thread(task, "emrops-kerberos");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TransportException(Reason.TIMEOUT, "was not asked: no KDC answered in time", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Exception failure) {
                throw KerberosFailure.of(failure);
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
