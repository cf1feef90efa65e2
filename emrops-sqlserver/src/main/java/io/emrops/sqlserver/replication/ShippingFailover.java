package io.emrops.sqlserver.replication;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.replication.Ability;
import io.emrops.replication.FailedOver;
import io.emrops.replication.ForcedFailover;
import io.emrops.replication.Loss;
import io.emrops.replication.PlannedFailover;
import io.emrops.replication.Replica.Link;
import io.emrops.replication.ReplicationKind;
import io.emrops.replication.ReplicationStatus;
import io.emrops.replication.WayBack;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Opens the secondary of a log shipping ("Fail over to a log shipping secondary (SQL Server)"): the primary is closed with a backup of the end of its log,
 * all that is not restored yet is, and the secondary is recovered. The jobs are left as they are: once the roles have changed the servers refuse what they
 * do, and one that this had disabled would stay so where the failover was released.
 */
public final class ShippingFailover {
    private final ShippingReader reader;
    private final ShippingStatements statements;
    private final ShippingLoss losses;
    private final Shipment shipment;

    /** @param target the database */
    public ShippingFailover(ShippingReader reader, Target target) {
        this.reader = reader;
        this.shipment = reader.shipment();
        this.statements = new ShippingStatements(reader, target);
        this.losses = new ShippingLoss(shipment);
    }

    private String from() {
        return shipment.primary().name();
    }

    private String to() {
        return shipment.secondary().name();
    }

    /** How both are. */
    public ReplicationStatus status() {
        return reader.read().status();
    }

    /** What would be lost by a forced failover. */
    public Loss possibleLoss(String replica) {
        var view = reader.read();
        view.requireKnown(replica);
        return losses.of(view, replica, new CopyReader(shipment));
    }

    /** What it would do; empty if it is done. */
    public List<String> preview(PlannedFailover failover) {
        var view = reader.read();
        if (isDone(view, failover.from(), failover.to())) {
            return List.of();
        }
        var chain = requirePlanned(view, failover, new CopyReader(shipment));
        return List.of(
                "primary of " + shipment.database() + ": " + from() + " -> " + to(),
                chain.pending().size() + " log backups are restored on " + to() + " before the end of the log",
                "The jobs that back up, copy and restore are left as they are, and will fail: disable them");
    }

    /** What it would do; empty if it is done. */
    public List<String> preview(ForcedFailover failover) {
        var view = reader.read();
        if (isDone(view, from(), failover.to())) {
            return List.of();
        }
        var lost = requireForced(view, failover, new CopyReader(shipment));
        return List.of("primary of " + shipment.database() + ": " + from() + " -> " + to(), lost.told());
    }

    private boolean isDone(ShippingView view, String from, String to) {
        view.requireKnown(from);
        view.requireKnown(to);
        return view.status().isPrimary(to);
    }

    private void requireDirection(ShippingView view, String replica) {
        if (!replica.equals(to())) {
            throw view.refused("its log is shipped from " + from() + " to " + to() + ", and " + replica
                    + " cannot take over: it has to be seeded anew from a full backup");
        }
    }

    /** Loses nothing. */
    public FailedOver failOver(PlannedFailover failover, Progress progress) throws InterruptedException {
        var view = reader.read();
        if (isDone(view, failover.from(), failover.to())) {
            finish(view);
            return done(view, failover.from(), failover.to(), Optional.empty());
        }
        var copies = new CopyReader(shipment);
        requirePlanned(view, failover, copies);
        if (view.requirePrimary().isOpen()) {
            statements.close(view.requirePrimary(), progress);
        }
        return AfterChange.get(
                from() + " is closed with all its log backed up, and nobody takes changes of " + shipment.database()
                        + " until this is called again or " + from() + " is released",
                () -> takeOver(copies, progress));
    }

    private FailedOver takeOver(CopyReader copies, Progress progress) throws InterruptedException {
        var closed = reader.read();
        var tail = closed.requirePrimary()
                .tail()
                .orElseThrow(
                        () -> new StepFailedException(
                                from() + " is "
                                        + closed.requirePrimary().database().state()
                                        + ", and its history does not know the backup that has closed it. Ask for the status before anything else"));
        var side = closed.requireSecondary();
        var chain = copies.read(side).chain();
        if (!chain.holds(tail.id())) {
            throw new StepFailedException(
                    from() + " is closed, and what " + to() + " can read and restore of its log ends at "
                            + chain.end() + " without " + tail.fileName() + ", which ends at " + tail.last()
                            + ": it is not there, does not go on from that, or is of another history. Nobody takes changes of "
                            + shipment.database() + " until " + to()
                            + " can read it and this is called again, or " + from() + " is released");
        }
        var nothing = new Loss(
                shipment.database(), to(), Optional.of(from()), Optional.of(closed.at()), Optional.of(Duration.ZERO));
        return open(side, chain, Optional.of(tail), nothing, progress);
    }

