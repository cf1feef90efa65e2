package io.emrops.sqlserver.recovery;

import io.emrops.DataSize;
import io.emrops.sqlserver.history.BackupSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What would have been lost, and for how long the database would have been away, had the server been lost at the worst moment of a period:
 * with its log, so that only finished backups help.
 *
 * @param database which one
 * @param from where the period begins
 * @param to where it ends
 * @param worstLoss the longest time whose changes would have been lost; empty if there was a time with nothing to restore from
 * @param worstAt when
 * @param toRead the most that had to be read at any moment
 * @param worstRestore how long that takes at the slowest measured rate; empty if none was measured
 * @param lagging how many of the log backups may lack what was committed before they began, as they were perhaps made on a secondary replica;
 *     they are counted as if they did not, except where the time of the last commit in them is known
 */
public record Exposure(
        String database,
        Instant from,
        Instant to,
        Optional<Duration> worstLoss,
        Instant worstAt,
        DataSize toRead,
        Optional<Duration> worstRestore,
        int lagging) {
    public Exposure {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(worstLoss, "worstLoss");
        Objects.requireNonNull(worstAt, "worstAt");
        Objects.requireNonNull(toRead, "toRead");
        Objects.requireNonNull(worstRestore, "worstRestore");
    }

    private record Point(Instant available, Instant holds, long bytes, boolean lags) {}

    /**
     * Looks back at a period. Backups that cannot be restored, or that no chain leads to, do not count.
     *
     * @param situation the live database in it is not looked at
     * @param from before {@code to}
     * @param to the end of it, usually now
     * @throws IllegalArgumentException if several databases had that name and none is chosen: one could look safe by the backups of another
     */
    public static Exposure of(Situation situation, Instant from, Instant to, RestoreRate rate) {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("A period ends after it begins: " + from + " to " + to);
        }
        var points = points(situation).stream()
                .filter(point -> point.available().isBefore(to))
                .toList();
        var newest = Optional.<Instant>empty();
        var worst = Duration.ZERO;
        var worstAt = from;
        var bytes = 0L;
        var naked = false;
        for (var i = 0; i < points.size(); i++) {
            var point = points.get(i);
            naked |= newest.isEmpty() && point.available().isAfter(from);
            newest = newest.filter(held -> held.isAfter(point.holds())).or(() -> Optional.of(point.holds()));
            var until = i + 1 < points.size() ? points.get(i + 1).available() : to;
            if (until.isAfter(from)) {
                bytes = Math.max(bytes, point.bytes());
                var loss = Duration.between(newest.get(), until);
                if (loss.compareTo(worst) > 0) {
                    worst = loss;
                    worstAt = until;
                }
            }
        }
        naked |= newest.isEmpty();
        var size = new DataSize(bytes);
        return new Exposure(
                situation.database(),
                from,
                to,
                naked ? Optional.empty() : Optional.of(worst),
                naked ? from : worstAt,
                size,
                rate.atWorst(size),
                lagging(points, from));
    }

    private static int lagging(List<Point> points, Instant from) {
        return (int) points.stream()
                .filter(Point::lags)
                .filter(point -> point.available().isAfter(from))
                .count();
    }

    /** From when on a set helped, and up to when it held everything: not after it began, and where it may lag, not after its last commit. */
    private static List<Point> points(Situation situation) {
        var points = new ArrayList<Point>();
        var families = situation.sets().stream()
                .filter(set -> Search.isNamed(set, situation))
                .map(BackupSet::family)
                .filter(family -> situation.family().map(family::equals).orElse(true))
                .distinct()
                .toList();
        if (families.size() > 1) {
            throw new IllegalArgumentException("Several databases were called " + situation.database()
                    + ", of the families " + families + ": say which is meant");
        }
        for (var family : families) {
            var stock = new Search(situation, family).stock();
            var best = new HashMap<BackupSet, Way>();
            stock.ways(stock.fulls(), Optional.empty())
                    .forEach(way -> best.merge(way.last(), way, (a, b) -> Way.CHEAPEST.compare(a, b) <= 0 ? a : b));
            best.forEach((set, way) -> {
                var bounds = stock.bounds(set);
                var lags = stock.lags(set);
                var holds = bounds.lastValid()
                        .filter(valid -> lags && valid.isBefore(bounds.began()))
                        .orElse(bounds.began());
                points.add(new Point(bounds.finished(), holds, way.bytes(), lags));
            });
        }
        points.sort(Comparator.comparing(Point::available).thenComparing(Point::holds));
        return points;
    }

    /** Whether at no moment more than this would have been lost. */
    public boolean keeps(Duration recoveryPoint) {
        return worstLoss.filter(loss -> loss.compareTo(recoveryPoint) <= 0).isPresent();
    }

    /**
     * For a report, a sentence a line.
     *
     * @param recoveryPoint how much may be lost at most
     * @param recoveryTime how long restoring may take at most
     */
    public List<String> words(Duration recoveryPoint, Duration recoveryTime) {
        var lines = new ArrayList<String>();
        if (worstLoss.isEmpty()) {
            lines.add("For part of the time from " + from + " to " + to + " there was nothing to restore " + database
                    + " from.");
        } else {
            lines.add("At worst, at " + worstAt + ", the changes of " + Wording.duration(worstLoss.get())
                    + " would have been lost.");
        }
        if (lagging > 0) {
            lines.add(
                    lagging
                            + " log backups were perhaps made on a secondary replica, which may lag behind: more may have been lost.");
        }
        lines.add("These backups " + (keeps(recoveryPoint) ? "keep" : "cannot keep") + " a recovery point objective of "
                + Wording.duration(recoveryPoint) + ".");
        lines.add(worstRestore
                .map(time -> "At worst " + toRead + " have to be restored, which takes about " + Wording.duration(time)
                        + " at the slowest rate that was measured: that "
                        + (time.compareTo(recoveryTime) <= 0 ? "keeps" : "cannot keep")
                        + " a recovery time objective of " + Wording.duration(recoveryTime) + ".")
                .orElse("At worst " + toRead + " have to be restored; how long that takes was never measured."));
        return lines;
    }
}
