package io.emrops.internal;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Surroundings for ids: a runbook, an included part, a branch. */
final class Scope {
    private final Root root;
    private final String prefix;
    private final Set<String> taken = new HashSet<>();

    private Scope(Root root, String prefix) {
        this.root = root;
        this.prefix = prefix;
    }

    /** What all surroundings of one definition share, and by whose identity its handles are known. */
    private static final class Root {
        private final Map<String, Set<String>> faults = new LinkedHashMap<>();
        private boolean closed;
    }

    static Scope outermost() {
        return new Scope(new Root(), "");
    }

    Scope inner(String path) {
        return new Scope(root, path + "/");
    }

    Object root() {
        return root;
    }

    String prefix() {
        return prefix;
    }

    /** The path of an id in these surroundings; tells of ids that are none or are taken. */
    String pathOf(String id) {
        requireOpen();
        var path = prefix + id;
        mention(path);
        if (!Ids.isId(id)) {
            fault(path, "\"" + id + "\" is not an id; use 1 to 60 of a-z 0-9 . _ - and begin with a letter or digit");
        } else if (!taken.add(id)) {
            fault(path, "the id is used twice");
        }
        return path;
    }

    /** Gives a path its place in the order in which faults are told. */
    void mention(String path) {
        root.faults.putIfAbsent(path, Set.of());
    }

    /** The title of what is at a path; tells of a blank one. */
    String titled(String path, String title) {
        if (title.isBlank()) {
            fault(path, "the title is blank");
        }
        return title;
    }

    void fault(String path, String what) {
        var known = root.faults.getOrDefault(path, Set.of());
        if (known.isEmpty()) {
            known = new LinkedHashSet<>();
            root.faults.put(path, known);
        }
        known.add(path + ": " + what);
    }

    List<String> faults() {
        return root.faults.values().stream().flatMap(Set::stream).toList();
    }

    void close() {
        root.closed = true;
    }

    void requireOpen() {
        if (root.closed) {
            throw new IllegalStateException("The runbook is defined; it cannot be changed any more");
        }
    }
}
