package io.emrops.sqlserver.replication;

import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.replication.Lag;
import io.emrops.replication.Replica;
import io.emrops.replication.Replica.Commit;
import io.emrops.replication.Replica.Link;
import io.emrops.replication.Replica.Movement;
import io.emrops.replication.Replica.Role;
import io.emrops.replication.Replica.Synchronisation;
import io.emrops.replication.Replica.Writes;
import io.emrops.replication.ReplicationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What both servers have said, one after the other.
 *
 * @param refusals by the names of those who answered and told nothing
 */
record ShippingView(
        Shipment shipment,
        Optional<PrimarySide> from,
        Optional<SecondarySide> to,
        Map<String, PreconditionFailedException> refusals,
        Instant at) {
    ReplicationStatus status() {
        return new ReplicationStatus(
                shipment.database(),
                at,
                List.of(
                        from.map(this::replica)
                                .orElseGet(
                                        () -> Replica.unknown(shipment.primary().name())),
                        to.map(this::replica)
                                .orElseGet(() ->
                                        Replica.unknown(shipment.secondary().name()))));
    }

    private Replica replica(PrimarySide side) {
        var name = shipment.primary().name();
        if (side.isOpen()) {
            return open(name, side.database(), side.now());
        }
        return closed(name, side.database().isRestoring() ? Role.RESOLVING : Role.UNKNOWN);
    }

    private Replica replica(SecondarySide side) {
        var name = shipment.secondary().name();
        if (side.isOpen()) {
            return open(name, side.database(), side.now());
        }
        if (!side.database().isRestoring()) {
            return closed(name, Role.UNKNOWN);
        }
        var link = from.filter(PrimarySide::isOpen).isPresent() ? side.link() : Link.UNKNOWN;
        var until = side.heldUntil();
        return new Replica(
                name,
                true,
                Role.SECONDARY,
                Writes.REFUSED,
                Commit.SHIPPED,
                link,
                synchronisation(side),
                side.folders().isPresent() ? Movement.MOVING : Movement.UNKNOWN,
                from.filter(PrimarySide::isOpen)
                        .map(primary -> new Lag(side.age(primary.now()), Optional.empty(), Optional.empty()))
                        .orElse(Lag.unknown()),
                until,
                until);
    }

    private Synchronisation synchronisation(SecondarySide side) {
        if (side.restored().isEmpty() || from.isEmpty()) {
            return Synchronisation.UNKNOWN;
        }
        return from.get().isOpen()
                        && side.monitored().filter(row -> row.isLate(at)).isEmpty()
                ? Synchronisation.SYNCHRONISING
                : Synchronisation.NOT_SYNCHRONISING;
    }

    private static Replica open(String name, ShippedDatabase database, Instant now) {
        var writes = database.readOnly()
                ? Writes.REFUSED
                : database.access().equals("MULTI_USER") ? Writes.TAKEN : Writes.UNKNOWN;
        return new Replica(
                name,
                true,
                Role.PRIMARY,
                writes,
                Commit.SHIPPED,
                Link.CONNECTED,
                Synchronisation.SYNCHRONISED,
                Movement.MOVING,
                Lag.none(),
                Optional.of(now),
                Optional.of(now));
    }

    /** One that has been taken offline, or cannot be recovered, may be back at any time. */
    private static Replica closed(String name, Role role) {
        return new Replica(
                name,
                true,
                role,
                role == Role.RESOLVING ? Writes.REFUSED : Writes.UNKNOWN,
                Commit.SHIPPED,
                Link.UNKNOWN,
                Synchronisation.NOT_SYNCHRONISING,
                Movement.UNKNOWN,
                Lag.unknown(),
                Optional.empty(),
                Optional.empty());
    }

    /** @throws PreconditionFailedException if there is no such replica */
    void requireKnown(String replica) {
        status().replica(replica);
    }

    /**
     * @throws TargetUnavailableException if it did not answer
     * @throws PreconditionFailedException if it refused to
     */
    PrimarySide requirePrimary() {
        return required(shipment.primary().name(), from);
    }

    /** The same of the other. */
    SecondarySide requireSecondary() {
        return required(shipment.secondary().name(), to);
    }

    private <T> T required(String name, Optional<T> side) {
        var refusal = refusals.get(name);
        if (refusal != null) {
            throw new PreconditionFailedException(
                    name + " tells nothing of " + shipment.database() + ": " + refusal.getMessage(), refusal);
        }
        return side.orElseThrow(() -> new TargetUnavailableException(
                name + ", for " + shipment.database() + ", does not answer; nothing was changed there"));
    }

    PreconditionFailedException refused(String why) {
        return new PreconditionFailedException(
                "Refused for " + shipment.database() + ", and nothing was changed: " + why);
    }
}
