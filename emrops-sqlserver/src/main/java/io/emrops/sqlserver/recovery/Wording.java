package io.emrops.sqlserver.recovery;

import io.emrops.DataSize;
import io.emrops.backup.Backup;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.recovery.Search.Found;
import io.emrops.sqlserver.recovery.Search.Proof;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Puts a chain into sentences. */
final class Wording {
    private static final int ALTERNATIVES = 12;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);
    private static final DateTimeFormatter STOP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private final Situation situation;
    private final Search search;

    Wording(Situation situation, Search search) {
        this.situation = situation;
        this.search = search;
    }

    static String of(BackupSet set) {
        var files = set.media().files();
        return "the " + (set.traits().copyOnly() ? "copy-only " : "") + kind(set.kind()) + " backup that finished at "
                + TIME.format(set.finishedAt())
                + (files.isEmpty()
                        ? ""
                        : " (" + String.join(", ", files) + ", position "
                                + set.media().position() + ")");
    }

    static String kind(Backup.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    static void steps(String database, Way way, List<String> to) {
        var sets = way.sets();
        var names = new HashSet<>(Set.of(database));
        for (var set : sets) {
            if (names.add(set.database())) {
                to.add(database + " was called " + set.database() + " when " + of(set) + " was made.");
            }
        }
        to.add("Restores " + of(way.full()) + ".");
        if (sets.size() > 1 && sets.get(1).kind() == Backup.Kind.DIFFERENTIAL) {
            to.add("Then " + of(sets.get(1)) + ", which builds on it.");
        }
        var logs = sets.stream().filter(set -> set.kind() == Backup.Kind.LOG).toList();
        if (logs.size() == 1) {
            to.add("Then " + of(logs.get(0)) + ".");
        } else if (!logs.isEmpty()) {
            to.add("Then " + logs.size() + " log backups, from " + of(logs.get(0)) + " to "
                    + of(logs.get(logs.size() - 1)) + ".");
        }
        to.add("That is " + counted(way) + " to read.");
    }

    private static String counted(Way way) {
        return (way.length() == 1 ? "one backup" : way.length() + " backups") + ", " + new DataSize(way.bytes());
    }

    List<String> explain(Instant asked, Instant moment, LocalDateTime stopAt, Found found) {
        var lines = new ArrayList<String>();
        lines.add("Brings " + situation.database() + " back to " + moment + ", " + STOP.format(stopAt)
                + " by the server's clock: what was committed then or before is in.");
        if (!asked.equals(moment)) {
            lines.add(
                    "Asked was " + asked
                            + "; SQL Server is told times that end in 0, 3 or 7 milliseconds, so the nearest one before is meant.");
        }
        steps(situation.database(), found.way(), lines);
        forks(found, lines);
        end(moment, found, lines);
        return lines;
    }

    private boolean logsInOutline() {
        var live = search.live().orElseThrow();
        return live.model() == LiveDatabase.Model.BULK_LOGGED
                || search.stock().all().stream()
                        .filter(set -> set.kind() == Backup.Kind.LOG)
                        .filter(set -> Optional.of(set.log().last()).equals(live.lastLogBackup()))
                        .anyMatch(set -> set.traits().bulkLogged()
                                || set.traits().origin().outlines());
    }

    private static void forks(Found found, List<String> lines) {
        found.way().sets().stream()
                .filter(set -> !set.forks().first().equals(set.forks().last()))
                .forEach(set -> lines.add(
                        capital(of(set)) + " crosses from branch " + set.forks().first() + " to "
                                + set.forks().last() + " of the history, which an earlier restore began."));
        found.way().sets().stream()
                .filter(set -> set.kind() == Backup.Kind.LOG && set.traits().copyOnly())
                .forEach(set -> lines.add(capital(of(set)) + " is taken because no other log backup can be."));
    }

    private void end(Instant moment, Found found, List<String> lines) {
        var last = found.way().last();
        if (found.proof() == Proof.TAIL) {
            lines.add(
                    "No backup is known to hold everything up to then: the end of the live log is backed up first and restored last.");
            lines.add((logsInOutline()
                            ? "The database logs bulk changes in outline only, or did when its log was last backed up: if there"
                                    + " are any"
                            : "Nothing records whether the database has logged bulk changes in outline only since its log was"
                                    + " last backed up: if there are any")
                    + " in the end of its log, the server will refuse to stop inside of it, and cannot back it up"
                    + " without the data files.");
        } else if (found.proof() == Proof.ASKED) {
            lines.add("The log backups that were made after that moment may lag behind what was committed by then: they"
                    + " were perhaps made on a secondary replica. They are restored one by one until the server"
                    + " says that it has come to the moment; if it does not, the database is not opened.");
        } else if (found.proof() == Proof.OTHER_LOG) {
            lines.add("Later log backups found nothing more to back up, so everything up to then is in " + of(last)
                    + "; the server will say that it has not come to the moment.");
        } else if (found.way().length() > 1
                && !search.stock().certainlyHolds(found.way().spot()).isBefore(moment)) {
            lines.add("The last one began after that moment, so everything up to it is in; if nothing was committed "
                    + "between, the server will say that it has not come to the moment.");
        }
    }

    List<String> alternatives(Instant moment, Found taken, UUID branch) {
        var lines = new ArrayList<String>();
        var stock = search.stock();
        var fulls = stock.all().stream()
                .filter(set -> set.kind() == Backup.Kind.FULL && stock.completeBy(set, Optional.of(moment)))
                .filter(set -> !set.id().equals(taken.way().full().id()))
                .sorted(Comparator.<BackupSet, Instant>comparing(
                                s -> s.finishedAt().toInstant())
                        .reversed()
                        .thenComparing(BackupSet::id))
                .toList();
        for (var full : fulls.subList(0, Math.min(ALTERNATIVES, fulls.size()))) {
            lines.add(capital(of(full)) + " is passed over: " + whyNot(full, moment, taken) + ".");
        }
        if (fulls.size() > ALTERNATIVES) {
            lines.add((fulls.size() - ALTERNATIVES) + " older full backups are passed over too.");
        }
        for (var set : stock.all()) {
            if (set.kind() == Backup.Kind.DIFFERENTIAL
                    && stock.completeBy(set, Optional.of(moment))
                    && set.finishedAt().isAfter(taken.way().full().finishedAt())) {
                stock.unfit(set).ifPresent(why -> lines.add(capital(of(set)) + " is passed over: " + why + "."));
            }
        }
        for (var other : search.branches().others(branch)) {
            lines.add("The history has another branch, " + other + ", certainly there since "
                    + search.branches().began(other).orElseThrow() + "; it is not the one that was the database then.");
        }
        return lines;
    }

    private String whyNot(BackupSet full, Instant moment, Found taken) {
        var unfit = search.stock().unfit(full);
        if (unfit.isPresent()) {
            return unfit.get().toString();
        }
        var other = search.to(moment, List.of(full));
        if (other.isEmpty()) {
            return "no chain of backups leads from it to the moment";
        }
        if (other.get().proof() != taken.proof()) {
            return "with it, the moment is less certain or the end of the live log is needed";
        }
        return "with it, " + counted(other.get().way()) + " would be needed";
    }

    /** As in {@code 1 d 30 min}; parts of a second are left out. */
    static String duration(Duration time) {
        var parts = new ArrayList<String>();
        add(parts, time.toDays(), "d");
        add(parts, time.toHoursPart(), "h");
        add(parts, time.toMinutesPart(), "min");
        add(parts, time.toSecondsPart(), "s");
        return parts.isEmpty() ? "0 s" : String.join(" ", parts);
    }

    private static void add(List<String> parts, long amount, String unit) {
        if (amount != 0) {
            parts.add(amount + " " + unit);
        }
    }

    static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
