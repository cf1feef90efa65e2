package io.emrops.sqlserver.replication;

import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.history.Lsn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What the secondary can come to with the log backups that it can read.
 *
 * @param from what was restored last
 * @param pending what can be restored to it, in this order
 */
record CopyChain(BackupSet from, List<BackupSet> pending) {
    CopyChain {
        pending = List.copyOf(pending);
    }

    /**
     * As far as they go on from one another; of several that do, the one that reaches furthest.
     *
     * @param whole whether a backup reads back well; asked of those that are needed
     */
    static CopyChain of(BackupSet from, List<BackupSet> logs, Predicate<BackupSet> whole) {
        var furthestFirst = logs.stream()
                .sorted(Comparator.comparing((BackupSet set) -> set.log().last())
                        .reversed())
                .toList();
        var chain = new CopyChain(from, List.of());
        var next = chain.next(furthestFirst, whole);
        while (next.isPresent()) {
            var pending = new ArrayList<>(chain.pending);
            pending.add(next.get());
            chain = new CopyChain(from, pending);
            next = chain.next(furthestFirst, whole);
        }
        return chain;
    }

    private Optional<BackupSet> next(List<BackupSet> logs, Predicate<BackupSet> whole) {
        return logs.stream()
                .filter(set -> set.log().last().isAfter(end()))
                .filter(set -> goesOn(set.log().first(), set.forks()))
                .filter(whole)
                .findFirst();
    }

    private BackupSet last() {
        return pending.isEmpty() ? from : pending.get(pending.size() - 1);
    }

    Lsn end() {
        return last().log().last();
    }

    /** What was committed later than the last of them began may not be in it. */
    Instant heldUntil() {
        return last().startedAt().toInstant();
    }

    /** Whether this very backup is restored by the end: numbers alone may be those of another branch, or of another database. */
    boolean holds(UUID set) {
        return from.id().equals(set)
                || pending.stream().anyMatch(found -> found.id().equals(set));
    }

    /** Whether a log that begins there, on that branch, can be restored behind these. */
    boolean goesOn(Lsn first, Forks forks) {
        return !first.isAfter(end()) && isOnBranch(forks);
    }

    /** Whether all that this comes to is a part of a history on that branch, as far as that goes. */
    boolean isOnBranch(Forks forks) {
        var fork = last().forks().last();
        return forks.point()
                .map(point -> forks.last().equals(fork)
                        ? !end().isBefore(point)
                        : forks.first().equals(fork) && !end().isAfter(point))
                .orElse(forks.last().equals(fork));
    }
}
