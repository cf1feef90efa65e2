package io.emrops.testkit.sqlserver.instance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What the replicas of a group are, and how the log gets from one to the other. Guarded by the group. */
final class GroupState {
    private final String name;
    private final UUID id;
    private final ClusterType clusterType;
    private final List<AvailabilityReplica> replicas;
    private final GroupLinks links = new GroupLinks();
    private final Map<AvailabilityReplica, Instant> becomingPrimary = new LinkedHashMap<>();
    private int epoch;
    private int lastForced;
    private int required;
    private boolean moving;

    GroupState(String name, UUID id, ClusterType clusterType, List<AvailabilityReplica> replicas) {
        this.name = name;
        this.id = id;
        this.clusterType = clusterType;
        this.replicas = List.copyOf(replicas);
    }

    String name() {
        return name;
    }

    UUID id() {
        return id;
    }

    ClusterType clusterType() {
        return clusterType;
    }

    List<AvailabilityReplica> replicas() {
        return replicas;
    }

    GroupLinks links() {
        return links;
    }

    int epoch() {
        return epoch;
    }

    /** How many synchronous replicas have to have what is committed. */
    int required() {
        return required;
    }

    void required(int replicasBesideThePrimary) {
        required = replicasBesideThePrimary;
    }

    AvailabilityReplica replica(Instance instance) {
        return replicas.stream()
                .filter(replica -> replica.instance() == instance)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(instance.name() + " is not in " + name));
    }

    UUID idOf(String database) {
        return UUID.nameUUIDFromBytes((id + "/" + AvailabilityReplica.key(database)).getBytes(UTF_8));
    }

    /** Whom a replica follows, if it can be reached; itself if it is the primary. */
    Optional<AvailabilityReplica> primaryOf(AvailabilityReplica replica) {
        if (replica.isPrimary()) {
            return Optional.of(replica);
        }
        return replica.role() == ReplicaRole.RESOLVING
                ? Optional.empty()
                : replicas.stream()
                        .filter(other -> other.isPrimary() && other.epoch() == replica.epoch())
                        .filter(other -> links.connect(replica, other))
                        .findFirst();
    }

    /** Everybody hears what there is to hear, and has what has arrived. */
    void move() {
        if (moving) {
            return;
        }
        moving = true;
        try {
            endRoleChanges();
            replicas.forEach(this::hear);
            for (var replica : replicas) {
                primaryOf(replica).filter(primary -> primary != replica).ifPresent(primary -> feed(primary, replica));
                replica.copies().values().forEach(copy -> redo(replica, copy));
            }
        } finally {
            moving = false;
        }
    }

    /** Without a cluster nobody tells a primary that another has taken over, nor one that was taken offline. */
    private void hear(AvailabilityReplica replica) {
        var newest = replicas.stream()
                .filter(AvailabilityReplica::isPrimary)
                .filter(other -> links.connect(replica, other))
                .max(Comparator.comparingInt(AvailabilityReplica::epoch));
        if (newest.isEmpty() || newest.get().epoch() <= replica.epoch()) {
            return;
        }
        if (clusterType == ClusterType.NONE && replica.role() != ReplicaRole.SECONDARY) {
            return;
        }
        follow(replica, newest.get().epoch());
    }

    /** What was forced since it has last heard is not taken without being asked for. */
    void follow(AvailabilityReplica replica, int newEpoch) {
        if (lastForced > replica.epoch()) {
            replica.copies().values().forEach(copy -> copy.suspend(SuspendReason.SUSPEND_FROM_PARTNER));
        }
        replica.become(ReplicaRole.SECONDARY, newEpoch);
    }

    private void feed(AvailabilityReplica primary, AvailabilityReplica secondary) {
        primary.copies().forEach((key, original) -> {
            var copy = Objects.requireNonNull(secondary.copies().get(key));
            if (isMoving(original, copy)) {
                copy.harden(original, arrived(primary, original, secondary, copy));
            }
        });
    }

    private static boolean isMoving(DatabaseCopy original, DatabaseCopy copy) {
        return original.suspended().isEmpty() && copy.suspended().isEmpty();
    }

    private int arrived(
            AvailabilityReplica primary, DatabaseCopy original, AvailabilityReplica secondary, DatabaseCopy copy) {
        var written = original.hardened();
        var upTo = copy.commonWith(original);
        var sentBefore = primary.instance().now().minus(links.delay(secondary));
        while (upTo < written.size()
                && (secondary.mode() == CommitMode.SYNCHRONOUS_COMMIT
                        || !written.get(upTo).at().isAfter(sentBefore))) {
            upTo++;
        }
        return upTo;
    }

    private void redo(AvailabilityReplica replica, DatabaseCopy copy) {
        if (links.redoes(replica) && replica.role() != ReplicaRole.RESOLVING) {
            copy.redoAll();
        }
    }

    /** Whether data moves to a secondary database now. */
    boolean isFed(AvailabilityReplica secondary, String database) {
        return primaryOf(secondary)
                .filter(primary -> primary != secondary)
                .filter(primary -> isMoving(copy(primary, database), copy(secondary, database)))
                .isPresent();
    }

    static DatabaseCopy copy(AvailabilityReplica replica, String database) {
        return replica.copy(database).orElseThrow();
    }

    /** Whether the primary waits for this one, which has all of it. */
    boolean isSynchronized(AvailabilityReplica secondary, String database) {
        return isFed(secondary, database)
                && secondary.mode() == CommitMode.SYNCHRONOUS_COMMIT
                && primaryOf(secondary)
                        .filter(primary -> primary.mode() == CommitMode.SYNCHRONOUS_COMMIT)
                        .filter(primary -> copy(secondary, database).isSameAs(copy(primary, database)))
                        .isPresent();
    }

    boolean isReady(AvailabilityReplica secondary) {
        return secondary.copies().values().stream()
                .allMatch(copy -> isSynchronized(secondary, copy.database().name()));
    }

    /** How many others have what this primary commits. */
    long synchronizedWith(AvailabilityReplica primary, String database) {
        return replicas.stream()
                .filter(other -> other != primary && primaryOf(other).equals(Optional.of(primary)))
                .filter(other -> isSynchronized(other, database))
                .count();
    }

    /** Nothing is lost: the target has it all. */
    void failOver(AvailabilityReplica target) {
        var primary = primaryOf(target).orElseThrow();
        epoch++;
        take(target, false);
        follow(primary, epoch);
        move();
    }

    /** Whatever the others have. If that takes its time, the target is neither primary nor secondary until then. */
    void force(AvailabilityReplica target) {
        var takes = links.roleChange(target);
        if (takes.isZero()) {
            takeByForce(target);
        } else {
            target.become(ReplicaRole.RESOLVING, target.epoch());
            becomingPrimary.put(target, target.instance().now().plus(takes));
        }
        move();
    }

    private void takeByForce(AvailabilityReplica target) {
        epoch++;
        lastForced = epoch;
        take(target, true);
    }

    private void endRoleChanges() {
        for (var target : replicas) {
            var due = becomingPrimary.get(target);
            if (due != null && !target.instance().now().isBefore(due)) {
                becomingPrimary.remove(target, due);
                if (target.role() == ReplicaRole.RESOLVING) {
                    takeByForce(target);
                }
            }
        }
    }

    private void take(AvailabilityReplica target, boolean byForce) {
        target.copies().forEach((database, copy) -> copy.takeOver(byForce ? fork(database) : null));
        target.become(ReplicaRole.PRIMARY, epoch);
    }

    private UUID fork(String database) {
        return UUID.nameUUIDFromBytes((id + "/" + epoch + "/" + database).getBytes(UTF_8));
    }

    /** It is no primary any more; those that follow it wait. */
    void offline(AvailabilityReplica primary) {
        var all = clusterType == ClusterType.NONE ? List.of(primary) : new ArrayList<>(replicas);
        all.forEach(replica -> replica.become(ReplicaRole.RESOLVING, replica.epoch()));
    }

    /** It follows whoever is primary now, if anybody. */
    void demote(AvailabilityReplica replica) {
        replica.become(ReplicaRole.SECONDARY, replica.epoch());
        move();
    }
}
