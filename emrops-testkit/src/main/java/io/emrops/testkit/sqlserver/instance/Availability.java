package io.emrops.testkit.sqlserver.instance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The availability groups of an instance. What other replicas do reaches its databases when somebody looks at them: an instance waits for a group, and a group
 * for no instance. Guarded by the instance.
 */
final class Availability {
    private final Instance instance;
    private final List<AvailabilityGroup> groups = new ArrayList<>();

    Availability(Instance instance) {
        this.instance = instance;
    }

    void join(AvailabilityGroup group) {
        synchronized (instance) {
            groups.add(group);
            groups.sort(Comparator.comparing(AvailabilityGroup::name));
        }
    }

    boolean isUsed() {
        return !groups.isEmpty();
    }

    Optional<AvailabilityGroup> named(String name) {
        return groups.stream()
                .filter(group -> group.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The group that a database is in; empty if it is in none. */
    Optional<AvailabilityGroup> of(Database database) {
        return groups.stream()
                .filter(group -> group.state().replica(instance).copies().values().stream()
                        .anyMatch(copy -> copy.database() == database))
                .findFirst();
    }

    List<GroupReport> reports() {
        if (!isUsed()) {
            return List.of();
        }
        try (var still = standStill()) {
            still.catchUp();
            return still.states().stream()
                    .map(state -> GroupReport.of(state, instance))
                    .toList();
        }
    }

    /** Its databases are what their groups say. */
    void bringUpToDate() {
        if (isUsed()) {
            try (var still = standStill()) {
                still.catchUp();
            }
        }
    }

    /** Until it is closed, nobody else changes anything of these groups. */
    Still standStill() {
        return new Still();
    }

    /** All groups of the instance, as they are now. */
    final class Still implements AutoCloseable {
        private final List<AvailabilityGroup> held = List.copyOf(groups);

        private Still() {
            held.stream().map(AvailabilityGroup::lock).forEach(ReentrantLock::lock);
            held.forEach(group -> group.state().move());
        }

        /** What was written is in the group, and what the group has is in the databases. */
        void catchUp() {
            for (var group : held) {
                var state = group.state();
                var replica = state.replica(instance);
                if (replica.isPrimary()) {
                    replica.copies().values().forEach(DatabaseCopy::publish);
                    state.move();
                } else if (replica.role() == ReplicaRole.SECONDARY) {
                    replica.copies().values().forEach(DatabaseCopy::show);
                }
                for (var copy : replica.copies().values()) {
                    copy.database()
                            .membership(new Membership(
                                    replica.role(),
                                    replica.connections(),
                                    copy.suspended().isPresent()));
                }
            }
        }

        List<GroupState> states() {
            return held.stream().map(AvailabilityGroup::state).toList();
        }

        Optional<GroupState> of(Database database) {
            return Availability.this.of(database).map(AvailabilityGroup::state);
        }

        @Override
        public void close() {
            held.stream().map(AvailabilityGroup::lock).forEach(ReentrantLock::unlock);
        }
    }
}
