package io.emrops.internal;

import io.emrops.Contact;
import io.emrops.Link;
import io.emrops.RunbookBuilder;
import io.emrops.RunbookDefinitionException;
import io.emrops.Value;
import io.emrops.spi.Definition;
import io.emrops.spi.Handle;
import io.emrops.spi.Node;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A runbook, being defined: its head, its parameters, and what holds for the whole. */
public final class RunbookDraft {
    private final Scope scope = Scope.outermost();
    private final String id;
    private final String title;
    private final Map<String, ParamDraft<?>> params = new LinkedHashMap<>();
    private final Map<String, Value<?>> bindings = new HashMap<>();
    private final Set<String> locks = new HashSet<>();
    private final Set<String> lockPaths = new HashSet<>();
    private final List<String> owners = new ArrayList<>();
    private final List<Contact> contacts = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private String purpose = "";
    private int version = 1;
    private boolean automaticUndo = true;
    private Optional<Duration> deadline = Optional.empty();

    private RunbookDraft(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /**
     * Executes the block and freezes what it wrote.
     *
     * @throws RunbookDefinitionException with everything that is wrong
     */
    public static Definition define(String id, String title, Consumer<RunbookBuilder> block) {
        return new RunbookDraft(id, title).freeze(block);
    }

    private Definition freeze(Consumer<RunbookBuilder> block) {
        scope.mention(id);
        if (!Ids.isId(id)) {
            scope.fault(
                    id, "\"" + id + "\" is not an id; use 1 to 60 of a-z 0-9 . _ - and begin with a letter or digit");
        }
        scope.titled(id, title);
        var outermost = new PartDraft(this, scope, "", title, false);
        block.accept(outermost);
        var nodes = outermost.nodes();
        var specs = params.values().stream()
                .map(p -> p.freeze(Optional.ofNullable(bindings.get(p.id()))))
                .toList();
        scope.close();
        var head = new Definition.Head(id, title, version, purpose, owners, contacts, links, automaticUndo, deadline);
        var definition = new Definition(head, specs, nodes, scope.root(), block);
        if (definition.steps().isEmpty()) {
            scope.fault(id, "has no steps");
        }
        new Order(definition, scope).check();
        var faults = scope.faults();
        if (!faults.isEmpty()) {
            throw new RunbookDefinitionException(id, faults);
        }
        return definition;
    }

    <T> ParamDraft<T> param(ParamDraft<T> param) {
        if (params.putIfAbsent(param.id(), param) != null) {
            scope.fault("param " + param.id(), "the id is used twice");
        }
        return param;
    }

    /** Feeds a parameter; false if there is none of that id. */
    boolean bind(String param, Value<?> value) {
        if (!(value instanceof Handle handle) || handle.root() != scope.root()) {
            scope.fault("param " + param, "is bound to \"" + value.id() + "\" of another runbook");
        }
        bindings.put(param, value);
        return params.containsKey(param);
    }

    void lock(String name, String path, Scope where) {
        var elsewhere = !locks.add(name);
        if (!lockPaths.add(path) || elsewhere && where == scope) {
            scope.fault(path, "the lock is taken twice");
        }
    }

    void purpose(String text) {
        purpose = text;
    }

    void owner(String name) {
        owners.add(name);
    }

    void contact(Contact contact) {
        contacts.add(contact);
    }

    void link(String title, URI address) {
        links.add(new Link(title, address));
    }

    void version(int version) {
        if (version < 1) {
            scope.fault(id, "versions are counted from 1, not " + version);
        }
        this.version = version;
    }

    void withoutAutomaticUndo() {
        automaticUndo = false;
    }

    void deadline(Duration atMost) {
        if (atMost.isNegative() || atMost.isZero()) {
            scope.fault(id, "the deadline must be positive, not " + atMost);
        }
        deadline = Optional.of(atMost);
    }

    /** Sees to it that steps rely only on what comes before them. */
    private static final class Order {
        private final Definition definition;
        private final Scope scope;
        private final Map<String, List<String>> needs = new HashMap<>();

        Order(Definition definition, Scope scope) {
            this.definition = definition;
            this.scope = scope;
            definition.steps().forEach(s -> needs.put(s.path(), s.traits().needs()));
        }

        void check() {
            var before = new HashSet<String>();
            definition.params().forEach(p -> before.add(p.id()));
            check(definition.nodes(), before);
        }

        private void check(List<? extends Node> nodes, Set<String> before) {
            for (var node : nodes) {
                if (node instanceof Node.Stepping step) {
                    check(step, before);
                    before.add(step.path());
                } else if (node instanceof Node.Part part) {
                    checkBindings(part, before);
                    check(part.nodes(), before);
                } else if (node instanceof Node.Branches branches) {
                    var behind = new HashSet<String>();
                    for (var branch : branches.branches()) {
                        var inBranch = new HashSet<>(before);
                        check(branch.nodes(), inBranch);
                        behind.addAll(inBranch);
                    }
                    before.addAll(behind);
                }
            }
        }

        private void checkBindings(Node.Part part, Set<String> before) {
            for (var param : definition.params()) {
                var of = param.id().substring(0, Math.max(0, param.id().lastIndexOf('/')));
                var from = param.boundTo().filter(definition::owns);
                if (of.equals(part.path()) && from.isPresent()) {
                    unfit(param, from.get(), before)
                            .ifPresent(why -> scope.fault(
                                    "param " + param.id(),
                                    "is bound to \"" + from.get().id() + "\", which " + why));
                }
            }
        }

        private Optional<String> unfit(Definition.ParamSpec param, Value<?> from, Set<String> before) {
            if (!before.contains(from.id())) {
                return Optional.of("does not come before the part");
            }
            if (from instanceof ConditionalStep<?>) {
                return Optional.of("is empty if its step is skipped");
            }
            var given = typeOf(from);
            return boxed(given).equals(boxed(param.type()))
                    ? Optional.empty()
                    : Optional.of("is " + simple(given) + " and not " + simple(param.type()));
        }

        private Type typeOf(Value<?> value) {
            if (value instanceof ParamDraft<?> param) {
                return param.type();
            }
            return definition.steps().stream()
                    .filter(s -> s.path().equals(value.id()))
                    .findFirst()
                    .orElseThrow()
                    .traits()
                    .output()
                    .type();
        }

        private static Type boxed(Type type) {
            return type instanceof Class<?> c ? MethodType.methodType(c).wrap().returnType() : type;
        }

        private static String simple(Type type) {
            return type instanceof Class<?> c ? c.getSimpleName() : type.getTypeName();
        }

        private void check(Node.Stepping step, Set<String> before) {
            for (var need : step.traits().needs()) {
                if (!before.contains(need)) {
                    scope.fault(
                            step.path(),
                            reaches(need, step.path(), new HashSet<>())
                                    ? "needs \"" + need + "\", which needs it in turn"
                                    : "needs \"" + need + "\", which does not come before it");
                }
            }
        }

        private boolean reaches(String from, String to, Set<String> seen) {
            return from.equals(to)
                    || seen.add(from)
                            && needs.getOrDefault(from, List.of()).stream().anyMatch(n -> reaches(n, to, seen));
        }
    }
}
