package io.emrops.internal;

import io.emrops.Action;
import io.emrops.Undo;
import io.emrops.Undoing;
import io.emrops.spi.UndoSpec;
import java.util.Optional;

/** Collects what a step states about undoing, and sees to it that it states one thing. */
final class UndoDraft {
    private final Scope scope;
    private final String path;
    private Optional<Undo<Object>> finished = Optional.empty();
    private Optional<Action> attempt = Optional.empty();
    private Optional<String> nothing = Optional.empty();
    private Optional<String> irreversible = Optional.empty();

    UndoDraft(Scope scope, String path) {
        this.scope = scope;
        this.path = path;
    }

    void finished(Undo<Object> undo) {
        scope.requireOpen();
        finished = once(scope, path, finished, undo, "undo");
    }

    void attempt(Action undo) {
        scope.requireOpen();
        attempt = once(scope, path, attempt, undo, "undoAttempt");
    }

    void nothing(String why) {
        scope.requireOpen();
        nothing = reason(scope, path, nothing, why, "nothingToUndo");
    }

    void irreversible(String why) {
        scope.requireOpen();
        irreversible = reason(scope, path, irreversible, why, "irreversible");
    }

    UndoSpec freeze(Undoing<?> byOperation) {
        var spec = new UndoSpec(finished, attempt, nothing, irreversible);
        check(scope, path, spec, byOperation);
        return spec;
    }

    /** Tells of statements that contradict each other, or are missing where the operation makes none. */
    static void check(Scope scope, String path, UndoSpec spec, Undoing<?> byOperation) {
        var undoes = spec.finished().isPresent() || spec.attempt().isPresent();
        if (undoes && spec.nothing().isPresent()) {
            scope.fault(path, "states both an undo and nothingToUndo");
        }
        if (spec.finished().isPresent() && spec.irreversible().isPresent()) {
            scope.fault(path, "states both an undo and irreversible");
        }
        if (spec.nothing().isPresent() && spec.irreversible().isPresent()) {
            scope.fault(path, "states both nothingToUndo and irreversible");
        }
        if (!spec.stated() && byOperation instanceof Undoing.StatedByStep<?>) {
            scope.fault(path, "does not say how it is undone; state undo, undoAttempt, nothingToUndo or irreversible");
        }
    }

    static Optional<String> reason(Scope scope, String path, Optional<String> before, String why, String verb) {
        if (why.isBlank()) {
            scope.fault(path, verb + " gives no reason");
        }
        return once(scope, path, before, why, verb);
    }

    static <V> Optional<V> once(Scope scope, String path, Optional<? extends V> before, V now, String verb) {
        if (before.isPresent()) {
            scope.fault(path, "states " + verb + " twice");
        }
        return Optional.of(now);
    }
}
