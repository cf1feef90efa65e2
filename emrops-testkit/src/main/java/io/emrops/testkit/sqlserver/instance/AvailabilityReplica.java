package io.emrops.testkit.sqlserver.instance;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An instance as a member of an availability group. Guarded by the group. */
final class AvailabilityReplica {
    private final Instance instance;
    private final UUID id;
    private final Map<String, DatabaseCopy> copies = new LinkedHashMap<>();
    private CommitMode mode;
    private SecondaryConnections connections;
    private ReplicaRole role = ReplicaRole.SECONDARY;

    /** Of which change of primaries it has heard. */
    private int epoch;

    AvailabilityReplica(Instance instance, UUID id, CommitMode mode, SecondaryConnections connections) {
        this.instance = instance;
        this.id = id;
        this.mode = mode;
        this.connections = connections;
    }

    Instance instance() {
        return instance;
    }

    String name() {
        return instance.name();
    }

    UUID id() {
        return id;
    }

    /** Whom it lets in while it is secondary. */
    SecondaryConnections connections() {
        return connections;
    }

    void connections(SecondaryConnections newConnections) {
        connections = newConnections;
    }

    CommitMode mode() {
        return mode;
    }

    void mode(CommitMode newMode) {
        mode = newMode;
    }

    ReplicaRole role() {
        return role;
    }

    boolean isPrimary() {
        return role == ReplicaRole.PRIMARY;
    }

    int epoch() {
        return epoch;
    }

    void become(ReplicaRole newRole, int newEpoch) {
        role = newRole;
        epoch = newEpoch;
    }

    Map<String, DatabaseCopy> copies() {
        return copies;
    }

    Optional<DatabaseCopy> copy(String database) {
        return Optional.ofNullable(copies.get(key(database)));
    }

    static String key(String database) {
        return database.toUpperCase(Locale.ROOT);
    }

    void join(Database database) {
        copies.put(key(database.name()), new DatabaseCopy(database));
    }
}
