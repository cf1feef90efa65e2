package io.emrops.sqlserver.recovery;

import io.emrops.sqlserver.history.BackupSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the clock on the server's wall showed when, and how far recorded times can be trusted. */
final class LocalTimes {
    /** Recorded times are whole seconds, and no page says how they came to be: one second either way covers all. */
    private static final Duration SLACK = Duration.ofSeconds(1);
    /** No clock was ever put back by more. */
    private static final Duration SHIFT = Duration.ofHours(2);

    /** Nowhere is the clock changed and changed back within twice that time; in Morocco it is for a month. */
    private static final Duration FAR = Duration.ofDays(14);

    private final ServerClock clock;
    private final TreeMap<Instant, Set<ZoneOffset>> seen = new TreeMap<>();
    private final Set<Instant> strange = new HashSet<>();

    LocalTimes(ServerClock clock, Collection<BackupSet> sets) {
        this.clock = clock;
        for (var set : sets) {
            see(set.startedAt());
            see(set.finishedAt());
            if (clock.zone().isPresent() && !fits(set, clock.zone().get())) {
                strange.add(set.startedAt().toInstant());
                strange.add(set.finishedAt().toInstant());
            }
        }
    }

    private void see(OffsetDateTime time) {
        seen.computeIfAbsent(time.toInstant(), t -> new HashSet<>()).add(time.getOffset());
    }

    /** What a moment is called on the wall, or why that is not certain. */
    record Reading(Optional<LocalDateTime> local, RecoveryDecision.Reason doubt, String why) {
        static Reading certain(LocalDateTime local) {
            return new Reading(Optional.of(local), RecoveryDecision.Reason.ZONE_UNKNOWN, "");
        }

        static Reading doubtful(RecoveryDecision.Reason doubt, String why) {
            return new Reading(Optional.empty(), doubt, why);
        }
    }

    Reading at(Instant moment) {
        return clock.zone().isPresent() ? inZone(moment, clock.zone().get()) : byOffsets(moment);
    }

    private Reading inZone(Instant moment, ZoneId zone) {
        for (var beside : Arrays.asList(seen.floorEntry(moment), seen.ceilingEntry(moment))) {
            if (beside != null && strange.contains(beside.getKey())) {
                return Reading.doubtful(
                        RecoveryDecision.Reason.ZONE_WRONG,
                        "The server is configured to be in " + zone + ", but the backup of " + beside.getKey()
                                + " was made at " + beside.getValue() + " from UTC.");
            }
        }
        var local = LocalDateTime.ofInstant(moment, zone);
        if (zone.getRules().getValidOffsets(local).size() > 1) {
            return Reading.doubtful(
                    RecoveryDecision.Reason.AMBIGUOUS_TIME,
                    "The clock was put back, and showed " + local + " twice in " + zone
                            + ". SQL Server is told where to stop by local time and could not tell the two apart.");
        }
        return Reading.certain(local);
    }

    /** Whether the clock was as recorded at some time in the making of a set, or at least nearly. */
    private static boolean fits(BackupSet set, ZoneId zone) {
        var rules = zone.getRules();
        var from = set.startedAt().toInstant();
        var to = set.finishedAt().toInstant();
        return Stream.of(set.startedAt().getOffset(), set.finishedAt().getOffset())
                .allMatch(offset -> offset.equals(rules.getOffset(from))
                        || offset.equals(rules.getOffset(to))
                        || offset.equals(rules.getOffset(from.minus(SHIFT)))
                        || offset.equals(rules.getOffset(to.plus(SHIFT))));
    }

    private static boolean nearTransition(Instant from, Instant to, ZoneId zone) {
        var next = zone.getRules().nextTransition(from.minus(SHIFT));
        return next != null && !next.getInstant().isAfter(to.plus(SHIFT));
    }

    private Reading byOffsets(Instant moment) {
        var lower = seen.floorKey(moment.minus(SHIFT));
        var upper = seen.ceilingKey(moment.plus(SHIFT));
        var about = seen.subMap(lower == null ? Instant.MIN : lower, true, upper == null ? Instant.MAX : upper, true);
        var offsets = new HashSet<ZoneOffset>();
        about.values().forEach(offsets::addAll);
        if (upper == null) {
            clock.present().ifPresent(offsets::add);
        }
        var later = seen.ceilingKey(moment) != null || clock.present().isPresent();
        var far =
                lower != null && lower.isBefore(moment.minus(FAR)) || upper != null && upper.isAfter(moment.plus(FAR));
        if (offsets.size() == 1 && lower != null && later && !far) {
            return Reading.certain(
                    LocalDateTime.ofInstant(moment, offsets.iterator().next()));
        }
        if (offsets.size() == 1 && far) {
            return Reading.doubtful(
                    RecoveryDecision.Reason.ZONE_UNKNOWN,
                    "The backups before and after that time are so far apart that the clock may have been changed and changed back.");
        }
        var why = offsets.size() > 1
                ? "The backups about that time were made at different offsets from UTC: the clock was changed."
                : "No backup " + (later ? "two hours before that time" : "after that time")
                        + " tells how far the server's clock was ahead of UTC.";
        return Reading.doubtful(RecoveryDecision.Reason.ZONE_UNKNOWN, why);
    }

