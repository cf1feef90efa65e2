package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.replication.Lag;
import io.emrops.replication.Loss;
import io.emrops.replication.Replica;
import io.emrops.replication.Replica.Commit;
import io.emrops.replication.Replica.Link;
import io.emrops.replication.Replica.Movement;
import io.emrops.replication.Replica.Role;
import io.emrops.replication.Replica.Synchronisation;
import io.emrops.replication.Replica.Writes;
import io.emrops.replication.ReplicationKind;
import io.emrops.replication.ReplicationStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What can be seen of {@link FakeReplicas} by those who ask. */
final class FakeReplicaViews {
    private static final long BYTES_OF_A_COMMIT = 512;

    private final String group;
    private final FakeReplicas replicas;

    FakeReplicaViews(String group, FakeReplicas replicas) {
        this.group = group;
        this.replicas = replicas;
    }

    ReplicationStatus status() {
        if (replicas.all().values().stream().noneMatch(FakeReplicaServer::reachable)) {
            throw new TargetUnavailableException("No replica of " + group + " answers");
        }
        return new ReplicationStatus(
                group,
                replicas.now(),
                replicas.all().keySet().stream().map(this::seen).toList());
    }

    private Replica seen(String name) {
        var server = replicas.server(name);
        if (!server.reachable()) {
            return absent(name, server);
        }
        var primary = server.primary() && !server.fenced() && replicas.hasQuorum(server);
        return new Replica(
                name,
                true,
                role(server, primary),
                replicas.takesWrites(server) ? Writes.TAKEN : Writes.REFUSED,
                commit(server),
                primary || isSeenByPrimary(name) ? Link.CONNECTED : link(),
                synchronisation(name, server, primary),
                server.suspended() ? Movement.SUSPENDED : Movement.MOVING,
                primary ? Lag.none() : lag(name, server),
                heldUntil(name, server),
                heldUntil(name, server));
    }

    /** The primary and the cluster know how it is meant to be, and no more. */
    private Replica absent(String name, FakeReplicaServer server) {
        var unknown = Replica.unknown(name);
        return new Replica(
                name,
                false,
                unknown.role(),
                replicas.kind() == ReplicationKind.AVAILABILITY_GROUP && othersHaveQuorum(name)
                        ? Writes.REFUSED
                        : Writes.UNKNOWN,
                commit(server),
                replicas.visiblePrimary().isPresent() ? Link.DISCONNECTED : Link.UNKNOWN,
                unknown.synchronisation(),
                unknown.movement(),
                unknown.lag(),
                unknown.heldUntil(),
                unknown.redoneUntil());
    }

    boolean othersHaveQuorum(String name) {
        return replicas.all().entrySet().stream()
                .anyMatch(
                        e -> !e.getKey().equals(name) && e.getValue().reachable() && replicas.hasQuorum(e.getValue()));
    }

    private static Role role(FakeReplicaServer server, boolean primary) {
        if (primary) {
            return Role.PRIMARY;
        }
        return server.primary() || server.fenced() ? Role.RESOLVING : Role.SECONDARY;
    }

    private Commit commit(FakeReplicaServer server) {
        if (replicas.kind() == ReplicationKind.LOG_SHIPPING) {
            return Commit.SHIPPED;
        }
        return server.synchronous() ? Commit.SYNCHRONOUS : Commit.ASYNCHRONOUS;
    }

    private boolean isSeenByPrimary(String name) {
        return replicas.visiblePrimary().filter(p -> replicas.see(p, name)).isPresent();
    }

    private Link link() {
        return replicas.visiblePrimary().isPresent() ? Link.DISCONNECTED : Link.UNKNOWN;
    }

    private Synchronisation synchronisation(String name, FakeReplicaServer server, boolean primary) {
        if (primary) {
            return Synchronisation.SYNCHRONISED;
        }
        if (replicas.visiblePrimary().isEmpty()) {
            return Synchronisation.UNKNOWN;
        }
        if (!replicas.follows(name)) {
            return Synchronisation.NOT_SYNCHRONISING;
        }
        return server.synchronous() && replicas.isWhole(name)
                ? Synchronisation.SYNCHRONISED
                : Synchronisation.SYNCHRONISING;
    }

    private Lag lag(String name, FakeReplicaServer server) {
        if (server.untold() || replicas.visiblePrimary().isEmpty()) {
            return Lag.unknown();
        }
        var primary = replicas.server(replicas.visiblePrimary().get());
        var behind =
                primary.log().stream().filter(id -> !server.log().contains(id)).count();
        return new Lag(
                Optional.of(Duration.between(heldUntil(name, server).orElseThrow(), replicas.now())),
                Optional.of(new DataSize(behind * BYTES_OF_A_COMMIT)),
                Optional.of(new DataSize(0)));
    }

    private Optional<Instant> heldUntil(String name, FakeReplicaServer server) {
        if (server.untold()) {
            return Optional.empty();
        }
        var whole = replicas.kind() == ReplicationKind.AVAILABILITY_GROUP
                && replicas.follows(name)
                && replicas.isWhole(name);
        return Optional.of(whole || replicas.takesWrites(server) ? replicas.now() : server.heldUntil());
    }

    FakeReplicaServer require(String name) {
        if (!replicas.all().containsKey(name)) {
            throw new PreconditionFailedException("Group " + group + " has no replica " + name + ", only "
                    + replicas.all().keySet());
        }
        return replicas.server(name);
    }

    FakeReplicaServer requireAnswer(String name) {
        var server = require(name);
        if (!server.reachable()) {
            throw new TargetUnavailableException(name + " does not answer; nothing was changed");
        }
        return server;
    }

    Loss possibleLoss(String name) {
        var server = requireAnswer(name);
        var held = heldUntil(name, server);
        return new Loss(
                group,
                name,
                replicas.last().isEmpty() ? Optional.empty() : Optional.of(replicas.last()),
                held,
                atMost(name, server, held));
    }

    private Optional<Duration> atMost(String name, FakeReplicaServer server, Optional<Instant> held) {
        if (replicas.takesWrites(server)) {
            return Optional.of(Duration.ZERO);
        }
        if (held.isEmpty()) {
            return Optional.empty();
        }
        var nothing = replicas.visiblePrimary().isPresent() ? replicas.isWhole(name) : server.ready();
        // What was committed in the same instant may be missing too.
        return Optional.of(
                nothing
                        ? Duration.ZERO
                        : Duration.between(held.get(), replicas.now()).plusMillis(1));
    }
}
