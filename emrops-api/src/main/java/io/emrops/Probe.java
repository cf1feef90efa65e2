package io.emrops;

import java.util.Objects;

/**
 * What a target says of an attempt that was cut off: was it applied?
 *
 * @param <T> the type of the step's result
 */
public sealed interface Probe<T> {
    /** It was applied, and this is its result. */
    static <T> Probe<T> applied(T result) {
        return new Applied<>(result);
    }

    /** It was not applied, and will not be. */
    static <T> Probe<T> notApplied() {
        return new NotApplied<>();
    }

    /**
     * The target cannot tell; a person has to.
     *
     * @param why what the target said instead
     */
    static <T> Probe<T> unknown(String why) {
        return new Unknown<>(why);
    }

    /** See {@link #applied}. */
    record Applied<T>(T result) implements Probe<T> {
        public Applied {
            Objects.requireNonNull(result, "result");
        }
    }

    /** See {@link #notApplied}. */
    record NotApplied<T>() implements Probe<T> {}

    /** See {@link #unknown}. */
    record Unknown<T>(String why) implements Probe<T> {
        public Unknown {
            Objects.requireNonNull(why, "why");
        }
    }
}
