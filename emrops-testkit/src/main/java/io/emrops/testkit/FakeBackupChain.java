package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.backup.Backup;
import io.emrops.backup.Backup.Kind;
import io.emrops.backup.Proof;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoverySource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The backups of a {@link FakeRecoveryProvider}, and which of them a recovery takes. */
final class FakeBackupChain {
    /** Oldest first. */
    private final List<Made> made = new ArrayList<>();

    private final Map<String, String> idsByKey = new HashMap<>();
    /** How far the log backups of a database go, those that were lost included. */
    private final Map<String, Instant> endOfLog = new TreeMap<>();

    private int count;

    /**
     * A backup.
     *
     * @param from where a log backup begins: the end of the one before, or the first full backup
     */
    private record Made(String id, String database, Kind kind, Instant from, Instant to) {
        Backup backup() {
            var file = source().files().get(0);
            return new Backup(id, database, kind, file, to, new DataSize(1), false, Proof.RECORDED);
        }

        RecoverySource source() {
            return new RecoverySource(id, kind, List.of("memory:" + database + "/" + id + ".bak"), 1, to, Map.of());
        }
    }

    void add(String database, Kind kind, Instant now) {
        var from = endOfLog(database).orElse(now);
        made.add(new Made(Integer.toString(++count), database, kind, from, now));
        if (kind == Kind.LOG || endOfLog.get(database) == null) {
            endOfLog.put(database, now);
        }
    }

    private Optional<Instant> endOfLog(String database) {
        return Optional.ofNullable(endOfLog.get(database));
    }

    RecoverySource addTail(String database, Instant now, String key) {
        add(database, Kind.LOG, now);
        var tail = made.get(made.size() - 1);
        idsByKey.put(key, tail.id());
        return tail.source();
    }

    Optional<RecoverySource> tail(String key) {
        return made.stream()
                .filter(m -> m.id().equals(idsByKey.get(key)))
                .map(Made::source)
                .findFirst();
    }

    void loseNewest(String database, Kind kind) {
        for (int i = made.size() - 1; i >= 0; i--) {
            if (made.get(i).database().equals(database) && made.get(i).kind() == kind) {
                made.remove(i);
                return;
            }
        }
        throw new IllegalArgumentException("There is no " + kind + " backup of " + database + " to lose");
    }

    /** Whether nothing of the log was backed up since the plan was made. */
    boolean reachesTheEndOfTheLog(RecoveryPlan plan) {
        var last = plan.sources().get(plan.sources().size() - 1);
        return endOfLog(plan.request().database())
                .filter(end -> !end.isAfter(last.finishedAt()))
                .isPresent();
    }

    RecoveryPlan plan(RecoveryRequest request, Instant now) {
        var moment = request.moment();
        if (!request.isToBackup() && moment.isAfter(now)) {
            throw new PreconditionFailedException(moment + " has not come yet; it is " + now);
        }
        var ours = request.isToBackup() ? upTo(request) : of(request.database());
        var base = newest(ours, Kind.FULL, Instant.MIN, moment)
                .orElseThrow(() -> new PreconditionFailedException(
                        "No full backup of " + request.database() + " is of " + moment + " or before"));
        var sources = new ArrayList<RecoverySource>(List.of(base.source()));
        var reached = base.to();
        var differential = newest(ours, Kind.DIFFERENTIAL, reached, moment);
        if (differential.isPresent()) {
            sources.add(differential.get().source());
            reached = differential.get().to();
        }
        for (var log : ours) {
            if (log.kind() == Kind.LOG && log.to().isAfter(reached) && reached.isBefore(moment)) {
                requireNoGap(log.from(), reached, request);
                sources.add(log.source());
                reached = log.to();
            }
        }
        var needsTail = reached.isBefore(moment);
        if (needsTail) {
            requireNoGap(endOfLog(request.database()).orElse(reached), reached, request);
        }
        return new RecoveryPlan(
                request, sources, needsTail, moment, now, explain(request, sources, needsTail), Map.of());
    }

    private List<Made> of(String database) {
        return made.stream().filter(m -> m.database().equals(database)).toList();
    }

    /** All that was made before the chosen one, and that. */
    private List<Made> upTo(RecoveryRequest request) {
        var ours = of(request.database());
        for (var i = 0; i < ours.size(); i++) {
            if (ours.get(i).id().equals(request.backup())) {
                return ours.subList(0, i + 1);
            }
        }
        throw new PreconditionFailedException("There is no backup " + request.backup() + " of " + request.database());
    }

    List<Backup> backups(String database) {
        return of(database).stream().map(Made::backup).toList();
    }

    private static Optional<Made> newest(List<Made> ours, Kind kind, Instant after, Instant atMost) {
        return ours.stream()
                .filter(m -> m.kind() == kind && m.to().isAfter(after) && !m.to().isAfter(atMost))
                .reduce((one, other) -> other);
    }

    private static void requireNoGap(Instant from, Instant reached, RecoveryRequest request) {
        if (from.isAfter(reached)) {
            throw new PreconditionFailedException("The log backup of " + request.database() + " behind " + reached
                    + " is missing; the nearest moments that can be reached are those up to it");
        }
    }

    private static List<String> explain(RecoveryRequest request, List<RecoverySource> sources, boolean needsTail) {
        var lines = new ArrayList<String>();
        sources.forEach(s -> lines.add(s.kind() + " backup " + s.id() + " of " + s.finishedAt() + " is restored"));
        if (needsTail) {
            lines.add("The end of the log is backed up first and restored last");
        }
        lines.add(request.result() + " will have the state of " + request.goal());
        return lines;
    }

    void read(Tables from) {
        made.clear();
        from.rows("made")
                .forEach(row -> made.add(new Made(
                        row.get(0),
                        row.get(1),
                        Kind.valueOf(row.get(2)),
                        Instant.parse(row.get(3)),
                        Instant.parse(row.get(4)))));
        idsByKey.clear();
        from.rows("key").forEach(row -> idsByKey.put(row.get(0), row.get(1)));
        endOfLog.clear();
        from.rows("log").forEach(row -> endOfLog.put(row.get(0), Instant.parse(row.get(1))));
        count = Integer.parseInt(from.word("count"));
    }

    void write(Tables to) {
        made.forEach(m ->
                to.add("made", m.id(), m.database(), m.kind().name(), m.from().toString(), m.to().toString()));
        new TreeMap<>(idsByKey).forEach((key, id) -> to.add("key", key, id));
        endOfLog.forEach((database, end) -> to.add("log", database, end.toString()));
        to.add("count", Integer.toString(count));
    }
}
