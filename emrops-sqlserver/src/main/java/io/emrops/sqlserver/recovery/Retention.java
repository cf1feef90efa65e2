package io.emrops.sqlserver.recovery;

import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.FileUse;
import io.emrops.sqlserver.history.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * How long backups are kept, by chain: none goes that a kept one needs.
 *
 * @param keep every moment from this long ago on stays within reach; positive
 * @param chains this many full backups that are not copy-only stay, with everything since the oldest of them; not negative
 */
public record Retention(Duration keep, int chains) {
    public Retention {
        if (keep.isNegative() || keep.isZero() || chains < 0) {
            throw new IllegalArgumentException("Nothing would be kept: " + keep + ", " + chains + " chains");
        }
    }

    /**
     * What may go.
     *
     * @param expired chain by chain, the oldest first, and each from its end to its full backup: deleted in this order, what is left can be
     *     restored as before at any moment
     * @param kept why each of the others stays
     */
    public record Decision(List<BackupSet> expired, Map<UUID, String> kept) {
        public Decision {
            expired = List.copyOf(expired);
            kept = Map.copyOf(kept);
        }
    }

    /**
     * Says what may go of the backups of one database.
     *
     * @param situation its sets; what is of other databases is not spoken of, nor of another family than the one that is chosen
     * @param verified those that were read back or restored: what is kept begins with the newest full one of them, if there is any
     * @param now by the system's clock
     */
    public Decision decide(Situation situation, Collection<UUID> verified, Instant now) {
        return decide(situation, verified, now, List.of());
    }

    /**
     * The same, where other backups are known only by the files that they lie in.
     *
     * @param uses also of the situation's own sets, and of other databases
     */
    public Decision decide(Situation situation, Collection<UUID> verified, Instant now, Collection<FileUse> uses) {
        var expired = new ArrayList<BackupSet>();
        var kept = new LinkedHashMap<UUID, String>();
        situation.sets().stream()
                .filter(set -> Search.isNamed(set, situation))
                .map(BackupSet::family)
                .filter(family -> situation.family().map(family::equals).orElse(true))
                .distinct()
                .sorted()
                .forEach(family ->
                        decide(new Search(situation, family).stock(), Set.copyOf(verified), now, expired, kept));
        keepShared(situation.sets(), uses, expired, kept);
        return new Decision(expired, kept);
    }

    private void decide(Stock stock, Set<UUID> verified, Instant now, List<BackupSet> expired, Map<UUID, String> kept) {
        var cutoff = now.minus(keep);
        var base = base(stock, verified, cutoff);
        for (var set : stock.all()) {
            if (stock.bounds(set).latestFinish().isAfter(cutoff)) {
                kept.put(set.id(), "it is not old enough");
            } else if (base.isEmpty()) {
                kept.put(set.id(), "no full backup is old enough to do without it");
            } else if (set.id().equals(base.get().id())) {
                kept.put(set.id(), "what is kept begins with it");
            } else if (!isCopyOnlyFull(set) && !isBefore(set, base.get())) {
                kept.put(set.id(), "it may be needed to go on from the oldest full backup that is kept");
            }
        }
        base.ifPresent(full -> keepBridges(stock, full, kept));
        keepVerified(stock, verified, kept);
        keepBases(stock, kept);
        inOrder(stock, kept).forEach(expired::add);
    }

    /** Nothing goes before what builds on it: a set goes with the full backup that its shortest way begins with, as all on that way do. */
    private static List<BackupSet> inOrder(Stock stock, Map<UUID, String> kept) {
        var bases = new HashMap<UUID, Instant>();
        stock.ways(stock.fulls(), Optional.empty())
                .forEach(way ->
                        bases.put(way.last().id(), way.full().finishedAt().toInstant()));
        return stock.all().stream()
                .filter(set -> !kept.containsKey(set.id()))
                .sorted(Comparator.<BackupSet, Instant>comparing(set -> bases.getOrDefault(set.id(), Instant.MIN))
                        .thenComparing(set -> set.kind() == Backup.Kind.FULL)
                        .thenComparing(
                                set -> set.log().last(),
                                Comparator.<Lsn>naturalOrder().reversed())
                        .thenComparing(set -> set.kind() == Backup.Kind.DIFFERENTIAL)
                        .thenComparing(BackupSet::id))
                .toList();
    }

    /** Several sets may lie in one file, also of other databases: it cannot go as long as one of them stays. */
    private static void keepShared(
            List<BackupSet> all, Collection<FileUse> uses, List<BackupSet> expired, Map<UUID, String> kept) {
        var going = new HashSet<UUID>();
        expired.forEach(set -> going.add(set.id()));
        var media = new HashSet<UUID>();
        var files = new HashSet<String>();
        all.stream().filter(set -> !going.contains(set.id())).forEach(set -> note(set, media, files));
        uses.stream().filter(use -> !going.contains(use.set())).forEach(use -> {
            media.add(use.media());
            files.add(anyCase(use.file()));
        });
        for (var found = true; found; ) {
            var shared = expired.stream()
                    .filter(set -> media.contains(set.media().id())
                            || set.media().files().stream()
                                    .map(Retention::anyCase)
                                    .anyMatch(files::contains))
                    .toList();
            shared.forEach(set -> kept.put(set.id(), "its file holds other backups that stay"));
            shared.forEach(set -> note(set, media, files));
            expired.removeAll(shared);
            found = !shared.isEmpty();
        }
    }

    private static void note(BackupSet set, Set<UUID> media, Set<String> files) {
        media.add(set.media().id());
        set.media().files().forEach(file -> files.add(anyCase(file)));
    }

