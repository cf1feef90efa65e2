package io.emrops;

import java.time.Duration;
import java.util.Map;

/**
 * A step that is done for each of several items. Its result holds the results by the items' keys, in the order of the
 * items.
 *
 * @param <I> the type of the items
 * @param <R> the type of an item's result
 */
public interface ForEach<I, R> extends Result<Map<String, R>> {
    /** See {@link Step#note}. */
    ForEach<I, R> note(String text);

    /** See {@link Step#needs}. */
    ForEach<I, R> needs(Value<?>... values);

    /** How long an attempt on one item may take. */
    ForEach<I, R> timeout(Duration perAttempt);

    /** How often to try each item. */
    ForEach<I, R> attempts(int max, Backoff backoff);

    /** How many items are worked on at once, and undone at once; one without this. */
    ForEach<I, R> atMost(int items);

    /** No further item is begun once this many have failed; one without this. Any failure fails the step. */
    ForEach<I, R> stopAfterFailures(int items);

    /** How to undo an item that finished. */
    ForEach<I, R> undo(ItemUndo<? super I, ? super R> undo);

    /** How to clean up after an attempt on an item that failed or is in doubt, too; must bear to be repeated. */
    ForEach<I, R> undoAttempt(ItemAction<? super I> undo);

    /** See {@link Step#nothingToUndo}. */
    ForEach<I, R> nothingToUndo(String why);

    /** See {@link Step#irreversible}. */
    ForEach<I, R> irreversible(String why);

    /** What to do when an attempt on an item was cut off; without this, a person is asked. */
    ForEach<I, R> inDoubt(InDoubt<R> policy);

    /** See {@link Step#version}. */
    ForEach<I, R> version(int version);

    /**
     * Works on the items only if a condition holds when the turn of the whole comes. If it does not, the result is an empty
     * map, as if there were no items.
     *
     * @param why the condition in words, as in "only on Sundays"
     */
    ForEach<I, R> onlyIf(String why, Condition condition);
}
