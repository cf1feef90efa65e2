package io.emrops.sqlserver.session;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a long statement, with the evidence. Numbers only.
 *
 * @param outcome what came of it
 * @param sessionId whose statement it was
 * @param failure why it did not succeed; empty if it did, and if the connection was lost without a word
 * @param errors all messages of severity 11 and more, in their order; also those of a statement that succeeded
 * @param information all other messages, each once
 * @param processed what was done, if the server said it
 * @param percent how far it was, as far as the server said; -1 if it said nothing
 * @param connectionLost whether the connection ended before the statement did
 * @param timedOut whether it was cancelled because its time was over
 * @param elapsed since it was sent
 */
public record OperationResult(
        Outcome outcome,
        int sessionId,
        Optional<Failure> failure,
        List<MessageNumber> errors,
        List<MessageNumber> information,
        Optional<Processed> processed,
        int percent,
        boolean connectionLost,
        boolean timedOut,
        Duration elapsed) {
    /** What came of it. */
    public enum Outcome {
        /** Everything the server had to say was heard, and it was no error. */
        SUCCEEDED,
        /** The server said that it failed. */
        FAILED,
        /** The server stopped it, on demand. */
        CANCELLED,
        /** Nobody knows: ask the server what there is, before anything else. */
        UNKNOWN
    }

    public OperationResult {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(failure, "failure");
        errors = List.copyOf(errors);
        information = List.copyOf(information);
        Objects.requireNonNull(processed, "processed");
        Objects.requireNonNull(elapsed, "elapsed");
    }

    /** Whether it succeeded. */
    public boolean succeeded() {
        return outcome == Outcome.SUCCEEDED;
    }

    /** Whether the server has said this, as an error or as information. */
    public boolean saw(int number) {
        return errors.stream().anyMatch(message -> message.number() == number)
                || information.stream().anyMatch(message -> message.number() == number);
    }

    /** Whether it is a backup that succeeded and that msdb does not know of: message 3009. */
    public boolean missingInHistory() {
        return succeeded() && saw(KnownErrors.NOT_IN_HISTORY);
    }

    /**
     * This, if it succeeded.
     *
     * @param what as the subject of a sentence: "The backup of EMRNext"
     * @param otherwise what state the target is in now, as a sentence: "The database was not changed; a part of the file may be left"
     * @throws TargetUnavailableException if nothing was changed, and later it may go
     * @throws PreconditionFailedException if nothing was changed, and something has to be put right first
     * @throws StepFailedException if it failed or was cancelled in the middle
     * @throws OutcomeUnknownException if nobody knows
     */
    public OperationResult orThrow(String what, String otherwise, @Nullable Target target) {
        if (succeeded()) {
            return this;
        }
        throw exception(what, otherwise, target);
    }

    private EmropsException exception(String what, String otherwise, @Nullable Target target) {
        var reason = failure.map(Failure::words).orElse("");
        if (outcome == Outcome.UNKNOWN) {
            return new OutcomeUnknownException(
                    "Whether " + decapitalised(what) + " was done is not known: the connection of session " + sessionId
                            + " ended"
                            + (percent >= 0 ? " at " + percent + " percent" : "")
                            + (reason.isEmpty() ? "" : ", " + reason) + ". Ask the server before anything else",
                    null,
                    target);
        }
        if (outcome == Outcome.CANCELLED) {
            return new StepFailedException(
                    what + " was cancelled" + (timedOut ? " since its time was over" : "")
                            + (percent >= 0 ? ", at " + percent + " percent" : "") + ". " + otherwise,
                    null,
                    target,
                    failure.map(Failure::vendorCode).orElse(null));
        }
        var cause = failure.orElseThrow();
        var message = what + " failed: " + reason + ". ";
        if (cause.kind() == ErrorKind.BUSY) {
            return new TargetUnavailableException(message + "It was not begun", null, target);
        }
        if (ServerErrors.isRefusal(cause.cause().number())) {
            return new PreconditionFailedException(
                    message + "It was refused, and nothing was changed by it", null, target);
        }
        return new StepFailedException(message + otherwise, null, target, cause.vendorCode());
    }

    private static String decapitalised(String what) {
        return what.isEmpty() ? what : Character.toLowerCase(what.charAt(0)) + what.substring(1);
    }
}
