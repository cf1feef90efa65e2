package io.emrops.testkit.sqlserver.instance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What msdb knows of backups and restores; of those that this instance has made, until somebody deletes it. */
public final class BackupHistory {
    private final List<Taken> taken = new ArrayList<>();
    private final List<Restored> restored = new ArrayList<>();

    BackupHistory() {}

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
     * @param stopAt where it was to stop; empty if nowhere
     */
    public record Restored(
            int number,
            Instant at,
            String database,
            BackupSet set,
            boolean replaced,
            boolean recovered,
            Optional<Instant> stopAt) {}

    /** All backups, the oldest first. */
    public synchronized List<Taken> taken() {
        return List.copyOf(taken);
    }

    /** All restores, the oldest first. */
    public synchronized List<Restored> restored() {
        return List.copyOf(restored);
    }

    synchronized void add(BackupSet set, MediaSet media, List<String> devices) {
        taken.add(new Taken(taken.size() + 1, set, media, List.copyOf(devices)));
    }

    synchronized void add(
            Instant at, String database, BackupSet set, boolean replaced, boolean recovered, Optional<Instant> stopAt) {
        restored.add(new Restored(restored.size() + 1, at, database, set, replaced, recovered, stopAt));
    }
}
