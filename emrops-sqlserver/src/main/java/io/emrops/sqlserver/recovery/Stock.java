package io.emrops.sqlserver.recovery;

import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Lsn;
import io.emrops.sqlserver.recovery.LocalTimes.Bounds;
import io.emrops.sqlserver.recovery.Way.Spot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/** The backup sets of one database, those that can be restored and those that only tell of the log. */
final class Stock {
    private static final Comparator<BackupSet> BY_LOG = Comparator.<BackupSet, Lsn>comparing(
                    s -> s.log().last())
            .thenComparing(s -> s.log().first())
            .thenComparing(s -> s.finishedAt().toInstant())
            .thenComparing(BackupSet::id);

    /** Why a set cannot be restored. */
    enum Unfit {
        DAMAGED("the server found damage while it was made"),
        SNAPSHOT("another program made it from a frozen disk"),
        INCOMPLETE("not all of its files are known"),
        UNREACHABLE("its files cannot be used"),
        SEVERAL_BASES("it builds on several full backups, or its base is not recorded");

        private final String words;

        Unfit(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final List<BackupSet> all;
    private final Map<UUID, Unfit> unfit = new LinkedHashMap<>();
    private final Map<UUID, Bounds> bounds = new HashMap<>();
    private final Map<Spot, Instant> holds = new HashMap<>();
    private final Map<Spot, Instant> certainlyHolds = new HashMap<>();
    private final List<BackupSet> fulls = new ArrayList<>();
    private final Map<UUID, List<BackupSet>> differentials = new HashMap<>();
    private final List<BackupSet> logs = new ArrayList<>();

    private final Predicate<BackupSet> lags;
    private long looked;

    /** @param lags of which log backups it is not known that they hold what was committed before they began */
    Stock(List<BackupSet> sets, Predicate<UUID> unreachable, Predicate<BackupSet> lags, LocalTimes times) {
        this.lags = lags;
        this.all = distinct(sets).stream().sorted(BY_LOG).toList();
        for (var set : all) {
            var span = times.of(set);
            bounds.put(set.id(), span);
            if (set.kind() == Backup.Kind.LOG) {
                var spot = new Spot(set.log().last(), set.forks().last());
                if (lags(set)) {
                    span.lastValid().ifPresent(valid -> holds.merge(spot, valid, Stock::later));
                } else {
                    holds.merge(spot, span.holds(), Stock::later);
                    certainlyHolds.merge(spot, span.earliestStart(), Stock::later);
                }
            }
            whyNot(set, unreachable).ifPresentOrElse(why -> unfit.put(set.id(), why), () -> sort(set));
        }
    }

    /** The same set may be known to several servers, and by its header: one knows all of its files, and one may know of damage. */
    private static List<BackupSet> distinct(List<BackupSet> sets) {
        var byId = new TreeMap<UUID, BackupSet>();
        for (var set : sets) {
            byId.merge(set.id(), set, (a, b) -> {
                if (a.traits().damaged() != b.traits().damaged()) {
                    return a.traits().damaged() ? a : b;
                }
                return a.media().complete() || !b.media().complete() ? a : b;
            });
        }
        return List.copyOf(byId.values());
    }

    private static Optional<Unfit> whyNot(BackupSet set, Predicate<UUID> unreachable) {
        if (set.traits().damaged()) {
            return Optional.of(Unfit.DAMAGED);
        }
        if (set.traits().snapshot()) {
            return Optional.of(Unfit.SNAPSHOT);
        }
        if (!set.media().complete()) {
            return Optional.of(Unfit.INCOMPLETE);
        }
        if (unreachable.test(set.id())) {
            return Optional.of(Unfit.UNREACHABLE);
        }
        return set.kind() == Backup.Kind.DIFFERENTIAL && set.differentialBase().isEmpty()
                ? Optional.of(Unfit.SEVERAL_BASES)
                : Optional.empty();
    }

    private void sort(BackupSet set) {
        switch (set.kind()) {
            case FULL -> fulls.add(set);
            case DIFFERENTIAL ->
                differentials
                        .computeIfAbsent(set.differentialBase().orElseThrow(), id -> new ArrayList<>())
                        .add(set);
            case LOG -> logs.add(set);
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    List<BackupSet> all() {
        return all;
    }

    List<BackupSet> fulls() {
        return fulls;
    }

    List<BackupSet> logs() {
        return logs;
    }

    Optional<Unfit> unfit(BackupSet set) {
        return Optional.ofNullable(unfit.get(set.id()));
    }

    Bounds bounds(BackupSet set) {
        var known = bounds.get(set.id());
        if (known == null) {
            throw new IllegalArgumentException("Not a set of this database: " + set.id());
        }
        return known;
    }

    boolean lags(BackupSet set) {
        return set.kind() == Backup.Kind.LOG && lags.test(set);
    }

    /** What lies behind the end of a set was committed after that. */
    Instant endsAfter(BackupSet set) {
        var span = bounds(set);
        return lags.test(set) ? span.lastValid().orElse(Instant.MIN) : span.earliestStart();
    }

    /** The server will stop in a log backup at any moment up to then. */
    Instant stops(BackupSet log) {
        var span = bounds(log);
        return lags(log) ? span.lastValid().orElse(Instant.MIN) : span.stops();
    }

    /** How many places were looked at since the beginning, for whoever wants to know how long that takes. */
    long looked() {
        return looked;
    }

    /** Everything committed up to then lies before this place: a log backup that began later has found nothing more. */
    Instant holds(Spot spot) {
        return holds.getOrDefault(spot, Instant.MIN);
    }

    /** As {@link #holds}, but not on the word of "last_valid_restore_time" alone. */
    Instant certainlyHolds(Spot spot) {
        return certainlyHolds.getOrDefault(spot, Instant.MIN);
    }

    boolean completeBy(BackupSet set, Optional<Instant> moment) {
        return moment.isEmpty() || !bounds(set).latestFinish().isAfter(moment.get());
    }

    /** All places that can be come to from these full backups without going past the moment; the cheapest way to each set. */
    List<Way> ways(List<BackupSet> from, Optional<Instant> moment) {
        return ways(from, moment, Way.CHEAPEST);
    }

    /** The same, where the way to each set is the best in this order. */
    List<Way> ways(List<BackupSet> from, Optional<Instant> moment, Comparator<Way> order) {
        var found = new ArrayList<Way>();
        var best = new TreeMap<Lsn, Map<UUID, Way>>();
        for (var full : from) {
            if (completeBy(full, moment)) {
                var way = Way.from(full, bounds(full).latestFinish());
                arrive(way, best, order, found);
                for (var differential : differentials.getOrDefault(full.id(), List.of())) {
                    if (completeBy(differential, moment)) {
                        var then = way.then(differential, bounds(differential).latestFinish());
                        arrive(then, best, order, found);
                    }
                }
            }
        }
        for (var log : logs) {
            looked++;
            var whole = log.traits().bulkLogged();
            if (whole && !completeBy(log, moment)
                    || !log.log().first().isBefore(log.log().last())) {
                continue;
            }
            best.subMap(log.log().first(), true, log.log().last(), false).values().stream()
                    .flatMap(ways -> ways.values().stream())
                    .filter(way -> takes(way, log))
                    .map(way -> way.then(log, whole ? bounds(log).latestFinish() : Instant.MIN))
                    .min(order)
                    .ifPresent(way -> arrive(way, best, order, found));
        }
        return found;
    }

    private boolean takes(Way way, BackupSet log) {
        looked++;
        return way.takes(log);
    }

    private static void arrive(Way way, TreeMap<Lsn, Map<UUID, Way>> best, Comparator<Way> order, List<Way> found) {
        found.add(way);
        best.computeIfAbsent(way.at(), at -> new HashMap<>())
                .merge(way.fork(), way, (a, b) -> order.compare(a, b) <= 0 ? a : b);
    }
}