    /** How early and how late a backup set can have begun and ended, and a moment that the server is sure to stop at in it. */
    record Bounds(Instant earliestStart, Instant latestStart, Instant latestFinish, Optional<Instant> lastValid) {
        /** Everything committed up to then is in it. */
        Instant holds() {
            return lastValid.filter(v -> v.isAfter(earliestStart)).orElse(earliestStart);
        }

        /** The earliest that can be meant by its recorded beginning, to the second. */
        Instant began() {
            return earliestStart.plus(SLACK);
        }

        /** The latest that can be meant by its recorded end, to the second. */
        Instant finished() {
            return latestFinish.minus(SLACK);
        }

        /** The server will stop in it at any moment up to then. */
        Instant stops() {
            return lastValid.orElse(earliestStart);
        }
    }

    Bounds of(BackupSet set) {
        var offsets = offsetsOf(set);
        return new Bounds(
                earliest(set.startedAt(), offsets).minus(SLACK),
                latest(set.startedAt(), offsets).plus(SLACK),
                latest(set.finishedAt(), offsets).plus(SLACK),
                set.lastValidRestore()
                        .filter(v -> !v.isAfter(set.finishedAt().plus(SLACK)))
                        .map(v -> down(earliest(v, offsets).minusNanos(1))));
    }

    private static Instant earliest(OffsetDateTime time, Set<ZoneOffset> offsets) {
        return offsets.stream()
                .map(time.toLocalDateTime()::toInstant)
                .reduce(time.toInstant(), (a, b) -> b.isBefore(a) ? b : a);
    }

    private static Instant latest(OffsetDateTime time, Set<ZoneOffset> offsets) {
        return offsets.stream()
                .map(time.toLocalDateTime()::toInstant)
                .reduce(time.toInstant(), (a, b) -> b.isAfter(a) ? b : a);
    }

    /** A set has one offset recorded; if the clock was changed meanwhile, it is wrong for its beginning or its end. */
    private Set<ZoneOffset> offsetsOf(BackupSet set) {
        // One that was made while the clock was put back seems to end before it began.
        var turned = set.finishedAt().toInstant().isBefore(set.startedAt().toInstant());
        var from = (turned ? set.finishedAt() : set.startedAt()).toInstant();
        var to = (turned ? set.startedAt() : set.finishedAt()).toInstant();
        var offsets = new HashSet<>(
                List.of(set.startedAt().getOffset(), set.finishedAt().getOffset()));
        if (clock.zone().isPresent()) {
            var zone = clock.zone().get();
            if (nearTransition(from, to, zone)) {
                var next = zone.getRules().nextTransition(from.minus(SHIFT));
                offsets.add(next.getOffsetBefore());
                offsets.add(next.getOffsetAfter());
            }
            return offsets;
        }
        var lower = seen.lowerKey(from);
        var upper = seen.higherKey(to);
        seen.subMap(lower == null ? from : lower, true, upper == null ? to : upper, true)
                .values()
                .forEach(offsets::addAll);
        if (upper == null) {
            clock.present().ifPresent(offsets::add);
        }
        return offsets;
    }

    /** Where certainty may begin or end near a moment. */
    Set<Instant> edgesNear(Instant moment) {
        var edges = new HashSet<Instant>();
        if (clock.zone().isEmpty()) {
            for (var time : seen.keySet()) {
                edges.addAll(List.of(
                        time, time.plus(SHIFT), time.minus(SHIFT), time.plus(FAR), LocalTimes.up(time.minus(FAR))));
            }
        }
        clock.zone().ifPresent(zone -> {
            for (var transition : Arrays.asList(
                    zone.getRules().previousTransition(moment.plus(SHIFT)),
                    zone.getRules().nextTransition(moment.minus(SHIFT)))) {
                if (transition != null && transition.isOverlap()) {
                    edges.add(transition
                            .getInstant()
                            .plus(transition.getDuration())
                            .minusNanos(1));
                    edges.add(transition.getInstant().minus(transition.getDuration()));
                }
            }
        });
        return edges;
    }

    /** Down to what a "datetime" can say: milliseconds that end in 0, 3 or 7. */
    static Instant down(Instant moment) {
        var milli = moment.getNano() / 1_000_000;
        var last = milli % 10;
        return withMilli(moment, milli - last + (last < 3 ? 0 : last < 7 ? 3 : 7));
    }

    static Instant up(Instant moment) {
        var down = down(moment);
        return down.equals(moment) ? down : down(down.plusMillis(4));
    }

    private static Instant withMilli(Instant moment, int milli) {
        return Instant.ofEpochSecond(moment.getEpochSecond(), milli * 1_000_000L);
    }
}
