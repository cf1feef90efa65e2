package io.emrops.replication;

import io.emrops.PreconditionFailedException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the replicas of a group are.
 *
 * @param group what fails over together: an availability group, or a database whose log is shipped
 * @param at when they were asked, by the clock of the system
 * @param replicas all that are known, also those that do not answer; by their names
 */
public record ReplicationStatus(String group, Instant at, List<Replica> replicas) {
    public ReplicationStatus {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(at, "at");
        replicas = List.copyOf(replicas);
        var names = new HashSet<String>();
        for (var replica : replicas) {
            if (!names.add(replica.name())) {
                throw new IllegalArgumentException("Two replicas are called " + replica.name());
            }
        }
    }

    /**
     * Who is primary; the answer after a failover whose outcome is not known.
     *
     * @return empty if nobody who answers is, or if several are: see {@link #primaries}
     */
    public Optional<Replica> primary() {
        return primaries().size() == 1 ? Optional.of(primaries().get(0)) : Optional.empty();
    }

    /** All that are primary; more than one is a split brain. */
    public List<Replica> primaries() {
        return replicas.stream().filter(Replica::isPrimary).toList();
    }

    /** Whether this replica is primary, and no other is. */
    public boolean isPrimary(String replica) {
        return primary().filter(p -> p.name().equals(replica)).isPresent();
    }

    /** All that are not primary. */
    public List<Replica> others() {
        return replicas.stream().filter(replica -> !replica.isPrimary()).toList();
    }

    /**
     * The replica of this name.
     *
     * @throws PreconditionFailedException if there is none
     */
    public Replica replica(String name) {
        return replicas.stream()
                .filter(replica -> replica.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PreconditionFailedException("Group " + group + " has no replica " + name
                        + ", only " + replicas.stream().map(Replica::name).toList()));
    }
}
