package io.emrops;

/**
 * Undoes the work of a fan-out on one item that finished.
 *
 * @param <I> the type of the items
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface ItemUndo<I, R> {
    /** Puts back what was changed for this item. May be called again after a failure or a crash. */
    void undo(StepContext run, I item, R result) throws Exception;
}
