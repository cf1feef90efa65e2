package io.emrops.testkit;

import io.emrops.Change;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.replication.Ability;
import io.emrops.replication.FailedOver;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.Loss;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.ReplicationKind;
import io.emrops.replication.WayBack;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a {@link FakeReplication} lets be done, and does. */
final class FakeFailover {
    private final String group;
    private final FakeReplicas replicas;
    private final FakeReplicaViews views;

    FakeFailover(String group, FakeReplicas replicas, FakeReplicaViews views) {
        this.group = group;
        this.replicas = replicas;
        this.views = views;
    }

    private boolean shipping() {
        return replicas.kind() == ReplicationKind.LOG_SHIPPING;
    }

    /** Empty if it still has to be done. */
    Optional<FailedOver> done(String to, Optional<String> from) {
        if (!replicas.takesWrites(views.requireAnswer(to))) {
            return Optional.empty();
        }
        var back = shipping()
                ? WayBack.RESEED
                : from.filter(replicas::follows).isPresent() ? WayBack.FAIL_BACK : WayBack.RESUME;
        return Optional.of(new FailedOver(group, from, to, replicas.now(), Optional.empty(), back));
    }

    List<String> preview(PlannedFailover failover) {
        if (done(failover.to(), Optional.of(failover.from())).isPresent()) {
            return List.of();
        }
        require(failover);
        return List.of(new Change("primary of " + group, failover.from(), failover.to()).toString());
    }

    List<String> preview(ForcedFailover failover) {
        if (done(failover.to(), failover.accepted().primary()).isPresent()) {
            return List.of();
        }
        var lost = require(failover);
        return List.of(
                new Change("primary of " + group, lost.primary().orElse("unknown"), failover.to()).toString(),
                lost.isNone()
                        ? "Nothing is lost"
                        : lost.heldUntil()
                                .map(until -> "What was committed after " + until + " is lost")
                                .orElse("What was committed last is lost, nobody can tell how much"));
    }

    /** A failover that stopped half-way may be gone on with. */
    void require(PlannedFailover failover) {
        var from = views.requireAnswer(failover.from());
        var to = views.requireAnswer(failover.to());
        var half = from.fenced() && replicas.last().equals(failover.from());
        if (!replicas.takesWrites(from) && !half) {
            throw refused(failover.from() + " is not the primary of it");
        }
        if (!replicas.see(failover.from(), failover.to())) {
            throw refused(failover.to() + " and the primary do not see each other");
        }
        if (to.suspended()) {
            throw refused("data movement of " + failover.to() + " is suspended");
        }
        if (to.fenced()) {
            throw refused(failover.to() + " does not follow; it has to be seeded anew");
        }
        if (!shipping() && (!to.synchronous() || !from.log().equals(to.log()))) {
            throw refused(failover.to() + " is not synchronised");
        }
    }

    /** The link may be gone since the old primary was closed. */
    void requireGoOn(PlannedFailover failover) {
        try {
            require(failover);
        } catch (PreconditionFailedException | TargetUnavailableException e) {
            throw new StepFailedException(
                    failover.from() + " is closed and " + failover.to() + " is not open: nobody takes changes", e);
        }
    }

    boolean close(String from) {
        replicas.fence(from);
        return true;
    }

    FailedOver open(PlannedFailover failover) {
        var last = new Loss(
                group,
                failover.to(),
                Optional.of(failover.from()),
                Optional.of(replicas.now()),
                Optional.of(Duration.ZERO));
        replicas.takeAll(failover.from(), failover.to());
        replicas.becomePrimary(failover.to(), false);
        return new FailedOver(
                group,
                Optional.of(failover.from()),
                failover.to(),
                replicas.now(),
                Optional.of(last),
                shipping() ? WayBack.RESEED : WayBack.FAIL_BACK);
    }

    /** What will be lost, if that was accepted. */
    Loss require(ForcedFailover failover) {
        var to = views.requireAnswer(failover.to());
        if (to.fenced()) {
            throw refused(failover.to() + " does not follow; it has to be seeded anew");
        }
        var old = replicas.visiblePrimary();
        if (old.isPresent() && !failover.fenceFirst()) {
            throw refused(old.get() + " answers and is primary: fail over as planned, or have it fenced first");
        }
        if (old.isEmpty()
                && !isKnownToBeClosed(failover.to())
                && failover.fencedOutside().isEmpty()) {
            throw refused("nobody can tell that " + replicas.last() + " takes no changes");
        }
        var lost = views.possibleLoss(failover.to());
        failover.accepted().require(lost);
        return lost;
    }

    private boolean isKnownToBeClosed(String to) {
        var old = replicas.server(replicas.last());
        return shipping() ? old.reachable() && !replicas.takesWrites(old) : replicas.hasQuorum(replicas.server(to));
    }

    void closeOld(ForcedFailover failover) {
        if (failover.fenceFirst()) {
            replicas.visiblePrimary().ifPresent(replicas::fence);
        }
    }

    String fence(String name) {
        var server = views.requireAnswer(name);
        if (!server.fenced()) {
            if (!replicas.takesWrites(server)) {
                throw refused(name + " is not the primary of it");
            }
            replicas.fence(name);
        }
        return name;
    }

    String release(String name) {
        var server = views.requireAnswer(name);
        if (replicas.takesWrites(server)) {
            return name;
        }
        if (!server.fenced()) {
            throw refused(name + " is not fenced");
        }
        if (!replicas.last().equals(name)) {
            throw refused(replicas.last() + " has become primary");
        }
        if (shipping() && replicas.all().values().stream().anyMatch(other -> !other.reachable())) {
            throw new TargetUnavailableException(
                    "Nobody can tell that no other has become primary of " + group + "; nothing was changed");
        }
        replicas.release(name);
        return name;
    }

    String resume(String name) {
        var server = views.requireAnswer(name);
        if (shipping()) {
            throw refused("log shipping has no " + Ability.RESUME + ": " + name + " has to be seeded anew");
        }
        if (replicas.takesWrites(server)
                || server.fenced() && replicas.visiblePrimary().isEmpty()) {
            throw refused(name + " is primary, or fenced and nobody else is primary");
        }
        if (replicas.visiblePrimary().filter(p -> replicas.see(p, name)).isEmpty()) {
            throw new TargetUnavailableException(name + " sees no primary; nothing was changed");
        }
        if (server.suspended() || server.fenced()) {
            replicas.follow(name);
        }
        return name;
    }

    private PreconditionFailedException refused(String why) {
        return new PreconditionFailedException("Refused for " + group + ", and nothing was changed: " + why);
    }
}
