package io.emrops.spi;

import io.emrops.Contact;
import io.emrops.Link;
import io.emrops.RunbookBuilder;
import io.emrops.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A runbook as an immutable tree: what engines walk and documents are rendered from. Made by {@link
 * io.emrops.Runbook#define} and valid by construction.
 */
public final class Definition {
    private final Head head;
    private final List<ParamSpec> params;
    private final List<Node> nodes;
    private final Object root;
    private final Consumer<RunbookBuilder> block;
    private final List<Node.Stepping> steps;
    private volatile @Nullable Fingerprint fingerprint;

    /** For {@link io.emrops.Runbook#define}. */
    public Definition(
            Head head, List<ParamSpec> params, List<Node> nodes, Object root, Consumer<RunbookBuilder> block) {
        this.head = head;
        this.params = List.copyOf(params);
        this.nodes = List.copyOf(nodes);
        this.root = root;
        this.block = block;
        var steps = new ArrayList<Node.Stepping>();
        collect(this.nodes, steps);
        this.steps = Collections.unmodifiableList(steps);
    }

    /**
     * What stands above the steps.
     *
     * @param version the author's version, from 1
     * @param purpose may be empty
     * @param automaticUndo whether a failed or cancelled run is undone by itself
     * @param deadline from the start of a run, if there is one
     */
    public record Head(
            String id,
            String title,
            int version,
            String purpose,
            List<String> owners,
            List<Contact> contacts,
            List<Link> links,
            boolean automaticUndo,
            Optional<Duration> deadline) {
        public Head {
            owners = List.copyOf(owners);
            contacts = List.copyOf(contacts);
            links = List.copyOf(links);
        }
    }

    /**
     * A parameter.
     *
     * @param id its path: that of a parameter of an included runbook begins with the inclusion's
     * @param type one that can be journalled, or {@link io.emrops.Secret}
     * @param defaultValue taken if none is given
     * @param boundTo the value of the outer runbook that feeds it; then it is not asked for
     */
    public record ParamSpec(
            String id,
            Class<?> type,
            boolean secret,
            Optional<Object> defaultValue,
            List<Demand> demands,
            String description,
            Optional<Value<?>> boundTo) {
        public ParamSpec {
            demands = List.copyOf(demands);
        }
    }

    /**
     * Something demanded of a parameter.
     *
     * @param why in words
     * @param holds never called with a secret
     */
    public record Demand(String why, Predicate<Object> holds) {}

    /** What stands above the steps. */
    public Head head() {
        return head;
    }

    public String id() {
        return head.id();
    }

    public String title() {
        return head.title();
    }

    /** All parameters, those of included runbooks among them. */
    public List<ParamSpec> params() {
        return params;
    }

    /** The outermost sequence, in order. */
    public List<Node> nodes() {
        return nodes;
    }

    /** Whether a handle was made by this runbook. */
    public boolean owns(Value<?> value) {
        return value instanceof Handle handle && handle.root() == root;
    }

    /** The block it was defined with; executed again where the runbook is included in another. */
    public Consumer<RunbookBuilder> block() {
        return block;
    }

    /** All steps in the order of the document, those in branches and parts included. */
    public List<Node.Stepping> steps() {
        return steps;
    }

    /** What runs in flight are compared by. Made when it is first asked for. */
    public Fingerprint fingerprint() {
        var known = fingerprint;
        if (known == null) {
            known = Fingerprint.of(this);
            fingerprint = known;
        }
        return known;
    }

    private static void collect(List<? extends Node> nodes, List<Node.Stepping> into) {
        for (var node : nodes) {
            if (node instanceof Node.Stepping step) {
                into.add(step);
            } else if (node instanceof Node.Part part) {
                collect(part.nodes(), into);
            } else if (node instanceof Node.Branches branches) {
                collect(branches.branches(), into);
            }
        }
    }
}
