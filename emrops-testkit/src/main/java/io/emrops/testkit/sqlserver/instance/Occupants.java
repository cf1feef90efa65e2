package io.emrops.testkit.sqlserver.instance;

import static io.emrops.testkit.sqlserver.instance.DatabaseRegister.key;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.UserAccess;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Which session is in which database, by which login, and who else makes use of one. Guarded by the instance. */
final class Occupants {
    private final Instance instance;
    private final DatabaseRegister databases;
    private final Activities activities;
    private final Map<Integer, String> sessions = new HashMap<>();
    private final Map<Integer, String> logins = new HashMap<>();
    private final Set<Integer> readers = new HashSet<>();

    Occupants(Instance instance, DatabaseRegister databases, Activities activities) {
        this.instance = instance;
        this.databases = databases;
        this.activities = activities;
    }

    void login(int spid, String login, boolean readIntent) {
        logins.put(spid, login);
        if (readIntent) {
            readers.add(spid);
        }
    }

    /** Why a session cannot go into this database of users; empty if it can. */
    Optional<SqlError> refusal(int spid, String databaseName) {
        var database = databases.get(databaseName);
        if (database == null) {
            return Optional.of(instance.message(911, databaseName));
        }
        return new Entrance(instance, database, readers.contains(spid)).refusal(spid, logins.getOrDefault(spid, "sa"));
    }

    /** @throws Refusal if the caller cannot be in there */
    void requireOpen(Database database, Caller caller) throws Refusal {
        var reason = refusal(caller.spid(), database.name());
        if (reason.isPresent()) {
            throw new Refusal(reason.get());
        }
    }

    void enter(int spid, String databaseName) {
        sessions.put(spid, key(databaseName));
        var database = databases.get(databaseName);
        if (database != null
                && database.access() == UserAccess.SINGLE_USER
                && database.holder().isEmpty()) {
            database.holder(OptionalInt.of(spid));
        }
    }

    void leave(int spid) {
        sessions.remove(spid);
        logins.remove(spid);
        readers.remove(spid);
        for (var database : databases.all()) {
            if (database.holder().equals(OptionalInt.of(spid))) {
                database.holder(OptionalInt.empty());
            }
        }
    }

    /** The database of users that a session is in, as it is called now; empty if it is in none. */
    Optional<String> databaseOf(int spid) {
        return Optional.ofNullable(sessions.get(spid)).map(databases::get).map(Database::name);
    }

    boolean has(int spid) {
        return sessions.containsKey(spid);
    }

    /** The sessions that are in this database, by their numbers. */
    List<Integer> inside(String databaseName) {
        return sessions.entrySet().stream()
                .filter(session -> session.getValue().equals(key(databaseName)))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Whether sessions other than this one are in the database, or work on it. */
    boolean isInUse(Database database, Caller caller) {
        var holder = database.holder();
        return usersOf(database).stream().anyMatch(spid -> spid != caller.spid())
                || (holder.isPresent() && holder.getAsInt() != caller.spid());
    }

    /** The sessions that are in this database, work on it, or have changed it and not committed that. */
    List<Integer> usersOf(Database database) {
        var users = new TreeSet<>(inside(database.name()));
        users.addAll(activities.workingOn(database.name()));
        instance.writersOf(database).stream().filter(this::has).forEach(users::add);
        return List.copyOf(users);
    }
}
