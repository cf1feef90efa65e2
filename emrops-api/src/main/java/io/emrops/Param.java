package io.emrops;

import java.util.function.Predicate;

/**
 * A parameter that whoever starts the run supplies. What is wrong with it is told before anything runs.
 *
 * @param <T> its type
 */
public non-sealed interface Param<T> extends Value<T> {
    /**
     * Demands that the value, written as text, matches all of {@code regex}. Several demands add up.
     *
     * @throws RunbookDefinitionException at the end of the definition, if the pattern is not a regular expression
     */
    Param<T> matches(String regex);

    /** The value to take if none is given; without one the parameter is required. Secrets have no default. */
    Param<T> orElse(T value);

    /**
     * Demands what a pattern cannot say.
     *
     * @param why what is demanded, as in "a version newer than 1.0"; shown in the document and in the refusal
     * @param demand called before the run starts; must not touch anything
     */
    Param<T> check(String why, Predicate<? super T> demand);

    /** What the parameter is for, for the document. */
    Param<T> describedAs(String text);
}
