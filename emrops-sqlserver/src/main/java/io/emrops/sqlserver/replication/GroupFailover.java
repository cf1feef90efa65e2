package io.emrops.sqlserver.replication;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.replication.Ability;
import io.emrops.replication.FailedOver;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.Loss;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.Replica;
import io.emrops.replication.Replica.Commit;
import io.emrops.replication.Replica.Link;
import io.emrops.replication.Replica.Movement;
import io.emrops.replication.Replica.Role;
import io.emrops.replication.Replica.Synchronisation;
import io.emrops.replication.ReplicationStatus;
import io.emrops.replication.WayBack;
import io.emrops.sqlserver.replication.GroupView.Answer;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Changes the primary of a group ("Perform a planned manual failover of an availability group", "Perform a forced manual failover of an availability group",
 * "Configure a SQL Server availability group for read-scale").
 */
public final class GroupFailover {
    private static final int LOOKS = 50;
    private static final long BETWEEN_LOOKS_MILLIS = 200;

    private final GroupReader reader;
    private final GroupStatements statements;
    private final ClusterType clusterType;

    /** @param target the group */
    public GroupFailover(GroupReader reader, ClusterType clusterType, Target target) {
        this.reader = reader;
        this.clusterType = clusterType;
        this.statements = new GroupStatements(reader, target);
    }

    private GroupView requireAble(Ability ability) {
        if (!clusterType.abilities().contains(ability)) {
            throw new PreconditionFailedException("An availability group with CLUSTER_TYPE = " + clusterType
                    + " has no " + ability + " from here; nothing was changed");
        }
        return reader.read();
    }

    private void requireType(String replica) {
        var found = statements.clusterType(replica);
        if (found != clusterType) {
            throw new PreconditionFailedException("The group " + reader.group() + " has CLUSTER_TYPE = " + found
                    + ", and " + clusterType + " was told; nothing was changed");
        }
    }

    /** What it would do; empty if it is done. */
    public List<String> preview(PlannedFailover failover) {
        var view = requireAble(Ability.PLANNED_FAILOVER);
        view.requireKnown(failover.from());
        if (isDone(view, failover.to())) {
            return List.of();
        }
        requirePlanned(view, failover);
        return List.of("primary of " + view.group() + ": " + failover.from() + " -> " + failover.to());
    }

    /** What it would do; empty if it is done. */
    public List<String> preview(ForcedFailover failover) {
        var view = requireAble(Ability.FORCED_FAILOVER);
        if (isDone(view, failover.to())) {
            return List.of();
        }
        var lost = requireForced(view, failover);
        return List.of(
                "primary of " + view.group() + ": " + lost.primary().orElse("unknown") + " -> " + failover.to(),
                lost.told());
    }

    private static boolean isDone(GroupView view, String to) {
        view.requireKnown(to);
        return view.status().isPrimary(to);
    }

    /** Loses nothing. */
    public FailedOver failOver(PlannedFailover failover, Progress progress) throws InterruptedException {
        var view = requireAble(Ability.PLANNED_FAILOVER);
        view.requireKnown(failover.from());
        if (isDone(view, failover.to())) {
            if (clusterType == ClusterType.NONE) {
                new UnclusteredFailover(reader, statements, this).finish(view, failover.from());
            }
            return done(view, Optional.of(failover.from()), failover.to(), Optional.empty());
        }
        var half = requirePlanned(view, failover);
        requireType(failover.to());
        if (clusterType == ClusterType.NONE) {
            new UnclusteredFailover(reader, statements, this).run(view, failover, half, progress);
        } else {
            become(failover.to(), statements.failOver(failover.to()), failover.from() + " still is primary");
        }
        var after = readAfter(failover.to());
        return done(after, Optional.of(failover.from()), failover.to(), Optional.of(nothing(after, failover)));
    }

    private GroupView readAfter(String to) throws InterruptedException {
        return AfterChange.get(
                to + " has become primary of " + reader.group() + ", and how the others are is not known",
                reader::read);
    }

    private static Loss nothing(GroupView view, PlannedFailover failover) {
        return new Loss(
                view.group(),
                failover.to(),
                Optional.of(failover.from()),
                Optional.of(view.at()),
                Optional.of(Duration.ZERO));
    }

