package io.emrops.sqlserver.recovery;

import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Tries every order of every choice of sets. Written without a look at the planner: what may be known of a moment in UTC is stated here
 * once more, in other words.
 */
final class EveryOrder {
    private final SimulatedHistory history;
    private final Situation situation;
    private final Instant moment;
    private final List<BackupSet> usable;
    private final UUID wanted;

    private EveryOrder(SimulatedHistory history, Situation situation, Instant moment, UUID wanted) {
        this.history = history;
        this.situation = situation;
        this.moment = moment;
        this.wanted = wanted;
        this.usable = history.sets.stream()
                .filter(s -> !history.unreachable.contains(s.id()))
                .filter(s -> !s.traits().damaged() && !s.traits().snapshot())
                .filter(s -> s.media().files().size() == s.media().families())
                .toList();
    }

    /** Whether some order of some sets certainly brings the database to the moment. */
    static boolean reaches(SimulatedHistory history, Situation situation, Instant moment) {
        UUID youngest = null;
        var since = Instant.MIN;
        for (var branch : history.branches) {
            var began = there(history, situation, branch.id);
            if (!began.isAfter(moment) && began.isAfter(since)) {
                youngest = branch.id;
                since = began;
            }
        }
        if (situation.live().isPresent()
                && !there(history, situation, history.current().id).isAfter(moment)) {
            youngest = history.current().id;
        }
        if (youngest == null) {
            return false;
        }
        var search = new EveryOrder(history, situation, moment, youngest);
        return search.usable.stream()
                .filter(s -> s.kind() == Backup.Kind.FULL && search.over(s))
                .anyMatch(s -> search.from(history.rangeOf(s)[1], s.forks().last(), s));
    }

    private static Instant there(SimulatedHistory history, Situation situation, UUID branch) {
        var told = situation.branchesBegan().get(branch);
        if (told != null) {
            return told;
        }
        var first = Instant.MAX;
        for (var set : history.sets) {
            var started = set.startedAt().toInstant();
            if (set.forks().last().equals(branch) && started.isBefore(first)) {
                first = started;
            }
        }
        return first.equals(Instant.MAX) ? first : first.plusSeconds(1);
    }

    private boolean over(BackupSet set) {
        return !set.finishedAt().toInstant().plusSeconds(1).isAfter(moment);
    }

    private boolean from(int at, UUID fork, BackupSet last) {
        return arrived(at, fork)
                || usable.stream()
                        .filter(s -> s.kind() == Backup.Kind.LOG)
                        .filter(s -> history.rangeOf(s)[0] <= at && at < history.rangeOf(s)[1])
                        .filter(s -> fits(at, fork, s.forks().first(), s.forks().last()))
                        .filter(s -> !s.traits().bulkLogged() || over(s))
                        .anyMatch(s -> from(history.rangeOf(s)[1], s.forks().last(), s))
                || last.kind() == Backup.Kind.FULL
                        && usable.stream()
                                .filter(s -> s.differentialBase().equals(java.util.Optional.of(last.id())) && over(s))
                                .anyMatch(s ->
                                        from(history.rangeOf(s)[1], s.forks().last(), s));
    }

    private boolean fits(int at, UUID fork, UUID first, UUID end) {
        if (first.equals(end)) {
            return fork.equals(end);
        }
        var point = history.branch(end).point;
        return fork.equals(first) ? at <= point : fork.equals(end) && at >= point;
    }

    private boolean arrived(int at, UUID fork) {
        var tail = situation.live().filter(LiveDatabase::hasTail);
        if (tail.isPresent()
                && history.lastLog() <= at
                && history.current().id.equals(wanted)
                && fits(
                        at,
                        fork,
                        history.tailForks().first(),
                        history.tailForks().last())) {
            return true;
        }
        return fork.equals(wanted)
                && history.sets.stream()
                        .filter(s -> s.kind() == Backup.Kind.LOG)
                        .filter(s -> s.forks().last().equals(fork) && history.rangeOf(s)[1] == at)
                        .anyMatch(
                                s -> !s.startedAt().toInstant().minusSeconds(1).isBefore(moment)
                                        || s.lastValidRestore().isPresent()
                                                && s.lastValidRestore()
                                                        .get()
                                                        .toInstant()
                                                        .isAfter(moment));
    }
}
