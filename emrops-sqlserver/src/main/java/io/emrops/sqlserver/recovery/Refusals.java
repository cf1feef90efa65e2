package io.emrops.sqlserver.recovery;

import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Lsn;
import io.emrops.sqlserver.recovery.RecoveryDecision.Gap;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reason;
import io.emrops.sqlserver.recovery.RecoveryDecision.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds out what stands in the way, and says so. */
final class Refusals {
    private final Situation situation;
    private final Search search;
    private final Stock stock;

    Refusals(Situation situation, Search search) {
        this.situation = situation;
        this.search = search;
        this.stock = search.stock();
    }

    Refusal unclearTime(Instant asked, LocalTimes.Reading reading) {
        var remedy = reading.doubt() == Reason.AMBIGUOUS_TIME
                ? "Choose a moment before or after that hour, or restore to the end of a log backup."
                : "Configure the time zone of the server.";
        return refuse(reading.doubt(), asked, Optional.empty(), List.of(reading.why()), List.of(remedy));
    }

    Refusal unreachable(Instant asked, Instant moment) {
        var rival = search.rivalAt(moment);
        if (rival.isPresent()) {
            return refuse(
                    Reason.BRANCHES,
                    asked,
                    Optional.empty(),
                    List.of("Two branches of the history may have been the database then: "
                            + search.branchAt(moment).orElseThrow() + " and " + rival.get()
                            + ". It is not known when the second began."),
                    List.of("Say which branch is meant, or when the second one began."));
        }
        var branch = search.branchAt(moment);
        var stuck = stock.ways(stock.fulls(), Optional.of(moment)).stream()
                .max(Comparator.<Way, Boolean>comparing(
                                way -> branch.isPresent() && way.fork().equals(branch.get()))
                        .thenComparing(Way::at)
                        .thenComparing(Way.CHEAPEST.reversed()));
        return stuck.map(way -> stuckAt(way, asked, moment, branch)).orElseGet(() -> noFull(asked, moment));
    }

    private Refusal noFull(Instant asked, Instant moment) {
        var lines = new ArrayList<String>();
        lines.add("No usable full backup was complete by then.");
        var lost = new ArrayList<BackupSet>();
        for (var set : stock.all()) {
            if (set.kind() == Backup.Kind.FULL && stock.completeBy(set, Optional.of(moment))) {
                stock.unfit(set).ifPresent(why -> {
                    lines.add(Wording.capital(Wording.of(set)) + " cannot be used: " + why + ".");
                    lost.add(set);
                });
            }
        }
        return refuse(
                Reason.NO_FULL_BACKUP,
                asked,
                Optional.empty(),
                lines,
                lost.isEmpty()
                        ? List.of("Look for older backups.")
                        : List.of("Bring these files back, or look for older backups."));
    }

    private Refusal stuckAt(Way way, Instant asked, Instant moment, Optional<UUID> branch) {
        var bulk = stock.logs().stream()
                .filter(log -> way.takes(log) && !stock.completeBy(log, Optional.of(moment)))
                .filter(log -> log.traits().bulkLogged())
                .findFirst();
        if (bulk.isPresent()) {
            return refuse(
                    Reason.BULK_LOGGED,
                    asked,
                    Optional.empty(),
                    List.of(
                            Wording.capital(Wording.of(bulk.get()))
                                    + " has minimally logged changes: it can be restored as a whole only, and the moment lies in it."),
                    List.of("Choose a moment before or after it."));
        }
        var gap = gapAfter(way, branch);
        if (gap.isPresent()) {
            return refuse(
                    Reason.GAP,
                    asked,
                    gap,
                    describe(gap.get()),
                    List.of("Look for the missing log backup, on other servers that backed this database up too."));
        }
        var lines = List.of(
                "The log backups end before: the last usable one is " + Wording.of(way.last())
                        + ", which is known to hold everything up to "
                        + shown(way) + " only.",
                noTail());
        return refuse(
                Reason.AFTER_LAST_LOG,
                asked,
                Optional.empty(),
                lines,
                List.of(
                        "Choose an earlier moment, restore to the end of that backup, or make the log of the live database readable."));
    }

    private Instant shown(Way way) {
        var holds = stock.holds(way.spot());
        return holds.equals(Instant.MIN) ? stock.bounds(way.last()).earliestStart() : holds;
    }

    private String noTail() {
        return search.live()
                .map(live -> live.hasTail()
                        ? "The log of the live database does not go on from there, or it is not known to be of the branch that was "
                                + "the database then."
                        : "The log of the live database cannot be backed up.")
                .orElse("There is no live database whose log could be backed up.");
    }