    /** The old primary is asked once more, as late as can be. */
    private FailedOver open(SecondarySide side, CopyChain chain, Optional<LogEnd> tail, Loss lost, Progress progress)
            throws InterruptedException {
        for (var set : chain.pending()) {
            statements.restore(side, set, progress);
        }
        var last = reader.read();
        if (last.from().filter(PrimarySide::isOpen).isPresent()
                || (tail.isPresent() && !last.requirePrimary().tail().equals(tail))
                || reader.isPrimaryOpen()) {
            throw new StepFailedException(
                    from() + " has been opened in the meantime: " + to() + " is restoring, and was not opened");
        }
        statements.recover(
                shipment.secondary(),
                view -> view.to().filter(SecondarySide::isOpen).isPresent());
        return AfterChange.get(to() + " has become primary of " + shipment.database(), () -> {
            if (reader.isPrimaryOpen()) {
                throw new StepFailedException(
                        "Both " + from() + " and " + to() + " take changes of "
                                + shipment.database() + ": somebody has opened " + from()
                                + " at the same moment. Close one of them at once; a person has to decide whose changes are kept");
            }
            finish(reader.read());
            return done(reader.read(), from(), to(), Optional.of(lost));
        });
    }

    /** The log of a primary that was closed may have brought that along. */
    private void finish(ShippingView view) throws InterruptedException {
        if (view.to()
                .filter(side -> side.isOpen() && side.database().access().equals("SINGLE_USER"))
                .isPresent()) {
            statements.admit(shipment.secondary());
        }
    }

    private FailedOver done(ShippingView view, String from, String to, Optional<Loss> lost) {
        return new FailedOver(shipment.database(), Optional.of(from), to, view.at(), lost, WayBack.RESEED);
    }

    /** What is restored before the end of the log. */
    private CopyChain requirePlanned(ShippingView view, PlannedFailover failover, CopyReader copies) {
        requireDirection(view, failover.to());
        var primary = view.requirePrimary();
        var secondary = view.requireSecondary();
        if (primary.isOpen() && secondary.isOpen()) {
            throw view.refused("both say that they are primary");
        }
        requireRestoring(view, secondary);
        var read = copies.read(secondary);
        if (primary.tail().isPresent()) {
            return read.chain();
        }
        if (!primary.isOpen()) {
            throw view.refused(from() + " is not the primary of it: it is "
                    + primary.database().state() + ", and not by a backup of the end of its log");
        }
        requireShipped(view, primary, secondary, read);
        return read.chain();
    }

    private void requireRestoring(ShippingView view, SecondarySide secondary) {
        if (!secondary.database().isRestoring()) {
            throw view.refused(to() + " is " + secondary.database().state() + ", and nothing can be restored to it");
        }
        if (secondary.database().standby() && secondary.database().sessions() > 0) {
            throw view.refused(secondary.database().sessions() + " sessions read it on " + to() + ": end them first");
        }
        if (secondary.busy()) {
            throw view.refused("something is being restored on " + to() + " now: wait until that is done");
        }
    }

    private void requireShipped(
            ShippingView view, PrimarySide primary, SecondarySide secondary, CopyReader.Copies read) {
        var chain = read.chain();
        if (primary.folders().isEmpty()) {
            throw view.refused(from() + " ships no log of it");
        }
        if (!primary.database().family().equals(Optional.of(chain.from().family()))) {
            throw view.refused("the database on " + to() + " was restored from another one than that of " + from());
        }
        if (secondary.link() != Link.CONNECTED
                || primary.newestLog()
                        .filter(end -> read.showsOnShare(end.id()))
                        .isEmpty()) {
            throw view.refused(to() + " cannot read the newest log backup of " + from() + " where it is copied from");
        }
        var next = primary.database().nextLog();
        if (next.isEmpty() || primary.database().forks().isEmpty()) {
            throw view.refused(from() + " keeps no chain of log backups");
        }
        if (!chain.goesOn(next.get(), primary.database().forks().get())) {
            throw view.refused("what " + to() + " can read and restore ends at " + chain.end()
                    + ", and the next log backup of "
                    + from() + " begins at " + next.get() + ": a log backup between is missing or damaged, or another"
                    + " chain has begun");
        }
    }

