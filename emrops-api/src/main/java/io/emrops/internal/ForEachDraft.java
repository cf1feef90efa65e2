package io.emrops.internal;

import io.emrops.Backoff;
import io.emrops.Condition;
import io.emrops.Done;
import io.emrops.ForEach;
import io.emrops.InDoubt;
import io.emrops.ItemAction;
import io.emrops.ItemUndo;
import io.emrops.Items;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Undoing;
import io.emrops.Value;
import io.emrops.spi.Node;
import io.emrops.spi.UndoSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** A fan-out, being defined. */
final class ForEachDraft<I, R> extends StepDraft implements ForEach<I, R> {
    private final Items<I> items;
    private final Class<R> itemType;
    private final boolean authored;
    private final BiFunction<String, I, Operation<R>> work;
    private Optional<ItemUndo<? super I, ? super R>> finished = Optional.empty();
    private Optional<ItemAction<? super I>> attempt = Optional.empty();
    private Optional<String> nothing = Optional.empty();
    private Optional<String> irreversible = Optional.empty();
    private InDoubt<R> inDoubt = InDoubt.ask();
    private int atMost = 1;
    private int stopAfterFailures = 1;

    /** @param work the operation for an item, by the path of its step */
    ForEachDraft(
            Scope scope,
            String id,
            String title,
            Items<I> items,
            Class<R> itemType,
            boolean authored,
            BiFunction<String, I, Operation<R>> work) {
        super(scope, id, title);
        this.items = items;
        this.itemType = itemType;
        this.authored = authored;
        this.work = work;
    }

    @Override
    public ForEach<I, R> note(String text) {
        addNote(text);
        return this;
    }

    @Override
    public ForEach<I, R> needs(Value<?>... values) {
        addNeeds(values);
        return this;
    }

    @Override
    public ForEach<I, R> timeout(Duration perAttempt) {
        setTimeout(perAttempt);
        return this;
    }

    @Override
    public ForEach<I, R> attempts(int max, Backoff backoff) {
        setAttempts(max, backoff);
        return this;
    }

    @Override
    public ForEach<I, R> atMost(int items) {
        scope().requireOpen();
        if (items < 1) {
            fault("works on " + items + " items at once; one at least");
        }
        atMost = items;
        return this;
    }

    @Override
    public ForEach<I, R> stopAfterFailures(int items) {
        scope().requireOpen();
        if (items < 1) {
            fault("stops after " + items + " failures; one at least");
        }
        stopAfterFailures = items;
        return this;
    }

    @Override
    public ForEach<I, R> undo(ItemUndo<? super I, ? super R> undo) {
        scope().requireOpen();
        finished = UndoDraft.once(scope(), id(), finished, undo, "undo");
        return this;
    }

    @Override
    public ForEach<I, R> undoAttempt(ItemAction<? super I> undo) {
        scope().requireOpen();
        attempt = UndoDraft.once(scope(), id(), attempt, undo, "undoAttempt");
        return this;
    }

    @Override
    public ForEach<I, R> nothingToUndo(String why) {
        scope().requireOpen();
        nothing = UndoDraft.reason(scope(), id(), nothing, why, "nothingToUndo");
        return this;
    }

    @Override
    public ForEach<I, R> irreversible(String why) {
        scope().requireOpen();
        irreversible = UndoDraft.reason(scope(), id(), irreversible, why, "irreversible");
        return this;
    }

    @Override
    public ForEach<I, R> inDoubt(InDoubt<R> policy) {
        scope().requireOpen();
        inDoubt = policy;
        return this;
    }

    @Override
    public ForEach<I, R> version(int version) {
        setVersion(version);
        return this;
    }

    @Override
    public ForEach<I, R> onlyIf(String why, Condition condition) {
        setOnlyIf(why, condition);
        return this;
    }

    @Override
    public Object read(Results results) {
        return results.skipped(id()) ? Map.of() : results.result(id());
    }

    @Override
    public Node freeze() {
        requireProbe(inDoubt, !authored);
        var traits = traits(Output.mapOf(itemType));
        var undo = undoOf(Done.DONE);
        UndoDraft.check(scope(), id(), undo, authored ? Undoing.statedByStep() : new Undoing.StatedLater<R>());
        return new Node.FanOut(
                traits,
                Output.of(itemType),
                items.describe(),
                items::resolve,
                (key, item) -> task(traits, key, item),
                undo,
                inDoubt,
                authored,
                atMost,
                stopAfterFailures);
    }

    @SuppressWarnings("unchecked")
    private Node.Task task(Node.Traits traits, String key, Object item) {
        var path = id() + "[" + key + "]";
        var ofItem = new Node.Traits(
                path,
                traits.title().replace("{item}", key),
                Output.of(itemType),
                traits.notes(),
                traits.needs(),
                traits.timeout(),
                traits.attempts(),
                Optional.empty(),
                traits.version());
        return new Node.Task(ofItem, work.apply(path, (I) item), authored, undoOf(item), inDoubt);
    }

    @SuppressWarnings("unchecked")
    private UndoSpec undoOf(Object item) {
        return new UndoSpec(
                finished.map(how -> (run, result) -> ((ItemUndo<I, R>) how).undo(run, (I) item, (R) result)),
                attempt.map(how -> run -> ((ItemAction<I>) how).run(run, (I) item)),
                nothing,
                irreversible);
    }
}
