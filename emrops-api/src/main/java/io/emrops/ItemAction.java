package io.emrops;

/**
 * The work of a fan-out on one item, without a result.
 *
 * @param <I> the type of the items
 */
@FunctionalInterface
public interface ItemAction<I> {
    /** Does the work; throws as {@link Body#run} does. */
    void run(StepContext run, I item) throws Exception;
}
