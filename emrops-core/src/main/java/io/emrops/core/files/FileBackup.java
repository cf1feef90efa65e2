package io.emrops.core.files;

import io.emrops.DataSize;
import java.time.Instant;
import java.util.Objects;

/**
 * A backup of files that was made and read back.
 *
 * @param path the archive, absolute
 * @param sha256 of the archive, in hexadecimal; a restore demands it
 * @param size of the archive
 * @param files how many files are in it
 * @param takenAt when it was begun, by the clock of the run
 */
public record FileBackup(String path, String sha256, DataSize size, int files, Instant takenAt) {
    public FileBackup {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(takenAt, "takenAt");
    }
}
