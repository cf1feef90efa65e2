package io.emrops.diagnostics;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.internal.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks of space and of how databases grow, over a {@link DiagnosticsProvider}. */
public final class Capacity {
    /** A weekly full backup may have failed once. */
    private static final Duration NEWEST_SIZE = Duration.ofDays(15);

    private Capacity() {}

    /**
     * Each volume with a file of a database has this share free. Not ok if it is not known on which volume a file lies, as of a database that is
     * not online.
     *
     * @param percent 1 to 99
     */
    public static Check volumesFree(DiagnosticsProvider provider, int percent) {
        requirePercent(percent);
        return Check.of("Each volume with databases has " + percent + "% free", run -> {
            var space = provider.space();
            var full = space.volumes().stream()
                    .filter(volume -> volume.percentFree() < percent)
                    .toList();
            var lines = new ArrayList<String>();
            space.volumes().forEach(volume -> lines.add(volume.toString()));
            lines.addAll(space.unknown());
            if (space.volumes().isEmpty()) {
                return new Finding(false, "What is free on the volumes is not known", lines);
            }
            var elsewhere = space.onUnknownVolumes();
            var text = full.isEmpty()
                    ? "Each of " + space.volumes().size() + " volumes has " + percent + "% free or more"
                    : full.size() + " of " + space.volumes().size() + " volumes have less than " + percent + "% free";
            return new Finding(full.isEmpty() && elsewhere.isEmpty(), text + notKnown(space, elsewhere), lines);
        });
    }

    private static String notKnown(Space space, List<DatabaseFile> elsewhere) {
        var volumes = elsewhere.isEmpty()
                ? ""
                : "; on which volume files lie is not known of "
                        + String.join(
                                ", ",
                                elsewhere.stream()
                                        .map(DatabaseFile::database)
                                        .distinct()
                                        .toList());
        return volumes + (space.unknown().isEmpty() ? "" : "; not all could be seen");
    }

    /**
     * Of the log of a database no more than this share is taken. What keeps it from being used anew is told.
     *
     * @param percent 1 to 99
     */
    public static Check logUsedAtMost(DiagnosticsProvider provider, String database, int percent) {
        requirePercent(percent);
        return Check.of(
                "At most " + percent + "% of the log of " + database + " is used",
                run -> provider.space().logs().stream()
                        .filter(log -> log.database().equalsIgnoreCase(database))
                        .findFirst()
                        .map(log -> new Finding(log.percentUsed() <= percent, "The " + log, List.of()))
                        .orElseGet(
                                () -> Finding.notOk("How much of the log of " + database + " is used is not known")));
    }

    private static void requirePercent(int percent) {
        if (percent < 1 || percent > 99) {
            throw new IllegalArgumentException("A share is 1 to 99 percent, not " + percent);
        }
    }

    /**
     * At the fastest pace that its past allows, a database will not be full before this time is over. Not ok if its past is not known well enough, or
     * not of the last 15 days.
     *
     * @param atLeast positive
     */
    public static Check lasts(DiagnosticsProvider provider, String database, Duration atLeast) {
        return lasts(provider, database, atLeast, NEWEST_SIZE);
    }

    /**
     * The same where full backups, which tell how large it was, are seldom.
     *
     * @param atLeast positive
     * @param newestSize how old the last of the known sizes may be; positive
     */
    public static Check lasts(DiagnosticsProvider provider, String database, Duration atLeast, Duration newestSize) {
        if (newestSize.isZero() || newestSize.isNegative()) {
            throw new IllegalArgumentException("A size may be of some age, not of " + newestSize);
        }
        return Check.of("There is room for " + database + " for " + Words.of(atLeast), run -> {
            var finding = outlook(provider, database);
            var growth = finding.growth();
            var left = finding.left();
            var ok = left.isPresent()
                    && finding.age()
                            .filter(age -> age.compareTo(newestSize) <= 0)
                            .isPresent()
                    && left.get()
                            .earliest()
                            .map(time -> time.compareTo(atLeast) >= 0)
                            .orElse(true);
            return new Finding(ok, finding.text(), List.of(database + " " + growth));
        });
    }

    /** How a database grows, and for how long there is room; always ok, as what is not known is told as that. */
    public static Check growthReported(DiagnosticsProvider provider, String database) {
        return Check.of("How " + database + " grows is told", run -> {
            var outlook = outlook(provider, database);
            return new Finding(true, outlook.text(), List.of(database + " " + outlook.growth()));
        });
    }

    /** @param age of the last of the known sizes; empty if there is none */
    private record Outlook(Growth growth, Optional<Growth.Left> left, Optional<Duration> age, String text) {}

    private static Outlook outlook(DiagnosticsProvider provider, String database) {
        var growth = Growth.of(provider.sizes(database));
        var space = provider.space();
        var room = space.room(database);
        var left = room.flatMap(growth::left);
        var text = room.map(free -> "There is room for " + free + " more in " + database)
                        .orElse("How much room there is for " + database + " is not known")
                + left.map(time -> "; it will be full in " + time).orElse("; for how long it lasts is not known");
        var age = growth.until().map(last -> Duration.between(last, space.at()));
        var old = age.filter(time -> time.compareTo(NEWEST_SIZE) > 0)
                .map(time -> "; the last size that is known is " + time.toDays() + " d old")
                .orElse("");
        return new Outlook(growth, left, age, text + old);
    }
}
