package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.translation.Databases.Temporary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The temporary tables and table variables of a session. The engine can drop them only when no transaction is open. */
final class Temporaries {
    private Map<String, Temporary> tables = new HashMap<>();
    private final List<String> toDrop = new ArrayList<>();
    private int numbers;

    int nextNumber() {
        return ++numbers;
    }

    Optional<Temporary> table(String name) {
        return Optional.ofNullable(tables.get(key(name)));
    }

    void put(Temporary table) {
        tables.put(key(table.table().name()), table);
    }

    void forget(Temporary table) {
        tables.remove(key(table.table().name()));
        toDrop.add(table.engineName());
    }

    /** What there is, to come back to. */
    Map<String, Temporary> all() {
        return Map.copyOf(tables);
    }

    /** As it was; what is new since is forgotten. */
    void backTo(Map<String, Temporary> before) {
        for (var entry : Map.copyOf(tables).entrySet()) {
            if (!before.containsKey(entry.getKey())) {
                forget(entry.getValue());
            }
        }
        tables = new HashMap<>(before);
        before.values().forEach(table -> toDrop.remove(table.engineName()));
    }

    /** As it was, but for table variables: they are their batch's, and not their transaction's. */
    void rollBackTo(Map<String, Temporary> before, List<Temporary> variables) {
        var there = new HashMap<>(before);
        there.values().removeIf(Temporaries::isVariable);
        variables.forEach(variable -> there.put(key(variable.table().name()), variable));
        backTo(there);
    }

    List<Temporary> variables() {
        return tables.values().stream().filter(Temporaries::isVariable).toList();
    }

    /** The others. */
    List<Temporary> transactional() {
        return tables.values().stream().filter(table -> !isVariable(table)).toList();
    }

    private static boolean isVariable(Temporary table) {
        return table.table().name().startsWith("@");
    }

    /** What was made since, but for what was there before, is forgotten: the text that has made it is at its end. */
    void keepOnly(Map<String, Temporary> before) {
        for (var entry : Map.copyOf(tables).entrySet()) {
            if (!before.containsKey(entry.getKey())) {
                forget(entry.getValue());
            }
        }
    }

    /** A batch is at its end, and with it its table variables. */
    void forgetVariables() {
        variables().forEach(this::forget);
    }

    /** What can be dropped, once. */
    List<String> takeDropped() {
        var names = List.copyOf(toDrop);
        toDrop.clear();
        return names;
    }

    /** It could not be. */
    void dropLater(String engineName) {
        toDrop.add(engineName);
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
