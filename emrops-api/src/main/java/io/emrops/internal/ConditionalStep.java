package io.emrops.internal;

import io.emrops.Action;
import io.emrops.Backoff;
import io.emrops.Condition;
import io.emrops.InDoubt;
import io.emrops.Step;
import io.emrops.Undo;
import io.emrops.Value;
import io.emrops.spi.Handle;
import java.time.Duration;
import java.util.Optional;

/** The handle of a step that may be skipped. Verbs that do not speak of the result still work; the others came before. */
final class ConditionalStep<T> implements Step<Optional<T>>, Handle {
    private final TaskDraft<T> step;

    ConditionalStep(TaskDraft<T> step) {
        this.step = step;
    }

    @Override
    public String id() {
        return step.id();
    }

    @Override
    public Object root() {
        return step.root();
    }

    @Override
    public Object read(Results results) {
        return results.skipped(id()) ? Optional.empty() : Optional.of(results.result(id()));
    }

    @Override
    public Step<Optional<T>> note(String text) {
        step.note(text);
        return this;
    }

    @Override
    public Step<Optional<T>> needs(Value<?>... values) {
        step.needs(values);
        return this;
    }

    @Override
    public Step<Optional<T>> timeout(Duration perAttempt) {
        step.timeout(perAttempt);
        return this;
    }

    @Override
    public Step<Optional<T>> attempts(int max, Backoff backoff) {
        step.attempts(max, backoff);
        return this;
    }

    @Override
    public Step<Optional<T>> undo(Undo<? super Optional<T>> undo) {
        step.undo((run, result) -> undo.undo(run, Optional.of(result)));
        return this;
    }

    @Override
    public Step<Optional<T>> undoAttempt(Action undo) {
        step.undoAttempt(undo);
        return this;
    }

    @Override
    public Step<Optional<T>> nothingToUndo(String why) {
        step.nothingToUndo(why);
        return this;
    }

    @Override
    public Step<Optional<T>> irreversible(String why) {
        step.irreversible(why);
        return this;
    }

    @Override
    public Step<Optional<T>> inDoubt(InDoubt<Optional<T>> policy) {
        step.scope().requireOpen();
        step.fault("states inDoubt behind onlyIf; onlyIf comes last");
        return this;
    }

    @Override
    public Step<Optional<T>> version(int version) {
        step.version(version);
        return this;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Step<Optional<Optional<T>>> onlyIf(String why, Condition condition) {
        step.scope().requireOpen();
        step.fault("has two conditions; join them in one onlyIf");
        return (Step<Optional<Optional<T>>>) (Step<?>) this;
    }
}
