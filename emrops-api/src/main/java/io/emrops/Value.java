package io.emrops;

import java.util.Collection;
import java.util.function.Function;

/**
 * Something a running step can read: a parameter of the run, or the result of an earlier step. A value is a handle; what
 * it stands for exists only in a run and is read with {@link Inputs#get}.
 *
 * @param <T> the type that is read
 */
public sealed interface Value<T> permits Param, Result {
    /** Where this value comes from: the name of a parameter, or the path of a step. */
    String id();

    /**
     * The items of a collection inside this value, to be worked on one by one with {@link RunbookBuilder#forEach}.
     *
     * @param of picks the collection; called again on resume with the same value
     * @param key a short, stable, unique word for an item; it becomes part of the step's path and of the journal, so it
     *     must not be patient data
     */
    default <I> Items<I> items(
            Function<? super T, ? extends Collection<? extends I>> of, Function<? super I, String> key) {
        return Items.from(this, of, key);
    }
}
