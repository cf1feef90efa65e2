package io.emrops.sqlserver.recovery;

import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.history.Lsn;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Which branch of a database's history was alive when, as far as its backup sets and its restores tell. */
final class Branches {
    private static final Comparator<Map.Entry<UUID, Instant>> BY_BEGINNING =
            Map.Entry.<UUID, Instant>comparingByValue().thenComparing(Map.Entry.comparingByKey());

    private record Fork(UUID parent, Lsn point) {}

    private final Stock stock;
    private final Map<UUID, Instant> known;
    private final Optional<UUID> live;
    private final Map<UUID, Instant> alive = new HashMap<>();
    private final Map<UUID, Fork> forks = new HashMap<>();
    private final Map<UUID, Instant> backedUpUntil = new HashMap<>();
    private final Map<UUID, Instant> perhapsBackedUpFrom = new HashMap<>();
    private final Map<UUID, Instant> earliest = new HashMap<>();

    /**
     * @param known when branches began
     * @param live the branches that the end of the live log lies on
     */
    Branches(Stock stock, Map<UUID, Instant> known, Optional<Forks> live) {
        this.stock = stock;
        this.known = known;
        this.live = live.map(Forks::last);
        for (var set : stock.all()) {
            alive.merge(set.forks().last(), stock.bounds(set).latestStart(), (a, b) -> a.isBefore(b) ? a : b);
            perhapsBackedUpFrom.merge(
                    set.forks().last(), stock.bounds(set).earliestStart(), (a, b) -> a.isBefore(b) ? a : b);
            backedUpUntil.merge(set.forks().last(), stock.bounds(set).latestFinish(), (a, b) -> a.isAfter(b) ? a : b);
            note(set.forks());
        }
        live.ifPresent(this::note);
        alive.putAll(known);
    }

    private void note(Forks on) {
        if (!on.first().equals(on.last())) {
            on.point().ifPresent(point -> forks.put(on.last(), new Fork(on.first(), point)));
        }
    }

    /** The branch that was the database at a moment: that of the live one if it was there already, else the one that had begun last. */
    Optional<UUID> at(Instant moment) {
        if (live.isPresent() && isThere(live.get(), moment)) {
            return live;
        }
        return alive.entrySet().stream()
                .filter(began -> !began.getValue().isAfter(moment))
                .filter(began -> !descendsFromLive(began.getKey()))
                .max(BY_BEGINNING)
                .map(Map.Entry::getKey);
    }

    private boolean isThere(UUID branch, Instant moment) {
        return !alive.getOrDefault(branch, Instant.MAX).isAfter(moment);
    }

    private boolean descendsFromLive(UUID branch) {
        return live.isPresent() && descends(branch, live.get());
    }

    private boolean descends(UUID branch, UUID from) {
        var seen = new HashSet<UUID>();
        for (var fork = forks.get(branch); fork != null && seen.add(fork.parent()); fork = forks.get(fork.parent())) {
            if (fork.parent().equals(from)) {
                return true;
            }
        }
        return false;
    }

    /** From when on a branch was certainly there. */
    Optional<Instant> began(UUID branch) {
        return Optional.ofNullable(alive.get(branch));
    }

    List<Instant> beginnings() {
        return alive.values().stream().sorted().toList();
    }

    List<UUID> others(UUID branch) {
        return alive.entrySet().stream()
                .sorted(BY_BEGINNING)
                .map(Map.Entry::getKey)
                .filter(id -> !id.equals(branch))
                .toList();
    }

    /**
     * A branch that may have been the database at a moment instead of this one. Either both were backed up before and after, as after
     * a failover that lost something, or the other one had perhaps begun: nobody recorded when, and its first backup is later. Or
     * it is not certain which of the two began last: the clock was put back, and one time is the time of both.
     */
    Optional<UUID> rival(UUID branch, Instant moment) {
        if (live.isPresent() && live.get().equals(branch)) {
            return Optional.empty();
        }
        var others = new HashSet<>(alive.keySet());
        others.addAll(forks.keySet());
        live.ifPresent(others::add);
        others.remove(branch);
        return others.stream()
                .filter(other -> isThere(other, moment)
                        ? goesOn(other, moment) || mayHaveBegunLater(other, branch)
                        : mayHaveBegun(other, moment))
                .min(Comparator.naturalOrder());
    }

    private boolean goesOn(UUID branch, Instant moment) {
        return backedUpUntil.getOrDefault(branch, Instant.MIN).isAfter(moment);
    }

    /** Both were there already. */
    private boolean mayHaveBegunLater(UUID other, UUID branch) {
        return !known.containsKey(branch)
                && alive.getOrDefault(other, Instant.MIN).isAfter(perhapsBackedUpFrom.getOrDefault(branch, Instant.MAX))
                && !descends(branch, other);
    }

    private boolean mayHaveBegun(UUID branch, Instant moment) {
        if (known.containsKey(branch)) {
            return false;
        }
        var began = earliest.get(branch);
        if (began == null) {
            began = earliest(branch, new HashSet<>());
            earliest.put(branch, began);
        }
        return moment.isAfter(began);
    }

    /** What lies before the point where it left was there before it began. */
    private Instant earliest(UUID branch, Set<UUID> seen) {
        var fork = forks.get(branch);
        if (known.containsKey(branch)) {
            return known.getOrDefault(branch, Instant.MIN);
        }
        if (fork == null || !seen.add(branch)) {
            return Instant.MIN;
        }
        return stock.all().stream()
                .filter(set -> set.forks().last().equals(fork.parent())
                        && !set.log().last().isAfter(fork.point()))
                .map(stock::endsAfter)
                .reduce(earliest(fork.parent(), seen), (a, b) -> a.isAfter(b) ? a : b);
    }
}
