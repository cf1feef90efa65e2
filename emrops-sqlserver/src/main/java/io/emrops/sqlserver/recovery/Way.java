package io.emrops.sqlserver.recovery;

import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Forks;
import io.emrops.sqlserver.history.Lsn;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Backups that can be restored one after the other, and the place in the log that they come to. */
final class Way {
    /** The fewest copy-only logs, then the fewest backups, then the least to read, then the latest base; then any, but always the same. */
    static final Comparator<Way> CHEAPEST = Comparator.<Way>comparingInt(w -> w.copyOnlyLogs)
            .thenComparingInt(w -> w.length)
            .thenComparingLong(w -> w.bytes)
            .thenComparing(Comparator.<Way, Instant>comparing(
                            w -> w.full().finishedAt().toInstant())
                    .reversed())
            .thenComparing(w -> w.last.id())
            .thenComparing(w -> w.full().id());

    /** The one by which the earliest moment can be stopped at. */
    static final Comparator<Way> EARLIEST =
            Comparator.<Way, Instant>comparing(w -> w.from).thenComparing(CHEAPEST);

    private final BackupSet last;
    private final @Nullable Way before;
    private final BackupSet full;
    private final int length;
    private final int copyOnlyLogs;
    private final long bytes;
    private final Instant from;

    private Way(BackupSet last, @Nullable Way before, Instant complete) {
        this.last = last;
        this.before = before;
        this.full = before == null ? last : before.full;
        this.length = before == null ? 1 : before.length + 1;
        this.bytes = last.traits().storedSize().bytes() + (before == null ? 0 : before.bytes);
        this.from = before == null || before.from.isBefore(complete) ? complete : before.from;
        this.copyOnlyLogs = (before == null ? 0 : before.copyOnlyLogs)
                + (last.kind() == Backup.Kind.LOG && last.traits().copyOnly() ? 1 : 0);
    }

    /** @param complete by when it was: what it holds cannot be taken off it */
    static Way from(BackupSet full, Instant complete) {
        return new Way(full, null, complete);
    }

    /** @param complete by when it was; {@code Instant.MIN} if it can be stopped inside of */
    Way then(BackupSet set, Instant complete) {
        return new Way(set, this, complete);
    }

    /** No moment before can be stopped at. */
    Instant from() {
        return from;
    }

    BackupSet full() {
        return full;
    }

    BackupSet last() {
        return last;
    }

    int length() {
        return length;
    }

    long bytes() {
        return bytes;
    }

    Lsn at() {
        return last.log().last();
    }

    UUID fork() {
        return last.forks().last();
    }

    Spot spot() {
        return new Spot(at(), fork());
    }

    /** A place in the log of one branch. */
    record Spot(Lsn at, UUID fork) {}

    List<BackupSet> sets() {
        var sets = new ArrayDeque<BackupSet>();
        for (var way = this; way != null; way = way.before) {
            sets.addFirst(way.last);
        }
        return List.copyOf(sets);
    }

    /** Whether a log can be restored next: no gap before it, something new in it, and on the branch that this has come to. */
    boolean takes(BackupSet log) {
        return !log.log().first().isAfter(at()) && at().isBefore(log.log().last()) && follows(log.forks());
    }

    /** Whether this has come to a place on one of these branches that the log still passes through. */
    boolean follows(Forks forks) {
        if (forks.first().equals(forks.last())) {
            return fork().equals(forks.first());
        }
        if (forks.point().isEmpty()) {
            return false;
        }
        var point = forks.point().get();
        return fork().equals(forks.first()) && !at().isAfter(point)
                || fork().equals(forks.last()) && !at().isBefore(point);
    }
}
