package io.emrops.sqlserver.recovery;

import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Finds the ways through the backups of one database, without a word about them. */
final class Search {
    /** How it is known that a way comes to the moment; the surest first. */
    enum Proof {
        /** Its last log backup began after the moment. */
        OWN_LOG,
        /** Another log backup, which need not be restored, began after the moment and found nothing more. */
        OTHER_LOG,
        /** The end of the live log will be restored. */
        TAIL
    }

    /** A way that comes to where it should. */
    record Found(Way way, Proof proof) {
        static final Comparator<Found> BEST =
                Comparator.comparing(Found::proof).thenComparing(Found::way, Way.CHEAPEST);
    }

    private final Stock stock;
    private final Branches branches;
    private final LocalTimes times;
    private final Optional<UUID> chosen;
    private final Optional<LiveDatabase> live;

    Search(Situation situation, UUID family) {
        var sets = situation.sets().stream()
                .filter(set -> isNamed(set, situation) && set.family().equals(family))
                .toList();
        this.times = new LocalTimes(
                situation.clock(),
                situation.sets().stream().filter(set -> isNamed(set, situation)).toList());
        this.stock = new Stock(sets, situation.unreachable()::contains, times);
        this.live = situation.live().filter(now -> now.family().equals(family));
        this.branches = new Branches(stock, situation.branchesBegan(), live.map(LiveDatabase::forks));
        this.chosen = situation.branch();
    }

    static boolean isNamed(BackupSet set, Situation situation) {
        return set.database().equals(situation.database())
                || situation.otherNames().contains(set.database());
    }

    Stock stock() {
        return stock;
    }

    Branches branches() {
        return branches;
    }

    LocalTimes times() {
        return times;
    }

    Optional<LiveDatabase> live() {
        return live;
    }

    /** The branch that is meant at a moment. */
    Optional<UUID> branchAt(Instant moment) {
        return chosen.isPresent() ? chosen : branches.at(moment);
    }

    /** A branch that may be meant as well. */
    Optional<UUID> rivalAt(Instant moment) {
        return chosen.isPresent()
                ? Optional.empty()
                : branches.at(moment).flatMap(branch -> branches.rival(branch, moment));
    }

    /** All ways to a moment that begin with one of these full backups, whatever the clock shows. */
    Optional<Found> to(Instant moment, List<BackupSet> fulls) {
        var branch = branchAt(moment);
        if (branch.isEmpty() || rivalAt(moment).isPresent()) {
            return Optional.empty();
        }
        return stock.ways(fulls, Optional.of(moment)).stream()
                .flatMap(way -> proof(way, moment, branch.get()).stream().map(proof -> new Found(way, proof)))
                .min(Found.BEST);
    }

    Optional<Found> to(Instant moment) {
        return to(moment, stock.fulls());
    }

    private Optional<Proof> proof(Way way, Instant moment, UUID branch) {
        if (way.fork().equals(branch)) {
            var last = way.last();
            if (last.kind() == Backup.Kind.LOG && !stock.bounds(last).stops().isBefore(moment)) {
                return Optional.of(Proof.OWN_LOG);
            }
            if (!stock.holds(way.spot()).isBefore(moment)) {
                return Optional.of(Proof.OTHER_LOG);
            }
        }
        return tailFollows(way) && live.orElseThrow().forks().last().equals(branch)
                ? Optional.of(Proof.TAIL)
                : Optional.empty();
    }

    /** Whether the end of the live log, once it is backed up, can be restored after a way. */
    boolean tailFollows(Way way) {
        return live.filter(LiveDatabase::hasTail)
                .filter(now -> !now.lastLogBackup().orElseThrow().isAfter(way.at()) && way.follows(now.forks()))
                .isPresent();
    }

    /** The cheapest way that ends with a set. */
    Optional<Way> toEndOf(UUID set) {
        return stock.ways(stock.fulls(), Optional.empty()).stream()
                .filter(way -> way.last().id().equals(set) || endsAtEmpty(way, set))
                .min(Way.CHEAPEST);
    }

    /** A log backup that found nothing is never restored: whatever ends where it would begin ends where it ends. */
    private boolean endsAtEmpty(Way way, UUID set) {
        return stock.logs().stream()
                .filter(log -> log.id().equals(set))
                .anyMatch(log -> log.log().first().equals(log.log().last())
                        && way.spot()
                                .equals(new Way.Spot(
                                        log.log().last(), log.forks().last())));
    }

    Optional<Way> toTail() {
        return stock.ways(stock.fulls(), Optional.empty()).stream()
                .filter(this::tailFollows)
                .min(Way.CHEAPEST);
    }

    /** The nearest moment before or after that can be reached and told to the server. */
    Optional<Instant> nearest(Instant moment, boolean before) {
        var corners = new TreeSet<Instant>(times.edgesNear(moment));
        for (var set : stock.all()) {
            var bounds = stock.bounds(set);
            corners.add(bounds.earliestStart());
            bounds.lastValid().ifPresent(corners::add);
            corners.add(LocalTimes.up(bounds.latestFinish()));
        }
        for (var beginning : branches.beginnings()) {
            corners.add(beginning.minusNanos(1));
            corners.add(LocalTimes.up(beginning));
        }
        var candidates = before ? corners.headSet(moment, true).descendingSet() : corners.tailSet(moment, false);
        for (var candidate : new ArrayList<>(candidates)) {
            var exact = LocalTimes.down(candidate);
            if (before ? exact.isAfter(moment) : exact.isBefore(moment)) {
                continue;
            }
            if (times.at(exact).local().isPresent() && to(exact).isPresent()) {
                return Optional.of(exact);
            }
        }
        return Optional.empty();
    }
}
