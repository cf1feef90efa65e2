package io.emrops;

/**
 * The result of a step, readable by the steps behind it.
 *
 * @param <T> the type of the result
 */
public non-sealed interface Result<T> extends Value<T> {}