    /** Loses what was accepted. */
    public FailedOver force(ForcedFailover failover, Progress progress) throws InterruptedException {
        var view = reader.read();
        if (isDone(view, from(), failover.to())) {
            finish(view);
            return done(view, from(), failover.to(), Optional.empty());
        }
        var copies = new CopyReader(shipment);
        var lost = requireForced(view, failover, copies);
        if (view.from().filter(PrimarySide::isOpen).isEmpty()) {
            return AfterChange.get(
                    to() + " may be restored further, and was not opened", () -> forced(view, lost, copies, progress));
        }
        statements.close(view.requirePrimary(), progress);
        return AfterChange.get(
                from() + " was fenced, and nobody takes changes of " + shipment.database()
                        + " until it is released or the failover is forced",
                () -> {
                    var closed = reader.read();
                    return forced(closed, requireForced(closed, failover, copies), copies, progress);
                });
    }

    private FailedOver forced(ShippingView view, Loss lost, CopyReader copies, Progress progress)
            throws InterruptedException {
        var side = view.requireSecondary();
        return open(side, copies.read(side).chain(), view.from().flatMap(PrimarySide::tail), lost, progress);
    }

    private Loss requireForced(ShippingView view, ForcedFailover failover, CopyReader copies) {
        requireDirection(view, failover.to());
        var secondary = view.requireSecondary();
        if (secondary.isOpen()) {
            throw view.refused("both say that they are primary");
        }
        requireRestoring(view, secondary);
        if (view.from().filter(PrimarySide::isOpen).isPresent() && !failover.fenceFirst()) {
            throw view.refused(from() + " answers and is primary: fail over as planned, or have it fenced first");
        }
        if (view.from().filter(side -> side.isOpen() || side.tail().isPresent()).isEmpty()
                && failover.fencedOutside().isEmpty()) {
            throw view.refused("nobody can tell that " + from() + " takes no changes, now or later");
        }
        var lost = losses.of(view, failover.to(), copies);
        failover.accepted().require(lost);
        return lost;
    }

    /** The primary takes no changes any more. */
    public void fence(String replica, Progress progress) throws InterruptedException {
        var view = reader.read();
        view.requireKnown(replica);
        if (!replica.equals(from())) {
            throw view.refused("only " + from() + " is closed with a backup of the end of its log, which " + replica
                    + " ships to nobody");
        }
        var primary = view.requirePrimary();
        if (primary.tail().isPresent()) {
            return;
        }
        if (!primary.isOpen()) {
            throw view.refused(from() + " is not the primary of it");
        }
        statements.close(primary, progress);
    }

    /** The primary is as it was. */
    public void release(String replica, Progress progress) throws InterruptedException {
        var view = reader.read();
        view.requireKnown(replica);
        if (!replica.equals(from())) {
            throw view.refused(replica + " was not fenced");
        }
        var primary = view.requirePrimary();
        if (primary.isOpen() && !primary.database().access().equals("SINGLE_USER")) {
            return;
        }
        requireNobodyElse(view);
        if (!primary.isOpen()) {
            if (primary.tail().isEmpty()) {
                throw view.refused(from() + " is " + primary.database().state()
                        + ", and was not closed with a backup of the end of its log");
            }
            statements.recover(
                    shipment.primary(),
                    now -> now.from().filter(PrimarySide::isOpen).isPresent());
        }
        AfterChange.run(from() + " is primary of " + shipment.database() + " again", () -> {
            if (reader.read().requirePrimary().database().access().equals("SINGLE_USER")) {
                statements.admit(shipment.primary());
            }
        });
    }

    /** A recovery of the other one may still go on after its connection was lost. */
    private void requireNobodyElse(ShippingView view) {
        var other = view.to();
        if (other.isEmpty()) {
            throw view.refused("nobody can tell that " + to() + " has not become primary");
        }
        if (other.get().isOpen()) {
            throw view.refused(to() + " has become primary");
        }
        if (!other.get().database().isRestoring() || other.get().busy()) {
            throw view.refused("nobody can tell that " + to() + " will not become primary: it is "
                    + other.get().database().state()
                    + (other.get().busy() ? ", and something is being restored there" : ""));
        }
    }

    /** Log shipping has no way back by itself. */
    public void resume(String replica) {
        reader.read().requireKnown(replica);
        throw new PreconditionFailedException(ReplicationKind.LOG_SHIPPING + " has no " + Ability.RESUME + ": "
                + replica + " has to be seeded anew from a full backup of the new primary; nothing was changed");
    }
}
