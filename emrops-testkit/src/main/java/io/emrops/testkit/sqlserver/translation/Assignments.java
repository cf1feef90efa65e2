package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.syntax.Expression;
import java.util.List;

/**
 * {@code SELECT @v = e, … FROM …}: what to ask the engine for, and what to do with each row, in the order of the rows. Without rows the
 * variables stay as they are.
 *
 * @param rows the values from which those of the variables are made
 * @param steps for each row, one after the other
 */
public record Assignments(TranslatedQuery rows, List<Step> steps) {
    /** Copies the list. */
    public Assignments {
        steps = List.copyOf(steps);
    }

    /** What a variable gets. */
    public sealed interface Step {
        /** With its {@code @}, as it is written. */
        String variable();
    }

    /**
     * The value of a column of the row, which already has the variable's type.
     *
     * @param column from 0
     */
    public record Taken(String variable, int column) implements Step {}

    /**
     * A value that is made of the row's and of what the variables have by now: {@code @s = @s + e}. {@link QueryTranslator#folded} says how.
     *
     * @param value its places for the row's values are variables that no client can name
     */
    public record Folded(String variable, Expression value) implements Step {}
}
