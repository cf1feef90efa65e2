package io.emrops.core.engine;

import io.emrops.Target;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An exception of somebody else's, as it may be logged and handed on: its place and its words, without secrets. */
final class Scrubbed extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 20;

    private Scrubbed(String message, StackTraceElement[] place, @Nullable Throwable cause) {
        super(message, cause, false, true);
        setStackTrace(place);
    }

    static Scrubbed of(Throwable original, UnaryOperator<String> scrub) {
        return of(original, scrub, 0);
    }

    private static Scrubbed of(Throwable original, UnaryOperator<String> scrub, int depth) {
        var cause = original.getCause();
        return new Scrubbed(
                scrub.apply(original.toString()),
                original.getStackTrace(),
                cause == null || depth == DEEPEST ? null : of(cause, scrub, depth + 1));
    }

    /** A target as it may be shown and kept. */
    static Target target(Target target, UnaryOperator<String> scrub) {
        return new Target(scrub.apply(target.kind()), scrub.apply(target.name()), scrub.apply(target.identity()));
    }
}
