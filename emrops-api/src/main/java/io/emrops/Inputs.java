package io.emrops;

/** What a step can read: the parameters of the run and the results of the steps before it. */
@FunctionalInterface
public interface Inputs {
    /**
     * The value behind a handle.
     *
     * @throws IllegalStateException if the step it comes from has not finished, was skipped by its condition, runs in a
     *     sibling branch, or belongs to another runbook
     */
    <T> T get(Value<T> value);
}
