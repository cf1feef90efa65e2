package io.emrops.testkit.windows.simulated;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What releases in folders depend on beside the files: room on the volume, and unpacking that ends in the middle. Safe for use by several threads. */
public final class SimulatedReleases {
    private static final long MUCH = 1L << 40;
    private static final int FOR_EVER = Integer.MAX_VALUE;
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final SimulatedFiles files;
    private final Map<String, Instant> created = new HashMap<>();
    private long free = MUCH;
    private int unpacked = FOR_EVER;
    private long folders;

    SimulatedReleases(SimulatedFiles files) {
        this.files = files;
    }

    /** How many bytes each volume says it has free; 1 TiB if nobody says otherwise, and none while {@link SimulatedFiles#full} is set. */
    public synchronized void freeBytes(long bytes) {
        free = bytes;
    }

    /** The next unpacking ends behind this many files, as if the disk were full then; what it has unpacked is left. Later ones go on. */
    public synchronized void nextUnpackingEndsAfter(int count) {
        unpacked = count;
    }

    synchronized long free() {
        return files.isFull() ? 0 : free;
    }

    synchronized int takeUnpacked() {
        var most = unpacked;
        unpacked = FOR_EVER;
        return most;
    }

    /** A folder was created; each one a second behind the last. */
    synchronized void created(String folder) {
        folders++;
        created.put(key(folder), BEGINNING.plusSeconds(folders));
    }

    synchronized Instant creationOf(String folder) {
        return created.getOrDefault(key(folder), BEGINNING);
    }

    private static String key(String folder) {
        return folder.toLowerCase(Locale.ROOT);
    }
}
