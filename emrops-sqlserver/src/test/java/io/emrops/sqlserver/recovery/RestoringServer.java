package io.emrops.sqlserver.recovery;

import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.recovery.RecoveryDecision.Chain;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reach;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Restores sets of a simulated history by the rules of the server, as far as they are known; knows nothing of planning. */
final class RestoringServer {
    private final SimulatedHistory history;
    private final Optional<LocalDateTime> stopAt;
    private final Set<Integer> held = new LinkedHashSet<>();
    private int at;
    private UUID fork = new UUID(0, 0);
    private UUID base = new UUID(0, 0);
    private boolean stopped;

    private RestoringServer(SimulatedHistory history, Optional<LocalDateTime> stopAt) {
        this.history = history;
        this.stopAt = stopAt;
    }

    /** What the database holds after a chain was restored. */
    static Set<Integer> restore(SimulatedHistory history, Chain chain) {
        var server = new RestoringServer(history, chain.stopAt());
        for (var step : chain.steps()) {
            if (server.stopped) {
                break;
            }
            server.restore(step.set());
            if (server.stopped && step.reach() == Reach.WHOLE) {
                throw new AssertionError("the moment was not behind " + step.set());
            }
        }
        if (chain.needsTail() && !server.stopped) {
            server.log(history.lastLog(), history.end() + 1, history.tailForks(), history.current(), false);
        } else if (!server.stopped && !chain.heldAnyhow() && chain.steps().size() > 1) {
            throw new NotReached();
        }
        return server.held;
    }

    /** The same; empty if the server has not come to the moment, so that the database is not opened. */
    static Optional<Set<Integer>> restoreAsked(SimulatedHistory history, Chain chain) {
        try {
            return Optional.of(restore(history, chain));
        } catch (NotReached e) {
            return Optional.empty();
        }
    }

    private static final class NotReached extends AssertionError {
        private static final long serialVersionUID = 1;

        NotReached() {
            super("the server has not come to the moment");
        }
    }

    private void restore(BackupSet set) {
        if (history.unreachable.contains(set.id())
                || set.traits().damaged()
                || set.traits().snapshot()
                || !set.media().complete()
                || !set.database().equals(SimulatedHistory.NAME)) {
            throw new AssertionError("cannot be read: " + set);
        }
        var range = history.rangeOf(set);
        var branch = history.branch(set.forks().last());
        if (set.kind() == Backup.Kind.LOG) {
            log(range[0], range[1], set.forks(), branch, set.traits().bulkLogged());
            return;
        }
        if (set.kind() == Backup.Kind.DIFFERENTIAL && !set.differentialBase().equals(Optional.of(base))) {
            throw new AssertionError("3136: not the base of " + set);
        }
        base = set.id();
        held.clear();
        at = range[1];
        fork = branch.id;
        branch.commits.stream().filter(c -> c.lsn() < at).forEach(c -> held.add(c.number()));
    }

    private void log(int first, int last, Forks forks, SimulatedHistory.Branch branch, boolean bulk) {
        if (first > at || last <= at) {
            throw new AssertionError("4305 or 4326: log " + first + " to " + last + " at " + at);
        }
        var onNew = fork.equals(branch.id) && at >= (forks.point().isEmpty() ? 0 : branch.point);
        var onOld = fork.equals(forks.first()) && !forks.first().equals(forks.last()) && at <= branch.point;
        if (!onNew && !onOld) {
            throw new AssertionError("4330");
        }
        for (var commit : branch.commits) {
            if (commit.lsn() >= at && commit.lsn() < last) {
                if (stopAt.isPresent() && local(commit.at()).isAfter(stopAt.get())) {
                    stopped = true;
                    if (bulk) {
                        throw new AssertionError("4341");
                    }
                    break;
                }
                held.add(commit.number());
            }
        }
        at = last;
        fork = branch.id;
    }

    private LocalDateTime local(Instant time) {
        return LocalDateTime.ofInstant(time, history.zone);
    }
}
