package io.emrops.testkit.sqlserver.instance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * An availability group as one of its instances knows it.
 *
 * @param primary the name of the primary; empty if the instance does not see one
 * @param required how many synchronous replicas have to have what is committed
 * @param sequence grows with each change of primaries
 * @param members all replicas
 */
public record GroupReport(
        String name,
        UUID id,
        ClusterType clusterType,
        Optional<String> primary,
        int required,
        long sequence,
        List<Member> members) {
    /** Copies the list. */
    public GroupReport {
        members = List.copyOf(members);
    }

    /** The one on the instance that was asked. */
    public Member local() {
        return members.stream().filter(Member::local).findFirst().orElseThrow();
    }

    /** Those whose state the instance knows: of a primary all, of others itself. */
    public List<Member> known() {
        return local().role().equals(Optional.of(ReplicaRole.PRIMARY)) ? members : List.of(local());
    }

    /**
     * A replica.
     *
     * @param connections whom it lets in while it is secondary
     * @param role empty if the instance does not see it
     * @param connected whether it and the primary see each other
     */
    public record Member(
            UUID id,
            String name,
            boolean local,
            CommitMode mode,
            SecondaryConnections connections,
            Optional<ReplicaRole> role,
            boolean connected,
            List<Copy> databases) {
        /** Copies the list. */
        public Member {
            databases = List.copyOf(databases);
        }
    }

    /**
     * What a replica has of a database.
     *
     * @param databaseId on the instance that was asked
     * @param sync how it stands to the primary's
     * @param end where the next record of its log goes
     * @param lastHardened when what it has last was committed
     * @param lastRedone what can be read of it; empty if there is nothing
     * @param unsent how many transactions it lacks; empty where that is not known
     * @param unredone how many it has that cannot be read yet
     * @param lag for how long something is committed that cannot be read there; empty where that is not known
     */
    public record Copy(
            int databaseId,
            UUID groupDatabaseId,
            String name,
            Sync sync,
            Optional<SuspendReason> suspended,
            Lsn end,
            Optional<Instant> lastHardened,
            Optional<Commit> lastRedone,
            OptionalLong unsent,
            long unredone,
            Optional<Duration> lag) {}

    /** As {@code synchronization_state_desc} has it. */
    public enum Sync {
        /** Nothing moves. */
        NOT_SYNCHRONIZING,
        /** It follows. */
        SYNCHRONIZING,
        /** It has it all, and the primary waits for it. */
        SYNCHRONIZED
    }

    /** With the group's lock held. */
    static GroupReport of(GroupState group, Instance instance) {
        var local = group.replica(instance);
        var primary = group.primaryOf(local);
        return new GroupReport(
                group.name(),
                group.id(),
                group.clusterType(),
                primary.map(AvailabilityReplica::name),
                group.required(),
                group.epoch(),
                group.replicas().stream()
                        .map(replica -> member(group, local, replica))
                        .toList());
    }

    private static Member member(GroupState group, AvailabilityReplica local, AvailabilityReplica replica) {
        var isLocal = replica == local;
        var connected = isLocal
                ? group.primaryOf(local).isPresent()
                : group.primaryOf(replica).equals(Optional.of(local));
        return new Member(
                replica.id(),
                replica.name(),
                isLocal,
                replica.mode(),
                replica.connections(),
                isLocal || connected ? Optional.of(replica.role()) : Optional.empty(),
                connected,
                replica.copies().values().stream()
                        .map(copy -> copy(group, local, replica, copy))
                        .toList());
    }

    private static Copy copy(
            GroupState group, AvailabilityReplica local, AvailabilityReplica replica, DatabaseCopy copy) {
        var name = copy.database().name();
        var here = GroupState.copy(local, name);
        var isRemote = local.isPrimary() && replica != local;
        var missing = here.hardened().size() - copy.commonWith(here);
        var shown = Math.min(copy.redone(), copy.commonWith(here));
        return new Copy(
                here.database().id(),
                group.idOf(name),
                name,
                sync(group, replica, name),
                copy.suspended(),
                copy.state().end(),
                copy.lastHardened(),
                copy.lastRedone(),
                isRemote ? OptionalLong.of(missing) : OptionalLong.empty(),
                copy.hardened().size() - copy.redone(),
                isRemote && group.isFed(replica, name)
                        ? Optional.of(
                                shown == here.hardened().size()
                                        ? Duration.ZERO
                                        : Duration.between(
                                                here.hardened().get(shown).at(),
                                                local.instance().now()))
                        : Optional.empty());
    }

    private static Sync sync(GroupState group, AvailabilityReplica replica, String database) {
        if (replica.isPrimary()) {
            return GroupState.copy(replica, database).suspended().isEmpty()
                    ? Sync.SYNCHRONIZED
                    : Sync.NOT_SYNCHRONIZING;
        } else if (group.isSynchronized(replica, database)) {
            return Sync.SYNCHRONIZED;
        }
        return group.isFed(replica, database) ? Sync.SYNCHRONIZING : Sync.NOT_SYNCHRONIZING;
    }
}
