package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.instance.Commit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the transaction of a session has done so far, in its order. */
final class Work {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(Content content, Commit.Redo redo) {}

    void add(Content content, Commit.Redo redo) {
        entries.add(new Entry(content, redo));
    }

    /** Where it is now. */
    int mark() {
        return entries.size();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Everything after this is undone. */
    void cut(int mark) {
        entries.subList(mark, entries.size()).clear();
    }

    boolean changedSchemaSince(int mark) {
        return entries.subList(mark, entries.size()).stream().anyMatch(entry -> entry.redo instanceof SchemaChanged);
    }

    /** The databases that it has changed. */
    Set<Content> contents() {
        return byContent().keySet();
    }

    /** Those of which the engine has something for good: it commits what there is when tables are changed. */
    Set<Content> contentsOfEngine() {
        var contents = new LinkedHashSet<Content>();
        var last = entries.size() - 1;
        while (last >= 0 && !(entries.get(last).redo instanceof SchemaChanged)) {
            last--;
        }
        entries.subList(0, last + 1).forEach(entry -> contents.add(entry.content));
        return contents;
    }

    /** What it has done to each. */
    Map<Content, List<Commit.Redo>> byContent() {
        var changes = new LinkedHashMap<Content, List<Commit.Redo>>();
        for (var entry : entries) {
            changes.computeIfAbsent(entry.content, content -> new ArrayList<>()).add(entry.redo);
        }
        return changes;
    }

    /** What a database has for the session whose work it is. */
    Catalog catalogOf(Content content) {
        return catalog(content).orElseGet(content::catalog);
    }

    /** The catalog that it has left behind; empty if it has changed none. */
    private Optional<Catalog> catalog(Content content) {
        for (var i = entries.size() - 1; i >= 0; i--) {
            var entry = entries.get(i);
            if (entry.content == content && entry.redo instanceof SchemaChanged schema) {
                return Optional.of(schema.after());
            }
        }
        return Optional.empty();
    }
}
