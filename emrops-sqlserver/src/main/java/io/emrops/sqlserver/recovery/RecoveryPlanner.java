package io.emrops.sqlserver.recovery;

import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.recovery.RecoveryDecision.Chain;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reach;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reason;
import io.emrops.sqlserver.recovery.RecoveryDecision.Refusal;
import io.emrops.sqlserver.recovery.RecoveryDecision.Step;
import io.emrops.sqlserver.recovery.Search.Found;
import io.emrops.sqlserver.recovery.Search.Proof;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Finds the backups that bring a database back, or says why there are none. Asks no server and no clock: the same facts give the same
 * decision.
 *
 * <p>Backups are joined by what they say of the log and of its branches alone, never by names of files, by times, or by
 * {@code database_backup_lsn}: a copy-only full backup is as good a base as another, and a log backup goes on from any backup that ends
 * inside of it. Of all chains that end exactly where they should, the one with the fewest backups is taken.
 *
 * <p>Times in backup sets are whole seconds, and are taken to be up to a second off. A full or differential backup is a base only if it was
 * complete a second before the moment. A log backup is known to hold what was committed up to a second before it began, or up to its
 * {@code last_valid_restore_time} (since SQL Server 2022): what was committed while it was being made may be in the next one. So a chain may
 * have one log backup more than turns out to be needed: see {@link Reach#PERHAPS}.
 */
public final class RecoveryPlanner {
    private RecoveryPlanner() {}

    /** How the database is brought back there, or why it cannot be. */
    public static RecoveryDecision plan(Situation situation, Goal goal) {
        var families = families(situation);
        if (families.isEmpty()) {
            return new Refusal(
                    Reason.NO_FULL_BACKUP,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of("No backup of " + situation.database() + " is known."),
                    List.of("Look for its backup files, and for histories of other servers that have backed it up."));
        }
        if (families.size() == 1) {
            return plan(situation, families.get(0), goal);
        }
        var chains = families.stream()
                .map(family -> plan(situation, family, goal))
                .flatMap(decision -> decision instanceof Chain chain ? Stream.of(chain) : Stream.empty())
                .toList();
        if (chains.size() == 1 && !(goal instanceof Goal.At && livedBeside(situation, chains.get(0)))) {
            return chains.get(0);
        }
        return new Refusal(
                Reason.SEVERAL_DATABASES,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of("Several databases were called " + situation.database() + ", of the families " + families
                        + ", and "
                        + switch (chains.size()) {
                            case 0 -> "none can be brought back there.";
                            case 1 -> "while one can be brought back there, another lived beside it.";
                            default -> "more than one can be brought back there.";
                        }),
                List.of("Say which family is meant."));
    }

    private static List<UUID> families(Situation situation) {
        var wanted = situation.family().or(() -> situation.live().map(LiveDatabase::family));
        return wanted.map(List::of)
                .orElseGet(() -> situation.sets().stream()
                        .filter(set -> Search.isNamed(set, situation))
                        .map(BackupSet::family)
                        .distinct()
                        .sorted()
                        .toList());
    }

    /** Whether another database of that name was backed up before this one was for the last time, and after it was for the first. */
    private static boolean livedBeside(Situation situation, Chain chain) {
        var family = chain.sets().get(0).family();
        var named = situation.sets().stream()
                .filter(set -> Search.isNamed(set, situation))
                .toList();
        var life = life(named, family);
        return named.stream()
                .map(BackupSet::family)
                .distinct()
                .filter(other -> !other.equals(family))
                .map(other -> life(named, other))
                .anyMatch(
                        other -> !other.to().isBefore(life.from()) && !life.to().isBefore(other.from()));
    }

    private record Life(Instant from, Instant to) {}

    private static Life life(List<BackupSet> sets, UUID family) {
        var of = sets.stream().filter(set -> set.family().equals(family)).toList();
        return new Life(
                of.stream()
                        .map(set -> set.startedAt().toInstant())
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                of.stream()
                        .map(set -> set.finishedAt().toInstant())
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }

    private static RecoveryDecision plan(Situation situation, UUID family, Goal goal) {
        var search = new Search(situation, family);
        if (goal instanceof Goal.At at) {
            return toMoment(situation, search, at.moment());
        }
        if (goal instanceof Goal.EndOf end) {
            return search.toEndOf(end.set())
                    .<RecoveryDecision>map(way -> whole(situation, way, false))
                    .orElseGet(() -> new Refusals(situation, search).endOf(end.set()));
        }
        return search.toTail()
                .<RecoveryDecision>map(way -> whole(situation, way, true))
                .orElseGet(() -> new Refusals(situation, search).endOfTail());
    }

    private static Chain whole(Situation situation, Way way, boolean tail) {
        var steps = way.sets().stream().map(set -> new Step(set, Reach.WHOLE)).toList();
        var branch = tail ? situation.live().orElseThrow().forks().last() : way.fork();
        var explanation = new ArrayList<String>();
        explanation.add("Brings " + situation.database() + " back to the end of "
                + (tail ? "its log, which is backed up first and restored last." : Wording.of(way.last()) + "."));
        Wording.steps(situation.database(), way, explanation);
        return new Chain(steps, tail, Optional.empty(), Optional.empty(), true, branch, explanation, List.of());
    }

    private static RecoveryDecision toMoment(Situation situation, Search search, Instant asked) {
        var moment = LocalTimes.down(asked);
        var refusals = new Refusals(situation, search);
        var reading = search.times().at(moment);
        if (reading.local().isEmpty()) {
            return refusals.unclearTime(asked, reading);
        }
        var found = search.to(moment);
        return found.isPresent()
                ? chain(situation, search, asked, moment, reading.local().get(), found.get())
                : refusals.unreachable(asked, moment);
    }

    private static Chain chain(
            Situation situation, Search search, Instant asked, Instant moment, LocalDateTime stopAt, Found found) {
        var way = found.way();
        var tail = found.proof() == Proof.TAIL;
        var branch = tail ? search.live().orElseThrow().forks().last() : way.fork();
        return new Chain(
                steps(search, way, moment, tail),
                tail,
                Optional.of(stopAt),
                Optional.of(moment),
                tail || !search.stock().certainlyHolds(way.spot()).isBefore(moment),
                branch,
                new Wording(situation, search).explain(asked, moment, stopAt, found),
                new Wording(situation, search).alternatives(moment, found, branch));
    }

    private static List<Step> steps(Search search, Way way, Instant moment, boolean tail) {
        var steps = new ArrayList<Step>();
        for (var set : way.sets()) {
            var isLast = set == way.last();
            var behind = search.stock().completeBy(set, Optional.of(moment));
            steps.add(new Step(
                    set,
                    set.kind() != Backup.Kind.LOG || behind && (!isLast || tail)
                            ? Reach.WHOLE
                            : isLast && !tail ? Reach.LAST : Reach.PERHAPS));
        }
        return steps;
    }
}
