package io.emrops.testkit.sqlserver.instance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What msdb knows of backups, restores, bad pages and log shipping; of those that this instance has made, until somebody deletes it. */
public final class BackupHistory {
    private final List<Taken> taken = new ArrayList<>();
    private final List<Restored> restored = new ArrayList<>();

    private final List<LogShipping> shippings = new ArrayList<>();
    private final SuspectPages suspectPages = new SuspectPages();

    BackupHistory() {}

    /** Pages on which something wrong was found. */
    public SuspectPages suspectPages() {
        return suspectPages;
    }

    /**
     * A backup.
     *
     * @param number of its row in {@code backupset}
     * @param devices one for each stripe
     */
    public record Taken(int number, BackupSet set, MediaSet media, List<String> devices) {}

    /**
     * A restore.
     *
     * @param at when it was done
     * @param database that was restored
     * @param from the backup; of a set that another instance has made, its row is added here
     * @param files where they were restored to
     * @param stopAt where it was to stop; empty if nowhere
     * @param stopAtMark the mark where it was to stop; empty if at none
     */
    public record Restored(
            int number,
            Instant at,
            String database,
            Taken from,
            List<DatabaseFile> files,
            boolean replaced,
            boolean recovered,
            Optional<Instant> stopAt,
            String stopAtMark) {
        /** Copies the list. */
        public Restored {
            files = List.copyOf(files);
        }

        /** The backup. */
        public BackupSet set() {
            return from.set();
        }
    }

    /** The log that is shipped from or to this instance. */
    public synchronized List<LogShipping> shippings() {
        return List.copyOf(shippings);
    }

    synchronized void add(LogShipping shipping) {
        shippings.add(shipping);
    }

    /** All backups, the oldest first. */
    public synchronized List<Taken> taken() {
        return List.copyOf(taken);
    }

    /** All restores, the oldest first. */
    public synchronized List<Restored> restored() {
        return List.copyOf(restored);
    }

    synchronized Taken add(BackupSet set, MediaSet media, List<String> devices) {
        var backup = new Taken(taken.size() + 1, set, media, List.copyOf(devices));
        taken.add(backup);
        return backup;
    }

    /** The row of a set; a new one if it is not known. */
    synchronized Taken know(BackupSet set, MediaSet media, List<String> devices) {
        return taken.stream()
                .filter(known -> known.set().id().equals(set.id()))
                .findFirst()
                .orElseGet(() -> add(set, media, devices));
    }

    synchronized void add(
            Instant at,
            String database,
            Taken from,
            List<DatabaseFile> files,
            boolean replaced,
            boolean recovered,
            Optional<Instant> stopAt,
            String stopAtMark) {
        restored.add(
                new Restored(restored.size() + 1, at, database, from, files, replaced, recovered, stopAt, stopAtMark));
    }
}
