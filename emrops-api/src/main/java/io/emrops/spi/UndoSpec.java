package io.emrops.spi;

import io.emrops.Action;
import io.emrops.Undo;
import java.util.Optional;

/**
 * What the author of a step states about undoing it; what is left empty, the operation states.
 *
 * @param finished undoes a step that finished
 * @param attempt cleans up after an attempt that failed or is in doubt
 * @param nothing why there is nothing to undo
 * @param irreversible why it cannot be undone
 */
public record UndoSpec(
        Optional<Undo<Object>> finished,
        Optional<Action> attempt,
        Optional<String> nothing,
        Optional<String> irreversible) {
    /** Nothing is stated. */
    public static final UndoSpec UNSTATED =
            new UndoSpec(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether anything is stated. */
    public boolean stated() {
        return finished.isPresent() || attempt.isPresent() || nothing.isPresent() || irreversible.isPresent();
    }

    /** In one word, for fingerprints. */
    public String word() {
        if (nothing.isPresent()) {
            return "nothing";
        }
        if (irreversible.isPresent()) {
            return "irreversible";
        }
        if (finished.isPresent()) {
            return attempt.isPresent() ? "undo+attempt" : "undo";
        }
        return attempt.isPresent() ? "attempt" : "unstated";
    }
}
