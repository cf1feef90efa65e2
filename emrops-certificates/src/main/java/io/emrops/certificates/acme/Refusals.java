package io.emrops.certificates.acme;

import io.emrops.EmropsException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import java.io.IOException;
import java.util.Objects;
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

    private Refusals() {}

    /** Something that is asked of the server. */
    @FunctionalInterface
    interface Asking<T> {
        T ask() throws Exception;
    }

    /**
     * Asks, and explains what goes wrong.
     *
     * @param state what is so if the server does not answer
     */
    static <T> T explained(String state, Asking<T> asking) {
        try {
            return asking.ask();
        } catch (EmropsException e) {
            throw e;
        } catch (AcmeLazyLoadingException e) {
            throw told(state, Objects.requireNonNullElse(e.getCause(), e));
        } catch (Exception e) {
            throw told(state, e);
        }
    }

    static EmropsException told(String state, Throwable e) {
        if (e instanceof AcmeServerException refused) {
            return refused(refused);
        }
        if (isInterrupt(e)) {
            Thread.currentThread().interrupt();
            return new TargetUnavailableException("The talk with the ACME server was interrupted; " + state, e);
        }
        if (e instanceof AcmeNetworkException || e.getCause() instanceof IOException) {
            return new TargetUnavailableException("The ACME server does not answer; " + state, e);
        }
        if (e instanceof AcmeException) {
            return new TargetUnavailableException("What the ACME server answers is not understood; " + state, e);
        }
        return new TargetUnavailableException("The ACME server could not be asked; " + state, e);
    }

    /** The library tells an interrupt as a failure of the network, and the thread no more. */
    static boolean isInterrupt(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    /** @throws InterruptedException if that is what it was */
    static void requireNoInterrupt(Throwable e) throws InterruptedException {
        if (isInterrupt(e)) {
            throw new InterruptedException("The talk with the ACME server was interrupted");
        }
    }

    private static StepFailedException refused(AcmeServerException e) {
        var again = e instanceof AcmeRateLimitedException limited
                ? limited.getRetryAfter().map(at -> "; not before " + at).orElse("")
                : "";
        return refused(e.getProblem(), again, e);
    }

    /** What the authority has against an order. */
    static StepFailedException refused(Problem problem) {
        return refused(problem, "", null);
    }

    private static StepFailedException refused(Problem problem, String more, @Nullable Throwable cause) {
        var type = printable(String.valueOf(problem.getType()));
        return new StepFailedException(
                "The authority refused, and nothing was issued: " + type
                        + problem.getDetail()
                                .map(text -> " (" + printable(text) + ")")
                                .orElse("") + more,
                cause,
                null,
                type);
    }

    private static String printable(String text) {
        var plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }
}
