package io.emrops;

/**
 * Undoes a step that finished.
 *
 * @param <T> the type of the step's result
 */
@FunctionalInterface
public interface Undo<T> {
    /**
     * Puts back what the step changed. May be called again after a failure or a crash.
     *
     * @param result what the step returned, as the journal kept it
     */
    void undo(StepContext run, T result) throws Exception;
}
