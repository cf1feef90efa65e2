package io.emrops;

/**
 * The work of a fan-out on one item, with a result.
 *
 * @param <I> the type of the items
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface ItemBody<I, R> {
    /** Does the work; throws as {@link Body#run} does. */
    R run(StepContext run, I item) throws Exception;
}
