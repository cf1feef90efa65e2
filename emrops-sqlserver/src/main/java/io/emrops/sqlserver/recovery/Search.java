package io.emrops.sqlserver.recovery;

import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the ways through the backups of one database, without a word about them. */
final class Search {
    /** How it is known that a way comes to the moment; the surest first. */
    enum Proof {
        /** Its last log backup began after the moment. */
        OWN_LOG,
        /** Another log backup, which need not be restored, began after the moment and found nothing more. */
        OTHER_LOG,
        /** The end of the live log will be restored. */
        TAIL,
        /** Its last log backup began after the moment, but may lag behind it: the server will say. */
        ASKED
    }

    /** A way that comes to where it should. */
    record Found(Way way, Proof proof) {
        static final Comparator<Found> BEST =
                Comparator.comparing(Found::proof).thenComparing(Found::way, Way.CHEAPEST);
    }

    /** A replica that lags behind by more is not waited for. */
    private static final Duration LAG = Duration.ofDays(1);

    private final Stock stock;
    private final Branches branches;
    private final LocalTimes times;
    private final Optional<UUID> chosen;
    private final Optional<LiveDatabase> live;
    private @Nullable Map<UUID, Spans> spans;

    Search(Situation situation, UUID family) {
        var sets = situation.sets().stream()
                .filter(set -> isNamed(set, situation) && set.family().equals(family))
                .toList();
        this.times = new LocalTimes(
                situation.clock(),
                situation.sets().stream().filter(set -> isNamed(set, situation)).toList());
        this.stock = new Stock(sets, situation.unreachable()::contains, situation::mayLag, times);
        this.live = situation.live().filter(now -> now.family().equals(family));
        this.branches = new Branches(stock, branchesBegan(situation, family), live.map(LiveDatabase::forks));
        this.chosen = situation.branch();
    }

    /** Without those of other databases that had the name. */
    private static Map<UUID, Instant> branchesBegan(Situation situation, UUID family) {
        var began = new HashMap<>(situation.branchesBegan());
        situation.sets().stream()
                .filter(set -> !set.family().equals(family))
                .map(set -> set.forks().last())
                .forEach(began::remove);
        situation
                .live()
                .filter(now -> !now.family().equals(family))
                .map(now -> now.forks().last())
                .ifPresent(began::remove);
        return began;
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
        var found = stock.ways(fulls, Optional.of(moment)).stream()
                .flatMap(way -> proof(way, moment, branch.get()).stream().map(proof -> new Found(way, proof)))
                .toList();
        var best = found.stream().min(Found.BEST);
        return best.filter(each -> each.proof() == Proof.ASKED)
                .flatMap(each -> farEnough(found, moment))
                .or(() -> best);
    }

    /** As many log backups as the server may need to come to the moment; it is restored only as far as that. */
    private Optional<Found> farEnough(List<Found> found, Instant moment) {
        var nearestFirst =
                Comparator.<Found, Lsn>comparing(each -> each.way().at()).thenComparing(Found::way, Way.CHEAPEST);
        return found.stream()
                .filter(each -> !stock.bounds(each.way().last()).earliestStart().isBefore(moment.plus(LAG)))
                .min(nearestFirst)
                .or(() -> found.stream()
                        .max(Comparator.<Found, Lsn>comparing(each -> each.way().at())
                                .thenComparing(Found::way, Way.CHEAPEST.reversed())));
    }

    Optional<Found> to(Instant moment) {
        return to(moment, stock.fulls());
    }

    private Optional<Proof> proof(Way way, Instant moment, UUID branch) {
        if (way.fork().equals(branch)) {
            var last = way.last();
            if (last.kind() == Backup.Kind.LOG && !stock.stops(last).isBefore(moment)) {
                return Optional.of(Proof.OWN_LOG);
            }
            if (!stock.holds(way.spot()).isBefore(moment)) {
                return Optional.of(Proof.OTHER_LOG);
            }
        }
        if (tailFollows(way) && live.orElseThrow().forks().last().equals(branch)) {
            return Optional.of(Proof.TAIL);
        }
        return way.fork().equals(branch)
                        && stock.lags(way.last())
                        && !stock.bounds(way.last()).earliestStart().isBefore(moment)
                ? Optional.of(Proof.ASKED)
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

    /** Whether there is a way to a moment, without looking for it. */
    private boolean isReachable(Instant moment) {
        return rivalAt(moment).isEmpty()
                && branchAt(moment)
                        .map(branch -> spans().get(branch))
                        .map(spans -> spans.covers(moment))
                        .orElse(false);
    }

    /** The moments that can be reached on each branch. */
    private Map<UUID, Spans> spans() {
        if (spans == null) {
            spans = new HashMap<>();
            for (var way : stock.ways(stock.fulls(), Optional.empty(), Way.EARLIEST)) {
                spans.computeIfAbsent(way.fork(), branch -> new Spans()).add(way.from(), until(way));
                if (tailFollows(way)) {
                    spans.computeIfAbsent(live.orElseThrow().forks().last(), branch -> new Spans())
                            .add(way.from(), Instant.MAX);
                }
            }
        }
        return spans;
    }

    private Instant until(Way way) {
        var holds = stock.holds(way.spot());
        if (way.last().kind() != Backup.Kind.LOG) {
            return holds;
        }
        var bounds = stock.bounds(way.last());
        var stops = stock.lags(way.last()) ? bounds.holds() : bounds.stops();
        return stops.isAfter(holds) ? stops : holds;
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
            if (times.at(exact).local().isPresent() && isReachable(exact)) {
                return Optional.of(exact);
            }
        }
        return Optional.empty();
    }
}
