package io.emrops.internal;

import io.emrops.Backoff;
import io.emrops.Condition;
import io.emrops.InDoubt;
import io.emrops.Output;
import io.emrops.Value;
import io.emrops.spi.Handle;
import io.emrops.spi.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What all steps have in common while they are being defined. The public verbs are in the subclasses, each with its own
 * type; they all end here.
 */
abstract class StepDraft implements Handle, NodeDraft {
    private final Scope scope;
    private final String path;
    private final String title;
    private final List<String> notes = new ArrayList<>();
    private final List<Value<?>> needs = new ArrayList<>();
    private Optional<Duration> timeout = Optional.empty();
    private Node.Attempts attempts = Node.Attempts.ONCE;
    private Optional<Node.Conditional> onlyIf = Optional.empty();
    private int version = 1;

    StepDraft(Scope scope, String id, String title) {
        this.scope = scope;
        this.path = scope.pathOf(id);
        this.title = scope.titled(path, title);
    }

    public final String id() {
        return path;
    }

    @Override
    public final Object root() {
        return scope.root();
    }

    @Override
    public Object read(Results results) {
        if (!onlyIf.isPresent()) {
            return results.result(path);
        }
        if (results.skipped(path)) {
            throw new IllegalStateException("Step \"" + path + "\" was skipped: its condition \""
                    + onlyIf.get().why() + "\" did not hold");
        }
        return results.result(path);
    }

    final Scope scope() {
        return scope;
    }

    final void fault(String what) {
        scope.fault(path, what);
    }

    final void addNote(String text) {
        scope.requireOpen();
        notes.add(text);
    }

    final void addNeeds(Value<?>... values) {
        scope.requireOpen();
        needs.addAll(List.of(values));
    }

    final void setTimeout(Duration timeout) {
        this.timeout = Optional.of(positive(timeout, "the timeout"));
    }

    final void setAttempts(int max, Backoff backoff) {
        scope.requireOpen();
        if (max < 1) {
            fault("attempts are counted from 1, not " + max);
            return;
        }
        attempts = new Node.Attempts(max, backoff);
    }

    final void setVersion(int version) {
        scope.requireOpen();
        if (version < 1) {
            fault("versions are counted from 1, not " + version);
        }
        this.version = version;
    }

    final void setOnlyIf(String why, Condition condition) {
        scope.requireOpen();
        if (onlyIf.isPresent()) {
            fault("has two conditions; join them in one onlyIf");
        }
        if (why.isBlank()) {
            fault("onlyIf gives no reason");
        }
        onlyIf = Optional.of(new Node.Conditional(why, condition));
    }

    final Duration positive(Duration duration, String what) {
        scope.requireOpen();
        if (duration.isNegative() || duration.isZero()) {
            fault(what + " must be positive, not " + duration);
        }
        return duration;
    }

    /** Tells of a probe that is wished for where nothing can be asked: it would come to asking a person, and not say so. */
    final void requireProbe(InDoubt<?> inDoubt, boolean there) {
        if (inDoubt.policy() == InDoubt.Policy.PROBE && inDoubt.probing().isEmpty() && !there) {
            fault("states inDoubt(probe()), and what it does has no probe; state ask(), rerun() or probe(run -> ...)");
        }
    }

    final Node.Traits traits(Output<?> output) {
        for (var fault : output.faults()) {
            fault("its result cannot be kept: " + fault);
        }
        return new Node.Traits(path, title, output, notes, needed(), timeout, attempts, onlyIf, version);
    }

    private List<String> needed() {
        var paths = new ArrayList<String>();
        for (var value : needs) {
            if (!(value instanceof Handle handle) || handle.root() != root()) {
                fault("needs \"" + value.id() + "\" of another runbook");
            } else {
                paths.add(value.id());
            }
        }
        return paths;
    }
}
