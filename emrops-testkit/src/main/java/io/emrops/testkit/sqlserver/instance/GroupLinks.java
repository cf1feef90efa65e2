package io.emrops.testkit.sqlserver.instance;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who of a group sees whom, and how long what is sent takes. Guarded by the group. */
final class GroupLinks {
    private final Set<Set<Instance>> cut = new HashSet<>();
    private final Map<Instance, Duration> delays = new HashMap<>();
    private final Map<Instance, Duration> roleChanges = new HashMap<>();
    private final Set<Instance> withoutRedo = new HashSet<>();

    void cut(Instance one, Instance other) {
        cut.add(Set.of(one, other));
    }

    void heal(Instance one, Instance other) {
        cut.remove(Set.of(one, other));
    }

    boolean connect(AvailabilityReplica one, AvailabilityReplica other) {
        return one == other || !cut.contains(Set.of(one.instance(), other.instance()));
    }

    void delay(Instance to, Duration delay) {
        delays.put(to, delay);
    }

    Duration delay(AvailabilityReplica to) {
        return delays.getOrDefault(to.instance(), Duration.ZERO);
    }

    void roleChange(Instance replica, Duration takes) {
        roleChanges.put(replica, takes);
    }

    /** How long it takes to become primary by force. */
    Duration roleChange(AvailabilityReplica replica) {
        return roleChanges.getOrDefault(replica.instance(), Duration.ZERO);
    }

    void redo(Instance replica, boolean goesOn) {
        if (goesOn) {
            withoutRedo.remove(replica);
        } else {
            withoutRedo.add(replica);
        }
    }

    boolean redoes(AvailabilityReplica replica) {
        return !withoutRedo.contains(replica.instance());
    }
}
