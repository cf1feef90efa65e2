package io.emrops.sqlserver.restore;

import io.emrops.sqlserver.history.BackupSet;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * When the branches of a database's history began: each restore begins one, and a branch was there before the first backup on it was made. So
 * it began after the last restore before that backup. That restore may be a little earlier than the opening, but in between nobody could commit
 * anything.
 */
final class BranchBeginnings {
    private final Instance instance;
    private final OffsetDateTime now;

    BranchBeginnings(Instance instance, OffsetDateTime now) {
        this.instance = instance;
        this.now = now;
    }

    Map<UUID, Instant> of(String database, Optional<ServerDatabase> live, List<BackupSet> sets) {
        var firstSeen = new HashMap<UUID, Instant>();
        for (var set : sets) {
            firstSeen.merge(
                    set.forks().last(), set.startedAt().toInstant(), (one, other) -> other.isBefore(one) ? other : one);
        }
        live.flatMap(ServerDatabase::forks).ifPresent(forks -> firstSeen.putIfAbsent(forks.last(), now.toInstant()));
        var restores = restores(database, sets);
        var began = new HashMap<UUID, Instant>();
        firstSeen.forEach((branch, seen) -> {
            var before = restores.floor(seen);
            if (before != null && !wasAnother(branch, before, seen, sets)) {
                began.put(branch, before);
            }
        });
        return began;
    }

    /**
     * Whether another branch was the database after that restore: then this one began later, by what the history of restores to this name does not
     * tell, such as a failover, or the restore of a copy that got the name.
     */
    private static boolean wasAnother(UUID branch, Instant before, Instant seen, List<BackupSet> sets) {
        var families = sets.stream()
                .filter(set -> set.forks().last().equals(branch))
                .map(BackupSet::family)
                .collect(Collectors.toSet());
        return sets.stream()
                .filter(set -> families.isEmpty() || families.contains(set.family()))
                .filter(set -> !set.forks().last().equals(branch))
                .map(set -> set.startedAt().toInstant())
                .anyMatch(began -> began.isAfter(before) && began.isBefore(seen));
    }

    private TreeSet<Instant> restores(String database, List<BackupSet> sets) {
        var found = new TreeSet<Instant>();
        if (instance.settings().zone().isPresent() || haveTheOffsetOfNow(sets)) {
            instance.databases()
                    .restoresTo(database, 0)
                    .forEach(restored -> restored.at().map(this::instant).ifPresent(found::add));
        }
        return found;
    }

    /** Of a time that was shown twice, the later: a branch that is said to begin too late is refused, one too early would be taken for another. */
    private Instant instant(LocalDateTime at) {
        var zone = instance.settings().zone().orElse(now.getOffset());
        return at.atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }

    /** In the history of restores there are no offsets. */
    private boolean haveTheOffsetOfNow(List<BackupSet> sets) {
        return sets.stream()
                .allMatch(set -> set.startedAt().getOffset().equals(now.getOffset())
                        && set.finishedAt().getOffset().equals(now.getOffset()));
    }
}
