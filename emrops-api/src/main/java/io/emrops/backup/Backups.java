package io.emrops.backup;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Objective;
import io.emrops.Operation;
import io.emrops.PreconditionFailedException;
import io.emrops.StepContext;
import io.emrops.Value;
import io.emrops.internal.Words;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Steps and checks over a {@link BackupProvider}.
 *
 * <pre>{@code
 * var backup = rb.step("backup", "Back up the database", Backups.full(sql, "EMRNext")).inDoubt(probe());
 * rb.verify("whole", "The backup can be read back", Backups.readsBack(sql, backup));
 * var test = rb.step("test", "Restore it for a test", Backups.testRestore(sql, backup)).inDoubt(rerun());
 * rb.verify("restores", "It restores soundly", Backups.passed(test));
 * }</pre>
 */
public final class Backups {
    private static final int LINES = 20;

    private Backups() {}

    /** A full backup beside the schedule, which leaves the chain of differential backups alone. */
    public static Operation<Backup> full(BackupProvider provider, String database) {
        return new TakeBackup(provider, database, Backup.Kind.FULL, true);
    }

    /** A full backup of the schedule: the differential backups that come after it build on it, so it has to be kept. */
    public static Operation<Backup> scheduledFull(BackupProvider provider, String database) {
        return new TakeBackup(provider, database, Backup.Kind.FULL, false);
    }

    /** A backup of what changed since the last full backup of the schedule. */
    public static Operation<Backup> differential(BackupProvider provider, String database) {
        return new TakeBackup(provider, database, Backup.Kind.DIFFERENTIAL, false);
    }

    /** A backup of what was logged since the last log backup; what recoveries to a point in time are made of. */
    public static Operation<Backup> log(BackupProvider provider, String database) {
        return new TakeBackup(provider, database, Backup.Kind.LOG, false);
    }

    /**
     * Finds the newest backup of this kind, copy-only ones included; touches nothing. The step fails with a {@link
     * PreconditionFailedException} if there is none.
     */
    public static Operation<Backup> newest(BackupProvider provider, String database, Backup.Kind kind) {
        var words = kind.name().toLowerCase(Locale.ROOT) + " backup";
        return new FindBackup(
                provider,
                database,
                "Find the newest " + words + " of " + database,
                in -> new FindBackup.Wanted(words, backup -> backup.kind() == kind));
    }

    /** Finds the backup that the system calls so; touches nothing. The step fails if there is none. */
    public static Operation<Backup> withId(BackupProvider provider, String database, Value<String> id) {
        return new FindBackup(
                provider,
                database,
                "Find backup {" + id.id() + "} of " + database,
                in -> new FindBackup.Wanted(
                        "backup " + in.get(id), backup -> backup.id().equals(in.get(id))));
    }

    /**
     * Restores a full backup to a database of its own, checks the integrity of that, and removes it. Safe to repeat, so
     * state {@link InDoubt#rerun}. What came of it is for {@link #passed} to judge.
     */
    public static Operation<RestoreTest> testRestore(BackupProvider provider, Value<Backup> backup) {
        return new TestRestore(provider, backup);
    }

    /** The backup can be read back and is whole. Does not prove a restore. */
    public static Check readsBack(BackupProvider provider, Value<Backup> backup) {
        return Check.of(
                "The backup can be read back and is whole", run -> provider.verify(run.get(backup), run.progress()));
    }

    /** The backup was restored, what came of it is sound, and nothing of the test is left behind. */
    public static Check passed(Value<RestoreTest> test) {
        return Check.of("The backup was restored and found sound", run -> {
            var result = run.get(test);
            var problems = problems(result);
            var times = "restored in " + Words.of(result.restoring()) + ", checked in " + Words.of(result.checking());
            return problems.isEmpty()
                    ? new Finding(
                            true, name(result.backup()) + " was " + result.proof() + ": " + times, notCovered(result))
                    : new Finding(
                            false,
                            name(result.backup()) + " did not pass its restore test: " + String.join("; ", problems),
                            List.of(times));
        });
    }

    private static List<String> problems(RestoreTest result) {
        var problems = new ArrayList<>(result.findings());
        if (problems.isEmpty() && !result.sound()) {
            problems.add("the integrity of what was restored could not be checked");
        }
        if (!result.leftBehind().isEmpty()) {
            problems.add("database " + result.leftBehind() + " of the test could not be removed");
        }
        return problems;
    }

    private static List<String> notCovered(RestoreTest result) {
        return result.notCovered().stream().map(what -> "not covered: " + what).toList();
    }

    /**
     * Restoring and checking took no longer than this, so that much is known of how long a recovery would take. What else
     * a recovery needs, such as people, is not in it.
     *
     * @param target positive; the recovery time objective
     */
    public static Check restoredWithin(Value<RestoreTest> test, Duration target) {
        return Check.of("Restoring and checking took no longer than " + Words.of(target), run -> {
            var took = run.get(test).restoring().plus(run.get(test).checking());
            var text = "Restoring and checking took " + Words.of(took) + "; the target is " + Words.of(target);
            var finding = took.compareTo(target) <= 0 ? Finding.ok(text) : Finding.notOk(text);
            var name = "Restoring and checking " + run.get(test).backup().database() + " (RTO)";
            return finding.stating(Objective.of(name, target).measured(took));
        });
    }

