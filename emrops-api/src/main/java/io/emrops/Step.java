package io.emrops;

import java.time.Duration;
import java.util.Optional;

/**
 * A step with a result, while it is being defined and as the handle by which later steps read the result. The verbs may
 * be called until {@link Runbook#define} returns; afterwards they throw {@link IllegalStateException}.
 *
 * @param <T> the type of the result
 */
public interface Step<T> extends Result<T> {
    /** Something the reader of the document should know. Several add up. */
    Step<T> note(String text);

    /** Says that this step relies on others, beyond what it reads; they must come before it. */
    Step<T> needs(Value<?>... values);

    /**
     * How long an attempt may take. Then its thread is interrupted, and once the body has come to rest the step is in
     * doubt.
     *
     * @param perAttempt positive
     */
    Step<T> timeout(Duration perAttempt);

    /**
     * How often to try in all, while the target is unavailable. Without this, once.
     *
     * @param max at least 1, counting the first
     * @param backoff how long to wait in between; no thread is held
     */
    Step<T> attempts(int max, Backoff backoff);

    /** How to undo the step after it finished. Runs in reverse of the order in which steps finished. */
    Step<T> undo(Undo<? super T> undo);

    /** How to clean up after an attempt that failed or is in doubt, too; must bear to be repeated. */
    Step<T> undoAttempt(Action undo);

    /** States that nothing has to be undone, and why. */
    Step<T> nothingToUndo(String why);

    /** States that the step cannot be undone, and why. An undo stops here and asks. */
    Step<T> irreversible(String why);

    /** What to do when an attempt was cut off; without this, a person is asked. */
    Step<T> inDoubt(InDoubt<T> policy);

    /** Raised by the author when the body of the step changes in a way that matters to a run in flight. From 1. */
    Step<T> version(int version);

    /**
     * Runs the step only if a condition holds when its turn comes. Comes last, as it changes the type of the result:
     * empty if the step was skipped.
     *
     * @param why the condition in words, as in "only on Sundays"
     */
    Step<Optional<T>> onlyIf(String why, Condition condition);
}
