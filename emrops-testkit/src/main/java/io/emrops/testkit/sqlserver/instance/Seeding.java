package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.statement.DatabaseSetting.RecoveryModel;
import java.util.List;
import java.util.Set;

/** How the databases of a new group come to its replicas. */
final class Seeding {
    private final List<AvailabilityReplica> replicas;

    Seeding(List<AvailabilityReplica> replicas) {
        this.replicas = replicas;
    }

    void seed(Set<String> databases) {
        for (var name : databases) {
            var original = original(name);
            for (var replica : replicas) {
                replica.copy(name)
                        .ifPresent(copy ->
                                copy.harden(original, original.hardened().size()));
                replica.copy(name).ifPresent(DatabaseCopy::redoAll);
            }
        }
    }

    private DatabaseCopy original(String name) {
        var primary = replicas.get(0);
        Database source;
        synchronized (primary.instance()) {
            source = primary.instance()
                    .database(name)
                    .orElseThrow(() -> new IllegalArgumentException("the primary has no database " + name));
            if (source.recoveryModel() != RecoveryModel.FULL || source.state() != DatabaseState.ONLINE) {
                throw new IllegalArgumentException(source + " cannot be in a group");
            }
            primary.join(source);
            primary.copy(name).orElseThrow().seed();
        }
        for (var replica : replicas.subList(1, replicas.size())) {
            var instance = replica.instance();
            synchronized (instance) {
                if (instance.database(name).isPresent()) {
                    throw new IllegalArgumentException(instance.name() + " has a database " + name);
                }
                replica.join(instance.register().add(source.name(), source.family(), source.files()));
            }
        }
        return primary.copy(name).orElseThrow();
    }
}
