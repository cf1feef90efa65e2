package io.emrops.certificates.acme;

import io.emrops.EmropsException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** What an ACME server says no with, in our words. */
final class Refusals {
    private static final int LONGEST = 200;
    /** How the library tells an answer that is no problem of ACME's. */
    private static final Pattern STATUS = Pattern.compile("HTTP 4\\d\\d");

    private Refusals() {}

    /** Something that is asked of the server. */
    @FunctionalInterface
    interface Asking<T> {
        T ask() throws Exception;
    }

    /**
     * Asks, and explains what goes wrong.
     *
     * @param state what is so if the server does not answer, or refuses
     */
    static <T> T explained(String state, Asking<T> asking) throws InterruptedException {
        try {
            return asking.ask();
        } catch (Exception e) {
            requireNoInterrupt(e);
            throw told(state, e);
        }
    }

    static EmropsException told(String state, Throwable failure) {
        var e = failure instanceof AcmeLazyLoadingException lazy
                ? Objects.requireNonNullElse(lazy.getCause(), lazy)
                : failure;
        if (e instanceof EmropsException ours) {
            return ours;
        }
        if (e instanceof AcmeServerException refused) {
            return refused(state, refused);
        }
        if (e instanceof AcmeNetworkException || e.getCause() instanceof IOException) {
            return new TargetUnavailableException(away(e.getCause()) + "; " + state, e);
        }
        var said = String.valueOf(e.getMessage());
        if (e instanceof AcmeException && STATUS.matcher(said).matches()) {
            return new StepFailedException("The ACME server answers " + said + "; " + state, e, null, said);
        }
        return new TargetUnavailableException("What the ACME server answers is not understood; " + state, e);
    }

    private static String away(@Nullable Throwable e) {
        if (e instanceof ServerAwayException away) {
            return "The ACME server answers HTTP " + away.status() + notBefore(away.again());
        }
        return e instanceof SSLException
                ? "The ACME server cannot be spoken to over TLS: its certificate is not one that is trusted, or something else speaks there"
                : "The ACME server does not answer";
    }

    private static String notBefore(Optional<Instant> again) {
        return again.map(at -> "; not before " + at).orElse("");
    }

    /** The library tells an interrupt as a failure of the network, and the thread no more. */
    private static boolean isInterrupt(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof InterruptedException || each instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }

    /** @throws InterruptedException if that is what it was */
    static void requireNoInterrupt(Throwable e) throws InterruptedException {
        if (e instanceof InterruptedException interrupt) {
            throw interrupt;
        }
        if (isInterrupt(e)) {
            Thread.interrupted();
            throw new InterruptedException("The talk with the ACME server was interrupted");
        }
    }

    private static StepFailedException refused(String state, AcmeServerException e) {
        var again = e instanceof AcmeRateLimitedException limited ? limited.getRetryAfter() : Optional.<Instant>empty();
        return refused(state, e.getProblem(), notBefore(again), e);
    }

    /** What the authority has against an order. */
    static StepFailedException refused(String state, Problem problem) {
        return refused(state, problem, "", null);
    }

    private static StepFailedException refused(String state, Problem problem, String more, @Nullable Throwable cause) {
        var type = printable(String.valueOf(problem.getType()));
        return new StepFailedException(
                "The authority refused, and " + state + ": " + type
                        + problem.getDetail()
                                .map(text -> " (" + printable(text) + ")")
                                .orElse("") + more,
                cause,
                null,
                type);
    }

    /** What somebody else wrote, for a line of ours. */
    static String printable(String text) {
        var plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\x{80}-\\x{9f}]", "?");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }
}
