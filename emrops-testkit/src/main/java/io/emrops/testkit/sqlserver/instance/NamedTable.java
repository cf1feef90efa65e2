package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A table that a statement names, or finds by itself. */
record NamedTable(Database database, Contents.Table table) {
    /** @throws Refusal if its database is none, or cannot be entered */
    static Optional<NamedTable> find(Instance instance, Caller caller, ObjectName name) throws Refusal {
        for (var each : all(instance, caller, name.database())) {
            var schema = name.schema().isEmpty() ? "dbo" : name.schema();
            if (each.table.name().equalsIgnoreCase(name.name())
                    && each.table.schema().equalsIgnoreCase(schema)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** @param databaseName empty for the one that the session is in; of those that every instance has no tables are known */
    static List<NamedTable> all(Instance instance, Caller caller, String databaseName) throws Refusal {
        var name = databaseName.isEmpty() ? caller.database() : databaseName;
        if (DatabaseRegister.isSystem(name)) {
            return List.of();
        }
        var database = instance.register().require(name, 911);
        instance.occupants().requireOpen(database, caller);
        var tables = new ArrayList<NamedTable>();
        for (var table : instance.tablesOf(database)) {
            tables.add(new NamedTable(database, table));
        }
        return tables;
    }

    static String written(ObjectName name) {
        return name.schema().isEmpty() ? name.name() : name.schema() + "." + name.name();
    }

    Upkeep upkeep() {
        return database.upkeep();
    }

    /** Of its indexes, and those that belong to none. */
    List<String> statistics() {
        var names = new ArrayList<String>();
        for (var index : table.indexes()) {
            if (!index.name().isEmpty()) {
                names.add(index.name());
            }
        }
        names.addAll(table.columnStatistics());
        return names;
    }

    Optional<Contents.Index> index(String name) {
        return table.indexes().stream()
                .filter(index -> !index.name().isEmpty() && index.name().equalsIgnoreCase(name))
                .findFirst();
    }

    Upkeep.IndexState state(Contents.Index index) {
        return upkeep().index(table.schema(), table.name(), index.name());
    }

    boolean allowsPageLocks(Contents.Index index) {
        return state(index).pageLocks().orElse(index.allowsPageLocks());
    }

    boolean isSame(NamedTable other) {
        return database == other.database && table.objectId() == other.table.objectId();
    }
}
