package io.emrops.spi;

import io.emrops.Value;

/** The engine's side of a {@link Value}: how its content is found. Implemented by the handles of the definition. */
public interface Handle {
    /** Identifies the runbook that made this handle. */
    Object root();

    /** Finds the content. */
    Object read(Results results);

    /**
     * The content of a value.
     *
     * @throws IllegalArgumentException if the value was not made by a definition
     */
    @SuppressWarnings("unchecked")
    static <T> T read(Value<T> value, Results results) {
        if (value instanceof Handle handle) {
            return (T) handle.read(results);
        }
        throw new IllegalArgumentException("Not a value of a runbook: " + value.id());
    }

    /** What a run has come to so far. */
    interface Results {
        /** The value of a parameter. */
        Object param(String id);

        /**
         * The result of a step.
         *
         * @throws IllegalStateException if there is none, or none that may be read from here
         */
        Object result(String path);

        /** Whether the step was skipped by its condition. */
        boolean skipped(String path);
    }
}
