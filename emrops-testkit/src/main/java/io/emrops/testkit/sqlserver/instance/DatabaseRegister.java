package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The databases of an instance by their names, which compare without case, and the files that are theirs. Guarded by the instance. */
final class DatabaseRegister {
    private static final Set<String> SYSTEM = Set.of("MASTER", "MODEL", "MSDB", "TEMPDB");
    private static final int FIRST_USER_DATABASE = 5;

    private final Instance instance;
    private final Map<String, Database> databases = new TreeMap<>();
    private final SystemDatabases system;
    private int nextDatabase = FIRST_USER_DATABASE;

    DatabaseRegister(Instance instance) {
        this.instance = instance;
        this.system = new SystemDatabases(instance.started());
    }

    /** Whether this is the name of a database that every instance has. */
    static boolean isSystem(String name) {
        return SYSTEM.contains(key(name));
    }

    static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /** Those of users, by name. */
    List<Database> all() {
        instance.availability().bringUpToDate();
        return List.copyOf(databases.values());
    }

    /** One of users; null if there is none. */
    @Nullable
    Database get(String name) {
        instance.availability().bringUpToDate();
        return databases.get(key(name));
    }

    /** One of the server's own that can be backed up; empty if it is none. */
    Optional<Database> system(String name) {
        return system.named(name);
    }

    Database require(String name, int numberIfAbsent) throws Refusal {
        var database = get(name);
        if (database == null) {
            throw instance.refusal(numberIfAbsent, name);
        }
        return database;
    }

    Database create(String name, List<DatabaseFile> files) {
        return add(name, instance.identifier(), files);
    }

    Database add(String name, UUID family, List<DatabaseFile> files) {
        var id = nextDatabase++;
        var database =
                new Database(id, name, instance.identifier(), family, instance.identifier(), instance.now(), files);
        databases.put(key(name), database);
        claim(database);
        return database;
    }

    void claim(Database database) {
        for (var file : database.files()) {
            instance.disk().put(file.path(), new ServerFile.OfDatabase(database.id()));
        }
    }

    void remove(Database database) {
        databases.remove(key(database.name()));
        instance.history().suspectPages().dropped(database);
        if (database.state() != DatabaseState.OFFLINE) {
            database.files().forEach(file -> instance.disk().delete(file.path()));
        }
    }

    void rename(Database database, String newName) {
        databases.remove(key(database.name()));
        database.rename(newName);
        databases.put(key(newName), database);
    }
}