    /** Whether an attempt has stopped half-way, and this is going on with it. */
    private boolean requirePlanned(GroupView view, PlannedFailover failover) {
        var from = view.require(failover.from());
        view.require(failover.to());
        var status = view.status();
        if (status.primaries().size() > 1) {
            throw view.refused("several replicas say that they are primary");
        }
        if (!from.isPrimary()) {
            if (clusterType == ClusterType.NONE
                    && status.primaries().isEmpty()
                    && status.replica(failover.from()).role() == Role.RESOLVING) {
                requireOthersSecondary(view, failover.from());
                return true;
            }
            throw view.refused(failover.from() + " is not the primary of it");
        }
        requireReady(view, status.replica(failover.to()));
        return false;
    }

    private static void requireReady(GroupView view, Replica to) {
        if (to.link() != Link.CONNECTED) {
            throw view.refused(to.name() + " and the primary do not see each other");
        } else if (to.movement() != Movement.MOVING) {
            throw view.refused("data movement of " + to.name() + " is suspended");
        } else if (to.commit() != Commit.SYNCHRONOUS || to.synchronisation() != Synchronisation.SYNCHRONISED) {
            throw view.refused(to.name() + " is not synchronised");
        }
    }

    /** Loses what was accepted. */
    public FailedOver force(ForcedFailover failover, Progress progress) throws InterruptedException {
        var view = requireAble(Ability.FORCED_FAILOVER);
        if (isDone(view, failover.to())) {
            return done(view, failover.accepted().primary(), failover.to(), Optional.empty());
        }
        var lost = requireForced(view, failover);
        requireType(failover.to());
        var old = view.status().primary();
        if (old.isEmpty()) {
            return forced(failover, lost);
        }
        fence(old.get().name(), progress);
        return AfterChange.get(
                old.get().name() + " was fenced, and nobody takes changes of " + reader.group()
                        + " until it is released or the failover is forced, maybe with a greater loss",
                () -> forced(failover, requireForced(reader.read(), failover)));
    }

    private FailedOver forced(ForcedFailover failover, Loss lost) throws InterruptedException {
        become(failover.to(), statements.force(failover.to()), "Nobody is known to be primary");
        return done(readAfter(failover.to()), lost.primary(), failover.to(), Optional.of(lost));
    }

    /** What will be lost, if that was accepted and nobody else takes changes. */
    private Loss requireForced(GroupView view, ForcedFailover failover) {
        view.requireWhole(failover.to());
        var status = view.status();
        var primaries = status.primaries();
        if (!primaries.isEmpty() && !failover.fenceFirst()) {
            throw view.refused(
                    primaries.get(0).name() + " answers and is primary: fail over as planned, or have it fenced first");
        }
        if (!primaries.isEmpty() && (!clusterType.abilities().contains(Ability.FENCE) || primaries.size() > 1)) {
            throw view.refused(primaries.get(0).name() + " answers and is primary, and cannot be fenced from here");
        }
        var silent = status.replicas().stream()
                .filter(replica -> !replica.answers())
                .map(Replica::name)
                .toList();
        if (!silent.isEmpty() && failover.fencedOutside().isEmpty()) {
            throw view.refused("nobody can tell that " + String.join(" and ", silent) + " takes no changes");
        }
        var lost = view.possibleLoss(failover.to());
        failover.accepted().require(lost);
        return lost;
    }

    /** The primary takes no changes any more. */
    public void fence(String replica, Progress progress) throws InterruptedException {
        requireKnown(replica);
        var view = requireAble(Ability.FENCE);
        var answer = view.require(replica);
        if (view.status().replica(replica).role() == Role.RESOLVING) {
            return;
        }
        if (!answer.isPrimary()) {
            throw view.refused(replica + " is not the primary of it");
        }
        requireType(replica);
        close(replica);
    }

    void close(String replica) throws InterruptedException {
        var result = statements.offline(replica);
        if (result.outcome() == Outcome.UNKNOWN && isClosed(replica)) {
            return;
        }
        result.orThrow("Taking " + replica + " offline", replica + " still is primary", null);
    }

    private boolean isClosed(String replica) {
        try {
            return !reader.read().require(replica).isPrimary();
        } catch (TargetUnavailableException | PreconditionFailedException e) {
            throw statements.unknown("Whether " + replica + " of " + reader.group() + " was taken offline", e);
        }
    }

