package io.emrops.sqlserver.replication;

import io.emrops.replication.Loss;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What would be lost if the secondary was opened without the primary's help, with all that it can restore by then. */
final class ShippingLoss {
    /** Backups are dated to the second. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Shipment shipment;

    ShippingLoss(Shipment shipment) {
        this.shipment = shipment;
    }

    Loss of(ShippingView view, String replica, CopyReader copies) {
        return replica.equals(shipment.primary().name()) ? ofPrimary(view) : ofSecondary(view, copies);
    }

    private Loss ofPrimary(ShippingView view) {
        var whole =
                view.requirePrimary().isOpen() || view.requirePrimary().tail().isPresent();
        var alone = view.to().filter(side -> !side.isOpen()).isPresent();
        return loss(
                shipment.primary().name(),
                whole && alone ? Optional.of(view.at()) : Optional.empty(),
                whole && alone ? Optional.of(Duration.ZERO) : Optional.empty());
    }

    private Loss ofSecondary(ShippingView view, CopyReader copies) {
        var name = shipment.secondary().name();
        var side = view.requireSecondary();
        if (side.isOpen()) {
            var alone = view.from().filter(PrimarySide::isOpen).isEmpty();
            return loss(
                    name,
                    alone ? Optional.of(view.at()) : Optional.empty(),
                    alone ? Optional.of(Duration.ZERO) : Optional.empty());
        }
        var chain = copies.read(side).chain();
        var tail = view.from().flatMap(PrimarySide::tail);
        if (tail.filter(end -> chain.holds(end.id())).isPresent()) {
            return loss(name, Optional.of(view.at()), Optional.of(Duration.ZERO));
        }
        if (view.from().filter(primary -> isAnother(primary, chain)).isPresent()) {
            return loss(name, Optional.empty(), Optional.empty());
        }
        var until = chain.heldUntil();
        return loss(name, Optional.of(until), since(until, view, side));
    }

    /** One that was restored to an earlier moment, or from another database, has a history of its own. */
    private static boolean isAnother(PrimarySide primary, CopyChain chain) {
        return (primary.isOpen() || primary.tail().isPresent())
                && primary.lineage()
                        .filter(its -> its.family().equals(chain.from().family()) && chain.isOnBranch(its.forks()))
                        .isEmpty();
    }

    /** With times of the future the clocks do not agree, and nobody can tell. */
    private static Optional<Duration> since(Instant until, ShippingView view, SecondarySide side) {
        var now = view.from().map(PrimarySide::now).orElse(side.now());
        return Optional.of(Duration.between(until, now))
                .filter(lost -> !lost.isNegative())
                .map(lost -> lost.compareTo(LEAST) < 0 ? LEAST : lost);
    }

    private Loss loss(String replica, Optional<Instant> until, Optional<Duration> atMost) {
        return new Loss(
                shipment.database(), replica, Optional.of(shipment.primary().name()), until, atMost);
    }
}
