package io.emrops.internal;

import io.emrops.Action;
import io.emrops.ActionStep;
import io.emrops.Backoff;
import io.emrops.Condition;
import io.emrops.Done;
import io.emrops.InDoubt;
import io.emrops.Output;
import io.emrops.Value;
import io.emrops.spi.Node;
import java.time.Duration;

/** A step without a result, being defined. */
final class ActionDraft extends StepDraft implements ActionStep {
    private static final Output<Done> DONE = Output.of(Done.class);

    private final Action body;
    private final UndoDraft undo;
    private InDoubt<Done> inDoubt = InDoubt.ask();

    ActionDraft(Scope scope, String id, String title, Action body) {
        super(scope, id, title);
        this.body = body;
        this.undo = new UndoDraft(scope, id());
    }

    @Override
    public ActionStep note(String text) {
        addNote(text);
        return this;
    }

    @Override
    public ActionStep needs(Value<?>... values) {
        addNeeds(values);
        return this;
    }

    @Override
    public ActionStep timeout(Duration perAttempt) {
        setTimeout(perAttempt);
        return this;
    }

    @Override
    public ActionStep attempts(int max, Backoff backoff) {
        setAttempts(max, backoff);
        return this;
    }

    @Override
    public ActionStep undo(Action how) {
        undo.finished((run, done) -> how.run(run));
        return this;
    }

    @Override
    public ActionStep undoAttempt(Action how) {
        undo.attempt(how);
        return this;
    }

    @Override
    public ActionStep nothingToUndo(String why) {
        undo.nothing(why);
        return this;
    }

    @Override
    public ActionStep irreversible(String why) {
        undo.irreversible(why);
        return this;
    }

    @Override
    public ActionStep inDoubt(InDoubt<Done> policy) {
        scope().requireOpen();
        inDoubt = policy;
        return this;
    }

    @Override
    public ActionStep version(int version) {
        setVersion(version);
        return this;
    }

    @Override
    public ActionStep onlyIf(String why, Condition condition) {
        setOnlyIf(why, condition);
        return this;
    }

    @Override
    public Node freeze() {
        requireProbe(inDoubt, false);
        var operation = new AuthoredOperation<>(id(), DONE, run -> {
            body.run(run);
            return Done.DONE;
        });
        return new Node.Task(traits(DONE), operation, true, undo.freeze(operation.undoing()), inDoubt);
    }
}
