package io.emrops.iis;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;

/** A question that its caller cannot be interrupted in, by its own signature. */
final class Asked {
    private Asked() {}

    interface Question<T> {
        T ask() throws InterruptedException;
    }

    /** The answer. An interrupt stays one. */
    static <T> T of(Target target, Question<T> question) {
        try {
            return question.ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetUnavailableException(
                    target + " was asked by a thread that was interrupted; nothing was changed", e, target);
        }
    }
}