    /**
     * At no moment of the last time would more have been lost than this, had the system been lost with its disks: by the
     * backups that there were, not by the schedule that was agreed on. Evidence for the data backup plan of 45 CFR
     * 164.308(a)(7)(ii)(A).
     *
     * @param target positive; the recovery point objective
     * @param within positive; how long to look back
     * @see BackupProvider#worstLoss
     */
    public static Check losesAtMost(BackupProvider provider, String database, Duration target, Duration within) {
        var objective = Objective.of("Recovery point of " + database + " (RPO)", target);
        var period = "in the last " + Words.of(within);
        return Check.of(
                "No more than the changes of " + Words.of(target) + " could have been lost " + period,
                run -> provider.worstLoss(database, run.now().minus(within), run.now())
                        .map(worst -> lossOf(worst, database, period, objective))
                        .orElseGet(() -> {
                            var text =
                                    "There was nothing to restore " + database + " from for part of the time " + period;
                            return Finding.notOk(text).stating(objective.missed(text));
                        }));
    }

    private static Finding lossOf(Duration worst, String database, String period, Objective objective) {
        var text = "At worst " + period + ", the changes of " + Words.of(worst.truncatedTo(ChronoUnit.SECONDS)) + " in "
                + database + " would have been lost; the target is " + Words.of(objective.target());
        var kept = worst.compareTo(objective.target()) <= 0;
        return (kept ? Finding.ok(text) : Finding.notOk(text)).stating(objective.achievable(worst));
    }

    /**
     * The backup finished within {@code maxAge} before now.
     *
     * @param maxAge positive
     */
    public static Check notOlderThan(Value<Backup> backup, Duration maxAge) {
        return Check.of("The backup is not older than " + Words.of(maxAge), run -> {
            var found = run.get(backup);
            var text = name(found) + " finished at " + found.finishedAt();
            return isYoung(found, maxAge, run) ? Finding.ok(text) : Finding.notOk(text);
        });
    }

    /**
     * There are backups of the last time, and which ones there are.
     *
     * @param within positive
     */
    public static Check listed(BackupProvider provider, String database, Duration within) {
        return Check.of("The backups of " + database + " of the last " + Words.of(within) + " are listed", run -> {
            var recent = provider.list(database).stream()
                    .filter(b -> isYoung(b, within, run))
                    .toList();
            var text = "In the last " + Words.of(within) + " there were " + counts(recent) + " of " + database;
            var lines = recent.stream()
                    .limit(LINES)
                    .map(b -> b.id() + ": " + word(b) + ", " + b.finishedAt() + ", " + b.size() + ", " + b.proof())
                    .toList();
            return new Finding(!recent.isEmpty(), text, lines);
        });
    }

    private static String counts(List<Backup> backups) {
        var words = new ArrayList<String>();
        for (var kind : Backup.Kind.values()) {
            words.add(backups.stream().filter(b -> b.kind() == kind).count() + " "
                    + kind.name().toLowerCase(Locale.ROOT));
        }
        return String.join(", ", words) + " backups";
    }

    /**
     * There is a full backup that differential and log backups build on: one that is not copy-only. What is backed up without
     * it cannot be restored.
     */
    public static Check hasBase(BackupProvider provider, String database) {
        return Check.of(
                "There is a full backup of " + database + " to build on",
                run -> provider.list(database).stream()
                        .filter(isFull().and(b -> !b.copyOnly()))
                        .findFirst()
                        .map(base ->
                                Finding.ok("Full backup " + base.id() + " of " + base.finishedAt() + " is the base"))
                        .orElseGet(() -> Finding.notOk("There is no full backup of " + database
                                + " to build on; copy-only ones are no base")));
    }

    /**
     * A full backup finished within {@code maxAge} before now, and was verified. If the system does not remember of any of
     * them that it was, the newest is read back now, which takes as long as reading it takes. Evidence for the data backup
     * plan of 45 CFR 164.308(a)(7)(ii)(A); it does not prove a restore.
     *
     * @param maxAge positive
     */
    public static Check verifiedFullBackupWithin(BackupProvider provider, String database, Duration maxAge) {
        var wanted = "There is a verified full backup of " + database + " not older than " + Words.of(maxAge);
        return Check.of(wanted, run -> {
            var all = provider.list(database).stream().filter(isFull()).toList();
            if (all.isEmpty()) {
                return Finding.notOk("There is no full backup of " + database);
            }
            var young = all.stream().filter(b -> isYoung(b, maxAge, run)).toList();
            if (young.isEmpty()) {
                return Finding.notOk("The newest full backup of " + database + " finished at "
                        + all.get(0).finishedAt());
            }
            var proven = young.stream()
                    .filter(b -> b.proof().atLeast(Proof.READ_BACK))
                    .findFirst();
            return proven.isPresent()
                    ? Finding.ok("The newest verified full backup of " + database + " finished at "
                            + proven.get().finishedAt())
                    : readBackNow(provider, young.get(0), run);
        });
    }

    private static Finding readBackNow(BackupProvider provider, Backup newest, StepContext run)
            throws InterruptedException {
        var found = provider.verify(newest, run.progress());
        var text = name(newest) + " finished at " + newest.finishedAt()
                + (found.ok() ? " and was read back now" : " and cannot be relied on: " + found.text());
        return new Finding(found.ok(), text, found.details());
    }

    private static Predicate<Backup> isFull() {
        return backup -> backup.kind() == Backup.Kind.FULL;
    }

    private static boolean isYoung(Backup backup, Duration maxAge, StepContext run) {
        return !backup.finishedAt().isBefore(run.now().minus(maxAge));
    }

    private static String name(Backup backup) {
        var word = word(backup);
        return Character.toUpperCase(word.charAt(0)) + word.substring(1) + " backup " + backup.id() + " of "
                + backup.database();
    }

    private static String word(Backup backup) {
        return backup.kind().name().toLowerCase(Locale.ROOT) + (backup.copyOnly() ? " copy-only" : "");
    }
}
