package io.emrops.core.engine;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import org.jspecify.annotations.Nullable;

/** How a call of somebody else's code ended, and what that says of its target. */
sealed interface Outcome<T extends @Nullable Object> {
    /** It returned. */
    record Returned<T extends @Nullable Object>(T value) implements Outcome<T> {}

    /**
     * It failed.
     *
     * @param changed whether the target may be changed
     * @param retry whether another attempt may help
     */
    record Failed<T extends @Nullable Object>(String why, boolean changed, boolean retry) implements Outcome<T> {}

    /** Nobody knows. */
    record Doubtful<T extends @Nullable Object>(String why) implements Outcome<T> {}

    /** What an exception says. */
    static <T extends @Nullable Object> Outcome<T> of(Throwable thrown) {
        if (thrown instanceof TargetUnavailableException e) {
            return new Failed<>(words(e), false, true);
        }
        if (thrown instanceof PreconditionFailedException e) {
            return new Failed<>(words(e), false, false);
        }
        if (thrown instanceof OutcomeUnknownException e) {
            return new Doubtful<>(words(e));
        }
        if (thrown instanceof InterruptedException) {
            return new Doubtful<>("it was interrupted");
        }
        return new Failed<>(words(thrown), true, false);
    }

    /**
     * An exception in words that may be kept for years. What emrops throws is written to be kept; the text of any other
     * may quote a row or a request, so its type and place have to do.
     */
    static String words(Throwable thrown) {
        if (thrown instanceof StepFailedException e && e.vendorCode().isPresent()) {
            return e.getMessage() + " (" + e.vendorCode().get() + ")";
        }
        if (thrown instanceof EmropsException) {
            return String.valueOf(thrown.getMessage());
        }
        return thrown.getClass().getSimpleName() + place(thrown)
                + "; its message is withheld, as it may hold data (throw a StepFailedException to have it kept)";
    }

    private static String place(Throwable thrown) {
        for (var frame : thrown.getStackTrace()) {
            var name = frame.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun.")) {
                return " at " + name.substring(name.lastIndexOf('.') + 1) + ":" + frame.getLineNumber();
            }
        }
        return "";
    }
}
