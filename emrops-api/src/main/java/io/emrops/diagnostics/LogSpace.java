package io.emrops.diagnostics;

import io.emrops.DataSize;
import java.util.Objects;

/**
 * The log of a database.
 *
 * @param database whose it is
 * @param size of its files
 * @param percentUsed how much of them is taken
 * @param waitsFor what keeps the system from using it anew, as it calls that, such as {@code LOG_BACKUP}; {@code NOTHING} if nothing does
 */
public record LogSpace(String database, DataSize size, double percentUsed, String waitsFor) {
    public LogSpace {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(waitsFor, "waitsFor");
    }

    /** In one line. */
    @Override
    public String toString() {
        return "log of " + database + ": " + Pools.share(percentUsed) + " of " + size + " used, waits for " + waitsFor;
    }
}
