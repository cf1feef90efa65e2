package io.emrops.sqlserver.recovery;

import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.history.Lsn;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which branch of a database's history was alive when, as far as its backup sets and its restores tell. */
final class Branches {
    private record Fork(UUID id, UUID parent, Lsn point) {}

    private final Stock stock;
    private final Map<UUID, Instant> known;
    private final Map<UUID, Instant> alive = new HashMap<>();
    private final Map<UUID, Fork> forks = new HashMap<>();

    Branches(Stock stock, Map<UUID, Instant> known, Optional<Forks> live) {
        this.stock = stock;
        this.known = known;
        for (var set : stock.all()) {
            alive.merge(set.forks().last(), stock.bounds(set).latestStart(), (a, b) -> a.isBefore(b) ? a : b);
            note(set.forks());
        }
        live.ifPresent(this::note);
        alive.putAll(known);
    }

    private void note(Forks on) {
        if (!on.first().equals(on.last())) {
            on.point().ifPresent(point -> forks.put(on.last(), new Fork(on.last(), on.first(), point)));
        }
    }

    /** The branch that was the database at a moment: the one that had begun last. */
    Optional<UUID> at(Instant moment) {
        return alive.entrySet().stream()
                .filter(began -> !began.getValue().isAfter(moment))
                .max(Map.Entry.<UUID, Instant>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
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
                .sorted(Map.Entry.<UUID, Instant>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .filter(id -> !id.equals(branch))
                .toList();
    }

    /**
     * A branch that may have been the database at a moment instead of this one: nobody recorded when it began, and this one went on
     * being backed up beside it, so that its backups do not tell.
     */
    Optional<UUID> rival(UUID branch, Instant moment) {
        return forks.values().stream()
                .filter(fork -> !fork.id().equals(branch) && !known.containsKey(fork.id()))
                .filter(fork -> alive.getOrDefault(fork.id(), Instant.MAX).isAfter(moment))
                .filter(fork -> moment.isAfter(earliest(fork)) && wentOn(branch, fork))
                .map(Fork::id)
                .min(Comparator.naturalOrder());
    }

    /** What lies before the point where it left was there before it began. */
    private Instant earliest(Fork fork) {
        return stock.all().stream()
                .filter(set -> set.forks().last().equals(fork.parent())
                        && !set.log().last().isAfter(fork.point()))
                .map(set -> stock.bounds(set).earliestStart())
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private boolean wentOn(UUID branch, Fork fork) {
        var from = stock.all().stream()
                .filter(set -> set.forks().last().equals(fork.id()))
                .map(set -> stock.bounds(set).earliestStart())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        return stock.all().stream().anyMatch(set -> goesOn(set, branch, from));
    }

    private boolean goesOn(BackupSet set, UUID branch, Instant from) {
        return set.forks().last().equals(branch)
                && stock.bounds(set).latestFinish().isAfter(from);
    }
}