    private Optional<Gap> gapAfter(Way way, Optional<UUID> branch) {
        var lost = stock.all().stream()
                .filter(set -> set.kind() == Backup.Kind.LOG && stock.unfit(set).isPresent() && way.takes(set))
                .toList();
        var next = stock.logs().stream()
                .filter(log -> log.log().first().isAfter(way.at()))
                .filter(log -> log.forks().first().equals(way.fork())
                        || branch.isPresent() && log.forks().last().equals(branch.get()))
                .min(Comparator.<BackupSet, Lsn>comparing(log -> log.log().first())
                        .thenComparing(BackupSet::id));
        var tail = search.live()
                .filter(LiveDatabase::hasTail)
                .flatMap(LiveDatabase::lastLogBackup)
                .filter(first -> first.isAfter(way.at()));
        if (lost.isEmpty() && next.isEmpty() && tail.isEmpty()) {
            return Optional.empty();
        }
        var to = next.map(log -> log.log().first()).or(() -> tail);
        return Optional.of(new Gap(way.at(), to, way.last(), next, lost));
    }

    private List<String> describe(Gap gap) {
        var lines = new ArrayList<String>();
        lines.add("Log is missing from LSN " + gap.from()
                + gap.to().map(to -> " to LSN " + to).orElse(" on") + ", after " + Wording.of(gap.last())
                + gap.next().map(next -> " and before " + Wording.of(next)).orElse("") + ".");
        for (var set : gap.lost()) {
            lines.add(Wording.capital(Wording.of(set)) + " would fill it, but cannot be used: "
                    + stock.unfit(set).orElseThrow() + ".");
        }
        return lines;
    }

    Refusal endOf(UUID id) {
        var set = stock.all().stream().filter(s -> s.id().equals(id)).findFirst();
        if (set.isEmpty()) {
            return refuse(Reason.NO_SUCH_SET, "to the end of backup set " + id, "No such backup set of it is known.");
        }
        var goal = "to the end of " + Wording.of(set.get());
        var unfit = stock.unfit(set.get());
        if (unfit.isPresent()) {
            return refuse(Reason.NO_SUCH_SET, goal, "That backup cannot be used: " + unfit.get() + ".");
        }
        var stuck = stock.ways(stock.fulls(), Optional.empty()).stream()
                .filter(way -> way.at().isBefore(set.get().log().last()))
                .max(Comparator.comparing(Way::at).thenComparing(Way.CHEAPEST.reversed()));
        return stuck(goal, stuck, Optional.of(set.get().forks().last()));
    }

    Refusal endOfTail() {
        if (search.live().filter(LiveDatabase::hasTail).isEmpty()) {
            return refuse(Reason.NO_SUCH_SET, "to the end of its log", noTail());
        }
        var stuck = stock.ways(stock.fulls(), Optional.empty()).stream()
                .max(Comparator.comparing(Way::at).thenComparing(Way.CHEAPEST.reversed()));
        return stuck(
                "to the end of its log",
                stuck,
                search.live().map(live -> live.forks().last()));
    }

    private Refusal stuck(String goal, Optional<Way> stuck, Optional<UUID> branch) {
        if (stuck.isEmpty()) {
            return refuse(Reason.NO_FULL_BACKUP, goal, "No usable full backup leads there.");
        }
        var gap = gapAfter(stuck.get(), branch);
        var lines = new ArrayList<String>();
        lines.add(situation.database() + " cannot be brought back " + goal + ".");
        gap.ifPresentOrElse(
                found -> lines.addAll(describe(found)), () -> lines.add("The log backups do not lead to its branch."));
        return new Refusal(
                gap.isPresent() ? Reason.GAP : Reason.BRANCHES,
                gap,
                Optional.empty(),
                Optional.empty(),
                lines,
                List.of());
    }

    private Refusal refuse(Reason reason, String goal, String why) {
        return new Refusal(
                reason,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(situation.database() + " cannot be brought back " + goal + ".", why),
                List.of());
    }

    private Refusal refuse(Reason reason, Instant asked, Optional<Gap> gap, List<String> why, List<String> remedies) {
        var before = search.nearest(asked, true);
        var after = search.nearest(asked, false);
        var lines = new ArrayList<String>();
        lines.add(situation.database() + " cannot be brought back to " + asked + ".");
        lines.addAll(why);
        lines.add(before.map(m -> "The nearest moment before that can be reached is " + m + ".")
                .orElse("No moment before can be reached."));
        lines.add(after.map(m -> "The nearest moment after that can be reached is " + m + ".")
                .orElse("No moment after is known to be reachable."));
        return new Refusal(reason, gap, before, after, lines, remedies);
    }
}