    private static String anyCase(String file) {
        return file.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isCopyOnlyFull(BackupSet set) {
        return set.kind() == Backup.Kind.FULL && set.traits().copyOnly();
    }

    private static boolean isBefore(BackupSet set, BackupSet base) {
        return set.finishedAt().isBefore(base.finishedAt())
                && !set.log().last().isAfter(base.log().last());
    }

    /**
     * The newest full backup from which every moment since can still be reached. One that was verified is taken before a newer one that was not:
     * else the last chain that is known to be good would go.
     */
    private Optional<BackupSet> base(Stock stock, Set<UUID> verified, Instant cutoff) {
        var newestFirst = Comparator.<BackupSet, Instant>comparing(
                        set -> set.finishedAt().toInstant())
                .reversed()
                .thenComparing(BackupSet::id);
        var all = stock.fulls().stream().sorted(newestFirst).toList();
        var regular = all.stream().filter(set -> !set.traits().copyOnly()).toList();
        // On secondary replicas all full backups are copy-only, and the log backups build on them.
        var counted = regular.isEmpty() ? all : regular;
        if (counted.size() < chains) {
            return Optional.empty();
        }
        var newest = counted.isEmpty()
                ? Instant.MIN
                : counted.get(Math.max(0, chains - 1)).finishedAt().toInstant();
        return Stream.concat(all.stream().filter(set -> verified.contains(set.id())), counted.stream())
                .filter(set -> !set.finishedAt().toInstant().isAfter(newest))
                .filter(set -> stock.completeBy(set, Optional.of(cutoff)))
                .filter(set -> everythingSinceFollows(set, stock))
                .findFirst();
    }

    /** Whether no branch of what comes later left the history before this backup, or is of unknown origin. */
    private static boolean everythingSinceFollows(BackupSet base, Stock stock) {
        var points = new LinkedHashMap<UUID, Lsn>();
        var parents = new LinkedHashMap<UUID, UUID>();
        for (var set : stock.all()) {
            set.forks().point().ifPresent(point -> {
                points.put(set.forks().last(), point);
                parents.put(set.forks().last(), set.forks().first());
            });
        }
        return stock.all().stream()
                .filter(set -> set.finishedAt().isAfter(base.finishedAt()))
                .allMatch(set -> descends(set.forks().last(), base, points, parents));
    }

    private static boolean descends(UUID branch, BackupSet base, Map<UUID, Lsn> points, Map<UUID, UUID> parents) {
        var seen = new HashSet<UUID>();
        for (var at = branch; at != null && seen.add(at); at = parents.get(at)) {
            if (at.equals(base.forks().last())) {
                return true;
            }
            if (!points.containsKey(at) || points.get(at).isBefore(base.log().last())) {
                return false;
            }
        }
        return false;
    }

    /** An old copy-only full backup may be the only one that log backups after a gap go on from, also such as are still to come. */
    private static void keepBridges(Stock stock, BackupSet base, Map<UUID, String> kept) {
        var ways = stock.ways(
                stock.fulls().stream()
                        .filter(full -> kept.containsKey(full.id()))
                        .toList(),
                Optional.empty(),
                Way.EARLIEST);
        for (var full : stock.fulls()) {
            if (!kept.containsKey(full.id())
                    && !isBefore(full, base)
                    && stock.all().stream().anyMatch(set -> set.kind() == Backup.Kind.LOG)
                    && (hasBranches(stock) || ways.stream().noneMatch(way -> passes(way, full, stock)))) {
                kept.put(full.id(), "log backups may have to go on from it, as no other chain passes it");
            }
        }
    }

    /** A chain that passes a backup may pass the point too where another branch left, which cannot be reached from it then. */
    private static boolean hasBranches(Stock stock) {
        return stock.all().stream()
                        .flatMap(set ->
                                Stream.of(set.forks().first(), set.forks().last()))
                        .distinct()
                        .count()
                > 1;
    }

    /** Inside of logs with minimally logged changes there is no stopping: what passes a backup by them stands in for it only later. */
    private static boolean passes(Way way, BackupSet full, Stock stock) {
        return !way.from().isAfter(stock.bounds(full).latestFinish())
                && way.last().kind() == Backup.Kind.LOG
                && way.fork().equals(full.forks().last())
                && !way.last().log().first().isAfter(full.log().last())
                && !full.log().last().isAfter(way.at());
    }

    private static void keepBases(Stock stock, Map<UUID, String> kept) {
        for (var set : stock.all()) {
            if (kept.containsKey(set.id())) {
                set.differentialBase()
                        .ifPresent(id -> stock.all().stream()
                                .filter(full -> full.id().equals(id))
                                .forEach(full ->
                                        kept.putIfAbsent(id, "a differential backup that is kept builds on it")));
            }
        }
    }

    private static void keepVerified(Stock stock, Set<UUID> verified, Map<UUID, String> kept) {
        var known = stock.fulls().stream()
                .filter(set -> verified.contains(set.id()))
                .toList();
        if (known.stream().noneMatch(set -> kept.containsKey(set.id()))) {
            known.stream()
                    .max(Comparator.<BackupSet, Instant>comparing(
                                    set -> set.finishedAt().toInstant())
                            .thenComparing(BackupSet::id))
                    .ifPresent(newest -> {
                        kept.put(newest.id(), "no newer full backup was verified");
                        stock.all().stream()
                                .filter(set -> !isCopyOnlyFull(set) && !isBefore(set, newest))
                                .forEach(set -> kept.putIfAbsent(
                                        set.id(),
                                        "it may be needed to go on from the last full backup that was verified"));
                    });
        }
    }
}
