package io.emrops.internal;

import io.emrops.Action;
import io.emrops.ActionStep;
import io.emrops.Approval;
import io.emrops.Body;
import io.emrops.Check;
import io.emrops.CheckStep;
import io.emrops.Contact;
import io.emrops.Done;
import io.emrops.ForEach;
import io.emrops.Included;
import io.emrops.ItemAction;
import io.emrops.ItemBody;
import io.emrops.Items;
import io.emrops.MaintenanceWindow;
import io.emrops.ManualStep;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Parallel;
import io.emrops.Param;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.Secret;
import io.emrops.Step;
import io.emrops.WindowRule;
import io.emrops.spi.Node;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** A sequence of steps, being defined: a runbook, a part of it, or a branch. */
final class PartDraft implements RunbookBuilder, NodeDraft {
    private final RunbookDraft book;
    private final Scope scope;
    private final String path;
    private final String title;
    private final boolean inBranch;
    private final List<NodeDraft> nodes = new ArrayList<>();
    private boolean included;
    private int sections;
    private int windows;

    PartDraft(RunbookDraft book, Scope scope, String path, String title, boolean inBranch) {
        this.book = book;
        this.scope = scope;
        this.path = path;
        this.title = title;
        this.inBranch = inBranch;
    }

    RunbookDraft book() {
        return book;
    }

    Scope scope() {
        return scope;
    }

    boolean inBranch() {
        return inBranch;
    }

    /** From here on this is a runbook inside another, whose head does not speak for the whole. */
    void included() {
        included = true;
    }

    List<Node> nodes() {
        return nodes.stream().map(NodeDraft::freeze).toList();
    }

    @Override
    public Node.Part freeze() {
        return new Node.Part(path, title, nodes());
    }

    @Override
    public void purpose(String text) {
        head(() -> book.purpose(text));
    }

    @Override
    public void owner(String name) {
        head(() -> book.owner(name));
    }

    @Override
    public void contact(Contact contact) {
        head(() -> book.contact(contact));
    }

    @Override
    public void link(String title, URI address) {
        head(() -> book.link(title, address));
    }

    @Override
    public void version(int version) {
        head(() -> book.version(version));
    }

    @Override
    public void withoutAutomaticUndo() {
        head(book::withoutAutomaticUndo);
    }

    @Override
    public void deadline(Duration atMost) {
        head(() -> book.deadline(atMost));
    }

    @Override
    public <T> Param<T> param(String id, Class<T> type) {
        scope.requireOpen();
        return book.param(new ParamDraft<>(scope, id, type));
    }

    @Override
    public Param<Secret> secret(String id) {
        return param(id, Secret.class);
    }

    @Override
    public void section(String title) {
        sections++;
        scope.titled(scope.prefix() + "section:" + sections, title);
        add((NodeDraft) () -> new Node.Section(title));
    }

    @Override
    public void note(String text) {
        add((NodeDraft) () -> new Node.Note(text));
    }

    @Override
    public void lock(String name) {
        var at = scope.prefix() + "lock:" + name;
        if (name.isBlank()) {
            scope.fault(at, "a lock has a name");
        }
        if (inBranch) {
            scope.fault(at, "a lock is taken before the branches, not inside one: it belongs to the run");
        }
        book.lock(name, at, scope);
        add((NodeDraft) () -> new Node.Lock(at, name));
    }

    @Override
    public WindowRule window(MaintenanceWindow window) {
        windows++;
        var at = scope.prefix() + "window:" + windows;
        if (inBranch) {
            scope.fault(
                    at, "a window is stated before the branches, not inside one: it holds for the run from there on");
        }
        return add(new WindowDraft(scope, at, Objects.requireNonNull(window, "window")));
    }

    @Override
    public ManualStep manual(String id, String title) {
        return add(new ManualDraft(scope, id, title));
    }

    @Override
    public Approval approval(String id, String title) {
        return add(new ApprovalDraft(scope, id, title));
    }

    @Override
    public CheckStep require(String id, String title, Check check) {
        return add(new CheckDraft(scope, id, title, Objects.requireNonNull(check, "check"), false));
    }

    @Override
    public CheckStep verify(String id, String title, Check check) {
        return add(new CheckDraft(scope, id, title, Objects.requireNonNull(check, "check"), true));
    }

    @Override
    public <T> Step<T> step(String id, String title, Operation<T> operation) {
        return add(new TaskDraft<>(scope, id, title, Objects.requireNonNull(operation, "operation")));
    }

    @Override
    public <T> Step<T> step(String id, String title, Class<T> type, Body<? extends T> body) {
        return step(id, title, Output.of(type), body);
    }

    @Override
    public <T> Step<T> step(String id, String title, Output<T> type, Body<? extends T> body) {
        Objects.requireNonNull(body, "body");
        return step(id, title, new AuthoredOperation<>(scope.prefix() + id, type, body));
    }

    @Override
    public ActionStep action(String id, String title, Action body) {
        return add(new ActionDraft(scope, id, title, Objects.requireNonNull(body, "body")));
    }

    @Override
    public <I> ForEach<I, Done> forEach(String id, String title, Items<I> items, ItemAction<? super I> body) {
        Objects.requireNonNull(body, "body");
        return forEach(id, title, items, Done.class, (run, item) -> {
            body.run(run, item);
            return Done.DONE;
        });
    }

    @Override
    public <I, R> ForEach<I, R> forEach(
            String id, String title, Items<I> items, Class<R> type, ItemBody<? super I, ? extends R> body) {
        Objects.requireNonNull(body, "body");
        var output = Output.of(type);
        return add(new ForEachDraft<>(
                scope,
                id,
                title,
                items,
                type,
                true,
                (at, item) -> new AuthoredOperation<>(at, output, run -> body.run(run, item))));
    }

    @Override
    public <I, R> ForEach<I, R> forEachOperation(
            String id,
            String title,
            Items<I> items,
            Class<R> type,
            Function<? super I, ? extends Operation<R>> operation) {
        Objects.requireNonNull(operation, "operation");
        return add(new ForEachDraft<>(scope, id, title, items, type, false, (at, item) -> operation.apply(item)));
    }

    @Override
    public Parallel parallel(String id, String title) {
        var at = scope.pathOf(id);
        return add(new ParallelDraft(this, at, scope.titled(at, title)));
    }

    @Override
    public <R> R include(String id, String title, Function<RunbookBuilder, R> part) {
        var at = scope.pathOf(id);
        var draft = add(new PartDraft(book, scope.inner(at), at, scope.titled(at, title), inBranch));
        return part.apply(draft);
    }

    @Override
    public Included include(String id, Runbook runbook) {
        return add(new IncludedDraft(this, id, runbook));
    }

    private <D extends NodeDraft> D add(D draft) {
        scope.requireOpen();
        nodes.add(draft);
        return draft;
    }

    private void head(Runnable change) {
        scope.requireOpen();
        if (!included) {
            change.run();
        }
    }
}
