package io.emrops.internal;

import io.emrops.Action;
import io.emrops.Backoff;
import io.emrops.Condition;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.Step;
import io.emrops.StepContext;
import io.emrops.Undo;
import io.emrops.Value;
import io.emrops.spi.Node;
import java.time.Duration;
import java.util.Optional;

/** A step with a result, being defined. */
final class TaskDraft<T> extends StepDraft implements Step<T> {
    private final Operation<T> operation;
    private final UndoDraft undo;
    private InDoubt<T> inDoubt = InDoubt.ask();

    TaskDraft(Scope scope, String id, String title, Operation<T> operation) {
        super(scope, id, title);
        this.operation = operation;
        this.undo = new UndoDraft(scope, id());
    }

    @Override
    public Step<T> note(String text) {
        addNote(text);
        return this;
    }

    @Override
    public Step<T> needs(Value<?>... values) {
        addNeeds(values);
        return this;
    }

    @Override
    public Step<T> timeout(Duration perAttempt) {
        setTimeout(perAttempt);
        return this;
    }

    @Override
    public Step<T> attempts(int max, Backoff backoff) {
        setAttempts(max, backoff);
        return this;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Step<T> undo(Undo<? super T> how) {
        undo.finished((run, result) -> ((Undo<T>) how).undo(run, (T) result));
        return this;
    }

    @Override
    public Step<T> undoAttempt(Action how) {
        undo.attempt(how);
        return this;
    }

    @Override
    public Step<T> nothingToUndo(String why) {
        undo.nothing(why);
        return this;
    }

    @Override
    public Step<T> irreversible(String why) {
        undo.irreversible(why);
        return this;
    }

    @Override
    public Step<T> inDoubt(InDoubt<T> policy) {
        scope().requireOpen();
        inDoubt = policy;
        return this;
    }

    @Override
    public Step<T> version(int version) {
        setVersion(version);
        return this;
    }

    @Override
    public Step<Optional<T>> onlyIf(String why, Condition condition) {
        setOnlyIf(why, condition);
        return new ConditionalStep<>(this);
    }

    @Override
    public Node freeze() {
        requireProbe(inDoubt, probes(operation));
        return new Node.Task(
                traits(operation.output()),
                operation,
                operation instanceof AuthoredOperation<T>,
                undo.freeze(operation.undoing()),
                inDoubt);
    }

    /** Whether it overrides the probe that knows nothing; one that is chosen later may. */
    private static boolean probes(Operation<?> operation) {
        try {
            var probe = operation.getClass().getMethod("probe", StepContext.class);
            return !probe.getDeclaringClass().equals(Operation.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every operation has a probe", e);
        }
    }
}
