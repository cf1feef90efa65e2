package io.emrops.metrics;

import java.util.Objects;

/**
 * A file that was written, as evidence of what was in it.
 *
 * @param path where it lies, absolute
 * @param bytes how large it is
 * @param sha256 of its content, in hexadecimal digits
 */
public record ReportFile(String path, long bytes, String sha256) {
    public ReportFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(sha256, "sha256");
    }

    /** In one line. */
    @Override
    public String toString() {
        return path + ", " + bytes + " bytes, SHA-256 " + sha256;
    }
}
