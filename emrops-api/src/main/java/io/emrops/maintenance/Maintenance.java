package io.emrops.maintenance;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.InDoubt;
import io.emrops.Operation;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.Value;
import io.emrops.internal.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Steps and checks over a {@link MaintenanceProvider}.
 *
 * <pre>{@code
 * var report = rb.step("maintain", "Maintain the database", Maintenance.maintain(sql, request)).inDoubt(rerun());
 * rb.verify("well", "Nothing failed", Maintenance.nothingFailed(report));
 * var integrity = rb.step("check", "Check the database", Maintenance.checkIntegrity(sql, "EMRNext", FULL)).inDoubt(rerun());
 * rb.verify("sound", "The database is sound", Maintenance.isSound(integrity));
 * }</pre>
 */
public final class Maintenance {
    private static final int LINES = 50;

    private Maintenance() {}

    /**
     * Does what is due. Safe to repeat, so state {@link InDoubt#rerun}: what was done is not due again. What came of it is for {@link
     * #nothingFailed} and {@link #nothingLeft} to judge.
     */
    public static Operation<MaintenanceReport> maintain(MaintenanceProvider provider, MaintenanceRequest request) {
        return new Maintain(provider, request);
    }

    /** Checks whether a database is whole. Safe to repeat. What was found is for {@link #isSound} to judge. */
    public static Operation<Integrity> checkIntegrity(
            MaintenanceProvider provider, String database, Integrity.Depth depth) {
        return new CheckIntegrity(provider, database, depth);
    }

    /** No task failed, and the log was not too full to go on. What the time did not suffice for is no failure; it is told. */
    public static Check nothingFailed(Value<MaintenanceReport> report) {
        return Check.of("No task of the maintenance failed", run -> {
            var found = run.get(report);
            var ok = found.failed().isEmpty() && found.ending() != MaintenanceReport.Ending.LOG_FULL;
            return new Finding(ok, found.words(), lines(found.lines()));
        });
    }

    /** All that was due is done. */
    public static Check nothingLeft(Value<MaintenanceReport> report) {
        return Check.of("All that was due is done", run -> {
            var found = run.get(report);
            return new Finding(found.complete(), found.words(), lines(found.lines()));
        });
    }

    /** The check for integrity ran to its end and found nothing. */
    public static Check isSound(Value<Integrity> integrity) {
        return Check.of("The check for integrity ran to its end and found nothing", run -> {
            var found = run.get(integrity);
            return new Finding(
                    found.clean(),
                    found.text(),
                    List.of("checked " + found.depth().name().toLowerCase(Locale.ROOT) + " in "
                            + Words.of(found.took())));
        });
    }

    /**
     * The database was checked for integrity within this time before now, by whomever, and found clean. Not ok if it never was, and if
     * the system does not say it.
     *
     * @param maxAge positive
     */
    public static Check checkedWithin(MaintenanceProvider provider, String database, Duration maxAge) {
        return Check.of(database + " was checked and found clean within the last " + Words.of(maxAge), run -> {
            var last = provider.lastGoodCheck(database);
            var young =
                    last.at().map(at -> !at.isBefore(run.now().minus(maxAge))).orElse(false);
            return new Finding(young, words(database, last), List.of());
        });
    }

    static String words(String database, LastGoodCheck last) {
        if (!last.known()) {
            return "When " + database + " was last checked and found clean is not known";
        }
        return last.at()
                .map(at -> database + " was last checked and found clean at " + at)
                .orElse(database + " was never checked and found clean");
    }

    /** The system has come across no bad page of the database, and its list of such is not full. */
    public static Check noSuspectPages(MaintenanceProvider provider, String database) {
        return Check.of("No bad page of " + database + " is known", run -> {
            var found = provider.suspectPages(database);
            var lines = new ArrayList<>(
                    found.pages().stream().map(SuspectPages.Page::words).toList());
            if (found.listFull()) {
                lines.add(0, "the list of bad pages is full or nearly: what comes then is not noted");
            }
            var bad = found.bad().size();
            var text = bad == 0 && found.listFull()
                    ? "Whether there are bad pages of " + database + " is not known"
                    : "Bad pages of " + database + " that are known: " + bad;
            return new Finding(bad == 0 && !found.listFull(), text, lines(lines));
        });
    }

    /** No row breaks the invariant. */
    public static Check holds(MaintenanceProvider provider, String database, Invariant invariant) {
        return Check.of("In " + database + ": " + invariant.name(), run -> {
            var broken = provider.broken(database, invariant);
            return new Finding(broken == 0, words(invariant, broken), List.of());
        });
    }

    /**
     * No row breaks any of the invariants. All are looked at; one that cannot be asked is not kept.
     *
     * @param invariants at least one
     */
    public static Check allHold(MaintenanceProvider provider, String database, List<Invariant> invariants) {
        var all = List.copyOf(invariants);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("There is no invariant to look at");
        }
        return Check.of("In " + database + ": " + names(all), run -> {
            var lines = new ArrayList<String>();
            var kept = 0;
            for (var invariant : all) {
                try {
                    var broken = provider.broken(database, invariant);
                    kept += broken == 0 ? 1 : 0;
                    lines.add(words(invariant, broken));
                } catch (PreconditionFailedException | StepFailedException e) {
                    lines.add("Not known: " + invariant.name() + ". " + e.getMessage());
                }
            }
            return new Finding(
                    kept == all.size(), kept + " of " + all.size() + " invariants of " + database + " are kept", lines);
        });
    }

    private static String names(List<Invariant> invariants) {
        return String.join("; ", invariants.stream().map(Invariant::name).toList());
    }

    private static String words(Invariant invariant, long broken) {
        return broken == 0
                ? "Kept: " + invariant.name()
                : "Broken by " + broken + (broken == 1 ? " row: " : " rows: ") + invariant.name();
    }

    private static List<String> lines(List<String> all) {
        if (all.size() <= LINES) {
            return all;
        }
        var lines = new ArrayList<>(all.subList(0, LINES));
        lines.add("and " + (all.size() - LINES) + " more");
        return lines;
    }
}