    /** A fenced replica is primary again, and those that followed it follow. */
    public void release(String replica, Progress progress) throws InterruptedException {
        requireKnown(replica);
        var view = requireAble(Ability.RELEASE);
        view.require(replica);
        var status = view.status();
        if (status.isPrimary(replica)) {
            return;
        }
        if (!status.primaries().isEmpty()) {
            throw view.refused(status.primaries().get(0).name() + " has become primary");
        }
        if (status.replica(replica).role() != Role.RESOLVING) {
            throw view.refused(replica + " is not fenced");
        }
        requireOthersSecondary(view, replica);
        requireType(replica);
        become(replica, statements.force(replica), "Nobody takes changes");
        AfterChange.run(replica + " is primary again, and not all that followed it do so yet", () -> {
            for (var other : status.others()) {
                if (other.role() == Role.SECONDARY && other.movement() == Movement.MOVING) {
                    resume(other.name(), progress);
                }
            }
        });
    }

    /** Who does not answer may be primary, and who is neither may be about to become it. */
    private static void requireOthersSecondary(GroupView view, String replica) {
        for (var other : view.status().replicas()) {
            if (!other.name().equals(replica) && other.role() != Role.SECONDARY) {
                throw view.refused("nobody can tell that " + other.name() + " has not become primary, or will not");
            }
        }
    }

    /** A suspended replica follows the primary, with whatever only it had thrown away; so does one that was fenced before another became primary. */
    public void resume(String replica, Progress progress) throws InterruptedException {
        requireKnown(replica);
        var view = requireAble(Ability.RESUME);
        var answer = view.require(replica);
        var status = view.status();
        var role = status.replica(replica).role();
        if (role == Role.RESOLVING
                && clusterType == ClusterType.NONE
                && status.primary().isPresent()) {
            requireType(replica);
            statements.follow(replica);
            AfterChange.run(replica + " is secondary, and its data movement is suspended", () -> {
                resumeCopies(replica, reader.read().require(replica));
            });
            return;
        }
        if (role != Role.SECONDARY) {
            throw view.refused(replica + " is primary or fenced");
        }
        if (status.primary().isEmpty()) {
            throw view.refused("it is not known which replica is primary");
        }
        resumeCopies(replica, answer);
    }

    private void resumeCopies(String replica, Answer answer) throws InterruptedException {
        for (var copy : answer.own()) {
            if (copy.suspended()) {
                statements.resume(replica, copy.database());
            }
        }
    }

    private void requireKnown(String replica) {
        reader.server(replica);
    }

    /** Waits until a replica is what it was told to become; a lost connection says nothing. */
    void become(String replica, OperationResult result, String otherwise) throws InterruptedException {
        if (result.outcome() != Outcome.UNKNOWN) {
            result.orThrow("The failover of " + reader.group() + " to " + replica, otherwise, null);
        }
        var whether = "Whether " + replica + " became primary of " + reader.group();
        for (var look = 0; look < LOOKS; look++) {
            var status = statusAfter(whether);
            if (status.isPrimary(replica)) {
                return;
            }
            var silent = !status.replica(replica).answers();
            if (look > 0 && (silent || result.outcome() == Outcome.UNKNOWN)) {
                throw statements.unknown(whether, null);
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
        throw new StepFailedException(replica + " was told to become primary of " + reader.group()
                + ", and is not yet. Ask for the status before anything else");
    }

    private ReplicationStatus statusAfter(String whether) {
        try {
            return reader.status();
        } catch (TargetUnavailableException | PreconditionFailedException e) {
            throw statements.unknown(whether, e);
        }
    }

    private static FailedOver done(GroupView view, Optional<String> from, String to, Optional<Loss> lost) {
        var status = view.status();
        var follows = from.filter(name -> status.replicas().stream()
                        .anyMatch(replica -> replica.name().equals(name)
                                && replica.role() == Role.SECONDARY
                                && replica.movement() == Movement.MOVING))
                .isPresent();
        return new FailedOver(view.group(), from, to, view.at(), lost, follows ? WayBack.FAIL_BACK : WayBack.RESUME);
    }
}
