package io.emrops;

import java.util.Objects;
import java.util.Optional;

/**
 * How an operation is undone, or why it is not.
 *
 * @param <T> the type of the operation's result
 */
public sealed interface Undoing<T> {
    /** It can be undone, finished or not. */
    non-sealed interface Compensation<T, S> extends Undoing<T> {
        /** What undoing does, in the imperative: "Roll back to the release that ran before". */
        String describe();

        /** The type of what is captured. */
        Output<S> before();

        /**
         * The state to go back to. Called before the first attempt; journalled with the intent, so that it survives
         * whatever happens to the attempt. Changes nothing.
         */
        S capture(StepContext run) throws Exception;

        /**
         * Puts back what was changed, as far as it was changed. May be called again after a failure or a crash.
         *
         * @param before what was captured
         * @param result what the operation returned; empty if it did not finish
         */
        void undo(StepContext run, S before, Optional<T> result) throws Exception;
    }

    /** There is nothing to undo, for this reason. */
    record NothingToUndo<T>(String why) implements Undoing<T> {
        public NothingToUndo {
            Objects.requireNonNull(why, "why");
        }
    }

    /** It cannot be undone, for this reason; an undo stops here and asks. */
    record Irreversible<T>(String why) implements Undoing<T> {
        public Irreversible {
            Objects.requireNonNull(why, "why");
        }
    }

    /** The operation cannot know; the step has to say it. */
    record StatedByStep<T>() implements Undoing<T> {}

    /** The operation is chosen when its turn comes, and then says it itself. */
    record StatedLater<T>() implements Undoing<T> {}

    /** There is nothing to undo, for this reason. */
    static <T> Undoing<T> nothing(String why) {
        return new NothingToUndo<>(why);
    }

    /** It cannot be undone, for this reason. */
    static <T> Undoing<T> irreversible(String why) {
        return new Irreversible<>(why);
    }

    /** The operation cannot know; the step has to say it. */
    static <T> Undoing<T> statedByStep() {
        return new StatedByStep<>();
    }
}
